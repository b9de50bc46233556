from __future__ import annotations

import csv
import json
import re
import zipfile
from datetime import UTC, date, datetime

import polars as pl
import pytest
from openpyxl import load_workbook

from insight.payloads import FORMULAS
from needlens.errors import StoreError, UserError
from needlens.insight import export

_LIVE = re.compile(r"^[\s\ufeff\u200b\"]*[=+\-@＝＋－＠﹢﹣﹦﹫−\t\r]")
_NUMBER = re.compile(r"^[+-]?[\d.,]+%?$")


def payloads():
    assert len(FORMULAS) >= 64
    return pl.DataFrame({"n": range(len(FORMULAS)), "原话": FORMULAS})


def csv_rows(path, **how):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, **how))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_csv_cell_is_a_formula_whatever_the_separator_is_taken_for(tmp_path, delimiter):
    path = export(payloads(), tmp_path / "表.csv")
    rows = csv_rows(path, delimiter=delimiter)
    live = [c for row in rows for c in row if _LIVE.match(c) and not _NUMBER.match(c)]
    assert live == []


def test_csv_keeps_the_words_and_the_order(tmp_path):
    rows = csv_rows(export(payloads(), tmp_path / "t.csv"))
    assert len(rows) == len(FORMULAS) + 1
    assert [row[1].replace("'", "") for row in rows[1:]] == [f.replace("'", "") for f in FORMULAS]


def test_no_workbook_cell_is_a_formula(tmp_path):
    path = export(payloads(), tmp_path / "表.xlsx")
    sheet = load_workbook(path)["needlens"]
    cells = [row[1] for row in sheet.iter_rows(min_row=2)]
    assert len(cells) == len(FORMULAS) and {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells if _LIVE.match(str(cell.value)))
    inside = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    assert "<f" not in inside and "<hyperlink" not in inside.lower()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_headers_are_disarmed_too(tmp_path, ending):
    path = export(pl.DataFrame({"=1+1": ["x"]}), tmp_path / f"t.{ending}")
    if ending == "csv":
        assert csv_rows(path)[0] == ["'=1+1"]
    else:
        assert load_workbook(path)["needlens"]["A1"].data_type == "s"


@pytest.mark.parametrize(
    "text", ["-3", "+3.5", "-1,234.5", "-3%", "1e-5", "很好", "it's =", "a-b", ";-)", "o(^-^)o", ""]
)
def test_harmless_texts_stay_as_they_are(tmp_path, text):
    rows = csv_rows(export(pl.DataFrame({"a": [text], "b": ["x"]}), tmp_path / "t.csv"))
    assert rows[1] == [text, "x"]


def test_numbers_stay_numbers(tmp_path):
    frame = pl.DataFrame({"i": [-3, None], "f": [-2.5, float("nan")], "b": [True, False]})
    assert csv_rows(export(frame, tmp_path / "t.csv"))[1:] == [
        ["-3", "-2.5", "true"],
        ["", "", "false"],
    ]
    sheet = load_workbook(export(frame, tmp_path / "t.xlsx"))["needlens"]
    assert [c.value for c in sheet[2]] == [-3, -2.5, True] and sheet["B3"].value is None


def test_csv_has_the_mark_excel_needs_and_programs_formats_have_none(tmp_path):
    frame = pl.DataFrame({"原话": ["好"]})
    assert export(frame, tmp_path / "t.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert export(frame, tmp_path / "t.jsonl").read_bytes().startswith(b"{")


def test_dates(tmp_path):
    moment = datetime(2026, 11, 21, 9, 30, 5, tzinfo=UTC)
    frame = pl.DataFrame({"at": [moment], "day": [date(2026, 11, 21)]}).with_columns(
        shanghai=pl.col("at").dt.convert_time_zone("Asia/Shanghai")
    )
    assert csv_rows(export(frame, tmp_path / "t.csv"))[1] == [
        "2026-11-21 09:30:05", "2026-11-21", "2026-11-21 09:30:05",
    ]  # fmt: skip
    sheet = load_workbook(export(frame, tmp_path / "t.xlsx"))["needlens"]
    assert (
        sheet["A2"].value == sheet["C2"].value == moment.replace(tzinfo=None)
        and sheet["A2"].is_date
    )
    line = json.loads(export(frame, tmp_path / "t.jsonl").read_text())
    assert line["at"] == line["shanghai"] and datetime.fromisoformat(line["at"]) == moment


def test_programs_get_values_as_they_are(tmp_path):
    frame = payloads().with_columns(
        tags=pl.concat_list("原话"), at=pl.lit(datetime(2026, 1, 1, tzinfo=UTC))
    )
    assert pl.read_parquet(export(frame, tmp_path / "t.parquet")).equals(frame)
    lines = export(frame, tmp_path / "t.jsonl").read_text(encoding="utf-8").split("\n")
    assert [json.loads(line)["原话"] for line in lines if line] == FORMULAS


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_lists_become_json(tmp_path, ending):
    frame = pl.DataFrame(
        {"p": [[{"id": "甲", "n": 1.5}], [], None], "s": [{"a": 1}, {"a": 2}, {"a": 3}]}
    )
    path = export(frame, tmp_path / f"t.{ending}")
    if ending == "csv":
        cells = [row[0] for row in csv_rows(path)[1:]]
    else:
        cells = [row[0].value or "" for row in load_workbook(path)["needlens"].iter_rows(min_row=2)]
    assert [json.loads(c) if c else None for c in cells] == [[{"id": "甲", "n": 1.5}], [], None]


def test_what_a_sheet_cannot_hold(tmp_path):
    frame = pl.DataFrame(
        {"id": [12345678901234567], "long": ["长" * 40_000], "odd": ["a\x00b\x1f"]}
    )
    sheet = load_workbook(export(frame, tmp_path / "t.xlsx"))["needlens"]
    assert sheet["A2"].value == "12345678901234567"
    assert len(sheet["B2"].value) == 32_767 and sheet["B2"].value.endswith("…")
    assert sheet["C2"].value == "a\ufffdb\ufffd"


@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl", "parquet"])
def test_an_empty_table_still_has_its_header(tmp_path, ending):
    path = export(
        pl.DataFrame(schema={"原话": pl.String, "n": pl.Int64}), tmp_path / f"空.{ending}"
    )
    assert path.exists()
    if ending == "csv":
        assert csv_rows(path) == [["原话", "n"]]


def test_a_wrong_ending_and_a_missing_folder_are_said(tmp_path):
    with pytest.raises(UserError, match=r"known: \.csv, \.xlsx, \.jsonl, \.parquet"):
        export(payloads(), tmp_path / "t.docx")
    with pytest.raises(UserError, match="there is no folder"):
        export(payloads(), tmp_path / "none" / "t.csv")


def test_too_many_rows_for_a_sheet_are_said(tmp_path):
    with pytest.raises(UserError, match="do not fit an Excel sheet"):
        export(pl.DataFrame({"n": pl.int_range(1_048_576, eager=True)}), tmp_path / "t.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = export(pl.DataFrame({"a": [1]}), tmp_path / "t.csv")
    before = path.read_bytes()

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pl.DataFrame, "write_csv", full)
    with pytest.raises(StoreError, match="No space left"):
        export(pl.DataFrame({"a": [2]}), path)
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]

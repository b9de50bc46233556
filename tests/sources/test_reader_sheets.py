"""Excel workbooks: real ones, written by openpyxl, and bombs."""

from __future__ import annotations

import time as clock
import tracemalloc
import zipfile
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference

from needlens.errors import Refused, SourceError
from sources.reading import batch_of, batches, rows_of


def saved(tmp_path, rows, name="book.xlsx", title="订单", merge=()):
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for area in merge:
        sheet.merge_cells(area)
    book.save(tmp_path / name)
    return tmp_path / name


def test_cells_of_every_type_as_text(tmp_path):
    header = ["订单编号", "价格", "数量", "日期", "时间", "已付款", "备注", "评价内容"]
    moment = datetime(2024, 3, 5, 16, 13, 0)
    rows = [
        header,
        [6901234567890, 19.9, 2.0, date(2024, 3, 5), moment, True, "#N/A", "很好"],
        [1.03531e12, 0.1 + 0.2, 4999.0, moment, time(8, 30), False, None, " good_x000D_\nx "],
    ]
    [batch] = batches(saved(tmp_path, rows))
    assert batch.source == "book.xlsx/订单"
    assert batch.frame.columns == header
    assert rows_of(batch)[0] == (
        *("6901234567890", "19.9", "2", "2024-03-05", "2024-03-05T16:13:00"),
        *("true", None, "很好"),
    )
    assert rows_of(batch)[1] == (
        *("1.03531E+12", "0.3", "4999", "2024-03-05T16:13:00", "08:30:00"),
        *("false", None, " good\r\nx "),
    )
    assert batch.lines == [2, 3]


def test_title_rows_blank_rows_and_merged_titles(tmp_path):
    rows = [
        ["2026年10月订单导出"],
        [],
        ["订单编号", "商品名称", "数量"],
        [],
        [1, "杯子", 2],
        [2, "cup", 1],
    ]
    [batch] = batches(saved(tmp_path, rows, merge=["A1:C1"]))
    assert batch.frame.columns == ["订单编号", "商品名称", "数量"]
    assert (batch.lines, batch.blank) == ([5, 6], 2)


def test_an_order_merged_over_its_items(tmp_path):
    rows = [
        ["订单编号", "商品名称", "数量", "买家"],
        ["A-1", "杯子", 1, "甲"],
        [None, "勺子", 2, None],
        [None, "盘子", 3, None],
        ["A-2", "cup", 1, "乙"],
    ]
    [batch] = batches(saved(tmp_path, rows, merge=["A2:A4", "D2:D4"]))
    assert [row[0] for row in rows_of(batch)] == ["A-1", "A-1", "A-1", "A-2"]
    assert [row[3] for row in rows_of(batch)] == ["甲", "甲", "甲", "乙"]


def test_sheets_hidden_empty_and_chosen(tmp_path):
    book = Workbook()
    book.active.title = "空"
    for title, state in (("评价", "visible"), ("orders", "visible"), ("草稿", "hidden")):
        sheet = book.create_sheet(title)
        sheet.sheet_state = state
        sheet.append(["sku", "评价内容"])
        sheet.append([title, "好"])
    chart = BarChart()
    chart.add_data(Reference(book["评价"], min_col=1, min_row=1, max_row=2))
    book.create_chartsheet("图").add_chart(chart)
    path = tmp_path / "a.xlsx"
    book.save(path)
    found = batches(path)
    assert [b.source for b in found] == ["a.xlsx/评价", "a.xlsx/orders", "a.xlsx"]
    assert found[2].warnings == ["hidden sheet left out: 草稿"]
    assert rows_of(batches(path, sheet="草稿")[0]) == [("草稿", "好")]
    with pytest.raises(SourceError, match="no sheet '没有'; its sheets are: 空, 评价"):
        batches(path, sheet="没有")


def test_the_ending_does_not_matter(tmp_path):
    path = saved(tmp_path, [["sku", "评价内容"], ["1", "好"]])
    batch = batch_of(tmp_path, "export.csv", path.read_bytes())
    assert rows_of(batch) == [("1", "好")]


def test_an_empty_workbook_and_a_lone_header(tmp_path):
    [batch] = batches(saved(tmp_path, []))
    assert batch.warnings == ["the workbook has no filled sheet"]
    [batch] = batches(saved(tmp_path, [["订单编号", "商品名称", "数量"]]))
    assert (batch.rows, batch.frame.columns) == (0, ["订单编号", "商品名称", "数量"])


def test_ragged_rows_in_a_sheet(tmp_path):
    rows = [["sku", "评价内容"], ["1"], ["2", "好", None, ""], ["3", "坏", "x"]]
    [batch] = batches(saved(tmp_path, rows))
    assert rows_of(batch) == [("1", None), ("2", "好")]
    assert batch.rejected[0].line == 4


def test_memory_does_not_grow_with_the_rows(tmp_path):
    peaks = []
    for n in (200, 2000):
        book = Workbook(write_only=True)
        sheet = book.create_sheet("s")
        sheet.append(["sku", "评价内容"])
        for i in range(n):
            sheet.append([i, "物流很快"])
        path = tmp_path / f"{n}.xlsx"
        book.save(path)
        tracemalloc.start()
        assert sum(b.rows for b in batches(path, batch_rows=100)[:]) == n
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 6 * peaks[0]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old or password-protected"),
        (b"<html><table><tr><td>sku</td></tr></table></html>", "web page"),
        (b"not a workbook at all", "not a .xlsx file"),
        (b"", "is empty"),
        (b"PK\x03\x04 and nothing behind it", "damaged or incomplete zip"),
    ],
)
def test_what_is_no_workbook_is_a_sentence(tmp_path, content, message):
    with pytest.raises(SourceError, match=message):
        batch_of(tmp_path, "a.xlsx", content)


def test_a_sheet_that_breaks_off_keeps_its_first_rows(tmp_path):
    path = saved(tmp_path, [["sku", "评价内容"], *([str(i), "好"] for i in range(50))])
    repacked(path, tmp_path / "b.xlsx", "sheet1.xml", lambda xml: xml[: len(xml) // 2])
    [batch] = batches(tmp_path / "b.xlsx")
    assert 10 < len(batch.lines) < 40
    assert "damaged" in batch.rejected[0].reason


def repacked(source, target, part, change):
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            new.writestr(
                info.filename, change(content) if info.filename.endswith(part) else content
            )


def as_excel_writes(path, rows: str, strings: str = "") -> None:
    """A minimal workbook with the parts Excel writes: texts in a table of their own."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types">'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/>'
            "</Types>",
        )
        new.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        new.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            '<sheet name="评价" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        new.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        new.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{main}"><dimension ref="A1:XFD1048576"/>'
            f"<sheetData>{rows}</sheetData></worksheet>",
        )
        new.writestr("xl/sharedStrings.xml", f'<sst xmlns="{main}">{strings}</sst>')


HEADER_ROW = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
HEADER_TEXTS = "<si><t>订单编号</t></si><si><r><t>评价</t></r><r><t>内容</t></r></si>"


def test_a_table_of_texts_errors_and_a_lying_dimension(tmp_path):
    path = tmp_path / "a.xlsx"
    row = '<row r="3"><c r="A3"><v>4.2001234567890123E+17</v></c><c r="B3" t="e"><v>#REF!</v></c></row>'
    as_excel_writes(path, HEADER_ROW + row, HEADER_TEXTS)
    [batch] = batches(path)
    assert batch.frame.columns == ["订单编号", "评价内容"]
    assert rows_of(batch) == [("4.20012E+17", None)]
    assert (batch.lines, batch.blank) == ([3], 1)


def test_a_table_of_texts_too_large_to_hold_is_refused(tmp_path):
    as_excel_writes(tmp_path / "a.xlsx", HEADER_ROW, "<si><t>" + "好" * (40 << 20) + "</t></si>")
    with pytest.raises(Refused, match="times its size"):
        batches(tmp_path / "a.xlsx")


def entity(xml: bytes) -> bytes:
    declared = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    return xml.replace(b"<worksheet", declared + b"<worksheet", 1)


def outside(xml: bytes) -> bytes:
    declared = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    return xml.replace(b"<worksheet", declared + b"<worksheet", 1)


def late(xml: bytes) -> bytes:
    return entity(xml.replace(b"<worksheet", b"<!--" + b" " * 100_000 + b"--><worksheet", 1))


def huge(xml: bytes) -> bytes:
    return xml + b" " * (100 << 20)


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("sheet1.xml", entity),
        ("sheet1.xml", outside),
        ("sheet1.xml", late),
        ("sheet1.xml", huge),
        ("styles.xml", huge),
    ],
)
def test_bombs_are_refused_at_once(tmp_path, part, change):
    path = saved(tmp_path, [["sku", "评价内容"], ["1", "好"]])
    bomb = tmp_path / "bomb.xlsx"
    repacked(path, bomb, part, change)
    tracemalloc.start()
    began = clock.perf_counter()
    try:
        with pytest.raises(Refused):
            batches(bomb)
        took, peak = clock.perf_counter() - began, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert took < 2
    assert peak < 50 << 20


def test_absurd_row_numbers_end(tmp_path):
    path = saved(tmp_path, [["sku", "评价内容"], ["1", "好"]])
    target = tmp_path / "b.xlsx"
    repacked(path, target, "sheet1.xml", lambda x: x.replace(b'<row r="2"', b'<row r="99999999"'))
    [batch] = batches(target)
    assert batch.rows == 0


def test_a_workbook_whose_bytes_are_damaged_keeps_its_first_rows(tmp_path):
    path = saved(tmp_path, [["sku", "评价内容"], *([f"{i * i}", f"好 {i}"] for i in range(20_000))])
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2 : len(raw) // 2 + 50] = b"\xff" * 50
    path.write_bytes(raw)
    found = batches(path)
    assert sum(len(b.lines) for b in found) > 1000
    assert "damaged" in found[-1].rejected[0].reason

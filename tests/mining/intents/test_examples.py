"""Examples come from the files that people have."""

import json

import polars as pl
import pytest

from needlens.errors import SourceError
from needlens.mining.intents import Examples, read

ROWS = [("怎么退货", "退货"), ("運費是多少", "运费"), ("where is it", "ORDER_STATUS"), ("哈哈", "")]


def written(folder, kind):
    path = folder / f"examples.{kind.partition('-')[0]}"
    if kind == "jsonl":
        lines = [json.dumps({"text": text, "intent": name or None}) for text, name in ROWS]
        path.write_text("\n".join(lines), encoding="utf-8")
    elif kind == "xlsx":
        import openpyxl

        book = openpyxl.Workbook()
        for row in [("内容", "意图"), *ROWS]:
            book.active.append(row)
        book.save(path)
    elif kind == "tsv":
        path.write_text(
            "\n".join("\t".join(r) for r in [("Query", "Label"), *ROWS]), encoding="utf-8"
        )
    else:
        text = "\n".join(f'"{a}",{b}' for a, b in [("问题", "标签"), *ROWS])
        path.write_text(text, encoding="gb18030" if kind.endswith("gbk") else "utf-8-sig")
    return path


@pytest.mark.parametrize("kind", ["csv", "csv-gbk", "tsv", "jsonl", "xlsx"])
def test_a_file_of_each_kind_gives_the_same_examples(tmp_path, kind):
    found = read(written(tmp_path, kind))
    assert found.texts == ["怎么退货", "运费是多少", "where is it", "哈哈"]
    assert found.names == ("ORDER_STATUS", "运费", "退货")
    assert found.intents.tolist() == [2, 1, 0, -1] and found.skipped == 0


@pytest.mark.parametrize(
    "label", ["", "  ", None, "NO_NODES_DETECTED", "OOS", "out_of_scope", "范围外"]
)
def test_labels_that_mean_none_of_the_intents(label):
    found = Examples.of(["甲", "乙", "hi"], ["A", "B", label])
    assert found.names == ("A", "B") and found.intents.tolist() == [0, 1, -1]


def test_equal_examples_count_once_and_blank_ones_not_at_all():
    found = Examples.of(["退貨", "退货", "退货 ", "", "  ", "买"], ["A", "A", "B", "A", "B", "B"])
    assert list(zip(found.texts, found.intents.tolist(), strict=True)) == [
        ("退货", 0), ("退货", 1), ("买", 1),
    ]  # fmt: skip


def test_a_note_in_a_further_cell_does_no_harm_but_slipped_cells_are_left_out(tmp_path):
    path = tmp_path / "train.csv"
    path.write_text(
        "sentence,label,\nhello there,GREET,\nbye now,BYE,\n"
        "good day,GREET,was BYE before\nring me,CALL,new\nhello, again,GREET\n,GREET,\n",
        encoding="utf-8",
    )
    found = read(path)
    assert dict(zip(found.texts, (found.names[i] for i in found.intents), strict=True)) == {
        "hello there": "GREET", "bye now": "BYE", "good day": "GREET", "ring me": "CALL",
    }  # fmt: skip
    assert found.skipped == 2


def test_columns_can_be_named(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("说法,去向,text\n怎么退,退货,x\n多少钱,价格,y\n", encoding="utf-8")
    found = read(path, {"text": "说法", "intent": "去向"})
    assert found.texts == ["怎么退", "多少钱"] and set(found.names) == {"退货", "价格"}
    with pytest.raises(SourceError, match=r"说法, 去向, text.*--field intent="):
        read(path)


@pytest.mark.parametrize(
    ("texts", "labels", "message"),
    [
        ([], [], "0 intents"),
        (["a", "b"], ["A", "oos"], "1 intents"),
        ([str(i) for i in range(50_001)], ["A", *["B"] * 50_000], "50,001 examples"),
    ],
    ids=["none", "one", "many"],
)
def test_too_few_and_too_many_are_a_sentence(texts, labels, message):
    with pytest.raises(SourceError, match=message):
        Examples.of(texts, labels)


def test_what_is_no_file_of_examples_is_a_sentence(tmp_path):
    with pytest.raises(SourceError):
        read(tmp_path / "none.csv")
    path = tmp_path / "a.parquet"
    pl.DataFrame({"x": [1], "y": [2]}).write_parquet(path)
    with pytest.raises(SourceError, match="x, y"):
        read(path)

"""Remarks of whole batches."""

from __future__ import annotations

import polars as pl

from needlens.mining.questions import questions
from needlens.mining.reasons import reasons
from needlens.mining.remarks import REMARKS, VERSION, remarks

TEXTS = {
    "a": "給爸媽買的，有大字版嗎？",
    "b": "Perfect for camping. Does it leak?",
    "c": "㎏数够，老人用很方便",
    "d": "一般般\n放宿舍用\n请问能退货吗",
    "e": "Nothing to say.",
    "f": "",
}


def _frame(texts: dict[str, str | None]) -> pl.DataFrame:
    return pl.DataFrame(
        {"signal_id": list(texts), "text": list(texts.values())},
        schema={"signal_id": pl.String, "text": pl.String},
    )


def test_a_batch_says_what_its_texts_say() -> None:
    found = remarks(_frame({**TEXTS, "g": None}))
    assert found.schema == REMARKS
    assert found["version"].unique().to_list() == [VERSION]
    for id, text in TEXTS.items():
        alone = sorted((*reasons(text), *questions(text)), key=lambda r: r.start)
        rows = found.filter(pl.col("signal_id") == id).drop("signal_id", "version").rows()
        assert rows == [
            (r.origin, r.category, r.statement, list(r.facets), r.confidence, r.start, r.end)
            for r in alone
        ]
    assert found["signal_id"].to_list() == ["a", "a", "b", "b", "c", "d", "d"]


def test_the_order_of_the_texts_changes_nothing() -> None:
    frame = _frame(dict(TEXTS))
    place = ["signal_id", "start"]
    assert remarks(frame.reverse()).sort(place).equals(remarks(frame).sort(place))


def test_a_text_does_not_reach_into_the_next() -> None:
    texts = {"a": "为了面试", "b": "买的", "c": "不", "d": "适合老人用", "e": "for my", "f": "dad"}
    found = remarks(_frame(dict(texts)))
    assert found.select("signal_id", "statement").rows() == [("d", "给老人用")]


def test_many_texts_are_read_in_parts() -> None:
    texts = {f"t{i:05}": "给爸妈买的" if i % 2 else "all fine" for i in range(4_500)}
    found = remarks(_frame(texts))
    assert found["signal_id"].to_list() == [id for id in texts if int(id[1:]) % 2]


def test_no_texts() -> None:
    assert remarks(_frame({})).schema == REMARKS
    assert remarks(_frame({"a": None})).is_empty()


def test_customer_text_is_data() -> None:
    hostile = "能{0}吗？%s </script> for my \\d+ (mom) $1 [a-z]* ' OR 1=1 --\x00"
    assert remarks(_frame({"a": hostile})).schema == REMARKS

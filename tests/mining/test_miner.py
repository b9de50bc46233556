"""The batch stage."""

from __future__ import annotations

from dataclasses import asdict, fields

import polars as pl

from needlens.mining import Domain, opinions, suggestions
from needlens.mining.miner import RuleMiner
from needlens.records import Opinion, Suggestion

TEXTS = ["质量很好，希望能便宜一点", None, "", "The strap broke. I wish it were longer.", "收到了"]


def frame(texts: list[str | None]) -> pl.DataFrame:
    ids = [f"s{i}" for i in range(len(texts))]
    return pl.DataFrame(
        {"signal_id": ids, "text": texts}, schema={"signal_id": pl.String, "text": pl.String}
    )


def test_columns_are_the_records() -> None:
    said, asked = RuleMiner("ecommerce").mine(frame(TEXTS))
    assert said.columns == ["signal_id", *(f.name for f in fields(Opinion))]
    assert asked.columns == ["signal_id", *(f.name for f in fields(Suggestion))]
    assert set(said["tier"]) == {"rule"}
    assert set(said["version"]) == {Domain.load().version}


def test_rows_are_what_the_functions_give() -> None:
    said, asked = RuleMiner().mine(frame(TEXTS))
    one_by_one = [
        {"signal_id": f"s{i}", **asdict(o)} for i, t in enumerate(TEXTS) for o in opinions(t or "")
    ]
    assert said.to_dicts() == one_by_one
    wishes = [
        {"signal_id": f"s{i}", **asdict(o)}
        for i, t in enumerate(TEXTS)
        for o in suggestions(t or "")
    ]
    assert asked.to_dicts() == wishes
    assert set(said["signal_id"]) == set(asked["signal_id"]) == {"s0", "s3"}


def test_nothing_in_nothing_out_with_the_same_schema() -> None:
    miner = RuleMiner()
    empty, full = miner.mine(frame([])), miner.mine(frame(TEXTS))
    assert [f.schema for f in empty] == [f.schema for f in full]
    assert [f.height for f in empty] == [0, 0]
    silent = miner.mine(frame([None, "你好"]))
    assert [f.schema for f in silent] == [f.schema for f in full]


def test_the_input_is_left_alone_and_the_answer_is_the_same_again() -> None:
    given = frame(TEXTS)
    copy = given.clone()
    first, second = RuleMiner().mine(given), RuleMiner().mine(given)
    assert given.equals(copy)
    assert first[0].equals(second[0]) and first[1].equals(second[1])

from __future__ import annotations

from needlens.needs import need_id, said
from needs.said import said as expressions


def test_sides_are_those_of_opinions():
    frame = said(
        expressions({"valence": 2.0}, {"valence": 5.0}, {"valence": 8.0}, {"ask": "有盖子"})
    )
    assert frame["side"].to_list() == ["negative", "neutral", "positive", "asks"]
    assert set(frame["need_id"]) == {need_id("LOGISTICS#SPEED")}


def test_nothing():
    assert said(expressions()).is_empty()

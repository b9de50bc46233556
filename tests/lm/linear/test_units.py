"""Units and clauses of a text column."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from needlens.lm.linear.grams import BUCKETS, counts, grams
from needlens.lm.linear.quotes import quotes
from needlens.lm.linear.units import Units

TEXTS = [
    "屏幕亮、声音大，颜色、大小都对 真的满意 但是贵了",
    None,
    "The zip broke, great colour though. It's 3.5 kg for 1,000 yen!! OK",
    "",
    "  \n ",
    "👍👍好！\r\n\n颜色正",
    "USB-C接口,v2.0很快",
]


def clauses(texts: list[str | None]) -> list[list[str]]:
    units = Units.of(pl.Series(texts, dtype=pl.String))
    text = "".join(t or "" for t in texts)
    starts, ends = units.starts[units.clauses[:-1]], units.ends[units.clauses[1:] - 1]
    each = [text[a:b] for a, b in zip(starts, ends, strict=True)]
    return [each[a:b] for a, b in zip(units.rows, units.rows[1:], strict=False)]


def test_clauses() -> None:
    assert clauses(TEXTS) == [
        ["屏幕亮、", "声音大，", "颜色、大小都对", "真的满意", "但是贵了"],
        [],
        ["The zip broke,", "great colour though.", "It's 3.5 kg for 1,000 yen!!", "OK"],
        [],
        [],
        ["👍👍好！", "颜色正"],
        ["USB-C接口,", "v2.0很快"],
    ]


@pytest.mark.parametrize("texts", [[], [None], ["", " "], ["。"], ["a"]])
def test_little_or_nothing(texts) -> None:
    units = Units.of(pl.Series(texts, dtype=pl.String))
    assert len(units.rows) == len(texts) + 1
    assert units.rows[-1] == len(units.clauses) - 1
    assert [len(order) for order in grams(units)] == [len(units.hashes)] * 3
    assert len(quotes(units)[2]) == len(units.clauses) - 1


def test_rows_do_not_see_each_other() -> None:
    alone = [Units.of(pl.Series([text], dtype=pl.String)) for text in TEXTS]
    together = Units.of(pl.Series(TEXTS))
    assert np.concatenate([u.hashes for u in alone]).tolist() == together.hashes.tolist()
    for order in range(3):
        parts = np.concatenate([grams(u)[order] for u in alone])
        assert parts.tolist() == grams(together)[order].tolist()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("螢幕乾淨，著色漂亮", "萤幕干净,着色漂亮"),
        ("計畫覆蓋，為甚麼", "计划复盖，为什么"),
        ("ＧＯＯＤ　Value！", "good value!"),
    ],
)
def test_scripts_and_widths_are_read_alike(one, other) -> None:
    a, b = (grams(Units.of(pl.Series([text]))) for text in (one, other))
    assert [x.tolist() for x in a] == [x.tolist() for x in b]


def test_order_and_words_matter() -> None:
    texts = ["不好", "好不", "god", "dog", "bad", "bade"]
    units = Units.of(pl.Series(texts))
    assert len(set(units.hashes[-4:].tolist())) == 4
    twos = grams(units)[1]
    assert twos[0] != twos[2]


def test_ngrams_end_with_their_clause() -> None:
    ones, twos, threes = grams(Units.of(pl.Series(["好,快", "ab cd ef gh"])))
    assert (ones > 0).all() and (ones < BUCKETS).all()
    assert (twos > 0).tolist() == [True, False, False, True, True, True, False]
    assert (threes > 0).tolist() == [False, False, False, True, True, False, False]
    assert counts(np.array([2, 1, 4])).sum() == sum((o > 0).sum() for o in (ones, twos, threes))


def test_quotes_leave_the_marks_out() -> None:
    text = "。。，“很好”！！ 真的？ nice, ok."
    units = Units.of(pl.Series([text]))
    starts, ends, says = quotes(units)
    found = [text[a:b] for a, b, some in zip(starts, ends, says, strict=True) if some]
    assert found == ["“很好”", "真的", "nice", "ok"]

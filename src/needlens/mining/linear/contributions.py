"""Which words made a text praise or blame, by how much."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import polars as pl

from needlens.lm.linear.units import Units
from needlens.mining.linear.miner import LinearMiner
from needlens.text.segment import words


class Contribution(NamedTuple):
    """Words of the text and what they add to its strength: above 0 praise, below 0 blame."""

    start: int
    end: int
    words: str
    value: float


def contributions(text: str, miner: LinearMiner | None = None) -> list[Contribution]:
    """Return what each word of a text adds to its strength, in the order of the text.

    The values sum to the strength (``LinearMiner.sentiment``) less the model's intercept.
    The weight of an n-gram is shared evenly by its characters (of a word in another
    script: by the word).

    >>> added = contributions("质量很好，就是物流太慢")
    >>> max(added, key=lambda one: one.value).words, min(added, key=lambda one: one.value).words
    ('好', '太慢')
    """
    miner = miner or LinearMiner()
    units = Units.of(pl.Series([text], dtype=pl.String))
    values = miner.whole.of_units(units).tolist()
    found: list[Contribution] = []
    spans = iter(_spans(text))
    start, end = next(spans, (0, 0))
    for first, last, value in zip(units.starts.tolist(), units.ends.tolist(), values, strict=True):
        while end <= first and (span := next(spans, None)):
            start, end = span
        inside = start <= first < end
        begin, stop = (start, max(end, last)) if inside else (first, last)
        if found and begin < found[-1].end:
            value += found[-1].value
            begin = found.pop().start
        found.append(Contribution(begin, stop, text[begin:stop], value))
    return found


def _spans(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for word in words(text):
        found = text.find(word, at)
        if found >= 0:
            at = found + len(word)
            yield found, at

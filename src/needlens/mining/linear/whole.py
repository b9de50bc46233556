"""How a text as a whole feels, by the weights of its n-grams."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.lm.linear.grams import ORDERS, counts, grams
from needlens.lm.linear.units import Units
from needlens.lm.linear.weights import read

WEIGHTS = Path(__file__).parent / "weights"
"""The model that comes with needlens."""
_ROWS = 2_000

Floats = npt.NDArray[np.float64]


class Whole:
    """Tells praise from blame; ``folder`` holds another model than the one that comes along.

    >>> (Whole().strengths(pl.Series(["很好，喜欢", "太差了"])) > 0).tolist()
    [True, False]
    """

    def __init__(self, folder: Path = WEIGHTS) -> None:
        self.table = read(folder).tables["sentiment"]

    def strengths(self, texts: pl.Series) -> Floats:
        """Return the log-odds of each text being praise; NaN for one without a word."""
        frame = texts.cast(pl.String).to_frame("text")
        parts = [self._strengths(part["text"]) for part in parts_of(frame)]
        return np.concatenate([np.zeros(0), *parts])

    def characters(self, text: str) -> Floats:
        """Return what each character of a text adds to its strength.

        The values sum to the strength less ``table.intercept``. The weight of an n-gram is
        shared evenly by its characters (of a word in another script: by the word).
        """
        units = Units.of(pl.Series([text], dtype=pl.String))
        values = np.zeros(len(text))
        shares = self.of_units(units) / np.maximum(units.ends - units.starts, 1)
        sizes = units.ends - units.starts
        inside = np.repeat(units.starts - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum())
        values[inside] = np.repeat(shares, sizes)
        return values

    def of_units(self, units: Units) -> Floats:
        """Return the share of each unit of one text in the n-grams it is part of."""
        shares = np.zeros(len(units.hashes) + ORDERS)
        for order, buckets in enumerate(grams(units), start=1):
            values = self.table.weights.take(buckets) / order
            for place in range(order):
                shares[place : place + len(values)] += values
        n = counts(np.diff(units.clauses)).sum()
        shares *= self.table.scale / np.sqrt(max(n, 1))
        return shares[: len(units.hashes)]

    def _strengths(self, texts: pl.Series) -> Floats:
        units = Units.of(texts)
        bounds = units.clauses[units.rows]
        ns = np.concatenate([[0], np.cumsum(counts(np.diff(units.clauses)))])
        n = ns[units.rows[1:]] - ns[units.rows[:-1]]
        scores = self.table.scored(self.table.summed(grams(units), bounds), n)
        scores[n == 0] = np.nan
        return scores


def parts_of(frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Cut a batch into parts whose arrays stay in the processor's cache."""
    for start in range(0, frame.height, _ROWS):
        yield frame.slice(start, _ROWS)

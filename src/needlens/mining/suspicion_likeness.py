"""Likeness: texts of one burst that resemble each other more than a shop's texts do."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.lm.lengths import unit
from needlens.text import fold

_MOST = 200
"""Texts of a burst compared with each other at a time, in order of time."""
_SIZE = 4093
_USUAL = 0.95
"""Beyond this share of the shop's texts in likeness to their nearest neighbour."""
_LEAST = 0.3
"""The least cosine similarity that is called likeness."""
_LETTERS = 6


def alike(found: pl.DataFrame, reviews: pl.DataFrame) -> pl.DataFrame:
    """Return the reviews (signal_id, burst …) like another customer's in their burst.

    How alike texts of this shop are anyway is seen in as many others of the same mood,
    drawn by their ids: short praise resembles other short praise everywhere.
    """
    written = found.filter(_long_enough()).sort("burst", "time", "signal_id")
    block = pl.int_range(pl.len()).over("burst") // _MOST
    others = reviews.filter(_long_enough()).join(found, on="signal_id", how="anti")
    parts = [
        part.with_columns(
            pl.Series("like", nearest(part["words"].to_list())),
            pl.lit(_usual(part, others)).alias("usual"),
        )
        for part in written.with_columns(block.alias("block")).partition_by("burst", "block")
        if part.height > 1
    ]
    if not parts:
        return found.clear()
    return pl.concat(parts).filter(pl.col("like") > pl.col("usual"))


def nearest(texts: list[str]) -> npt.NDArray[np.float64]:
    """Return how like the most similar other text each text is (0..1, cosine of bigrams).

    >>> nearest(["料子好，做工细", "做工细，料子也好", "发货慢"]).round(1).tolist()
    [0.5, 0.5, 0.0]
    """
    rows = np.zeros((len(texts), _SIZE), dtype=np.float32)
    for row, text in enumerate(texts):
        letters = "".join(c for c in fold(text).text if c.isalnum())
        codes = np.array([ord(c) for c in letters], dtype=np.int64)
        rows[row, (codes[:-1] * 31_337 + codes[1:]) % _SIZE] = 1
    rows = unit(rows)
    likeness = rows @ rows.T
    np.fill_diagonal(likeness, 0)
    best: npt.NDArray[np.float64] = likeness.max(axis=1).astype(np.float64).round(6)
    return best


def _long_enough() -> pl.Expr:
    return pl.col("words").str.len_chars().fill_null(0) >= _LETTERS


def _usual(burst: pl.DataFrame, others: pl.DataFrame) -> float:
    same = others.filter(pl.col("mood") == burst["mood"][0]).sort("signal_id").head(burst.height)
    if same.height < 2:
        return _LEAST
    return max(float(np.quantile(nearest(same["words"].to_list()), _USUAL)), _LEAST)

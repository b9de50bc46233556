"""Texts as hashed character n-grams, all rows at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.text import fold_series

SIZES = (2, 3, 4)
_STEP = np.uint64(0x9E3779B97F4A7C15)


class Grams(NamedTuple):
    """One n-gram an entry: its hash, and the row it stands in."""

    hashes: npt.NDArray[np.uint64]
    rows: npt.NDArray[np.int64]


def grams(texts: pl.Series) -> Grams:
    """Return the n-grams (2 to 4 characters) of each folded text; a null text has none.

    >>> found = grams(pl.Series(["物流慢", None, "物流慢"]))
    >>> found.rows.tolist(), len(set(found.hashes.tolist()))
    ([0, 0, 2, 2, 0, 2], 3)
    """
    folded = fold_series(texts.cast(pl.String)).fill_null("")
    raw = "".join(folded.to_list()).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(raw, dtype=np.uint32).astype(np.uint64)
    row = np.repeat(np.arange(len(folded)), folded.str.len_chars().to_numpy())
    hashes, rows = [], []
    for size in SIZES:
        n = len(codes) - size + 1
        if n <= 0:
            break
        mixed = np.zeros(n, dtype=np.uint64)
        for k in range(size):
            mixed = (mixed + codes[k : k + n]) * _STEP
        whole = row[:n] == row[size - 1 :]
        mixed = mixed[whole]
        hashes.append(mixed ^ (mixed >> np.uint64(29)))
        rows.append(row[:n][whole])
    empty_hashes, empty_rows = np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64)
    return Grams(np.concatenate([empty_hashes, *hashes]), np.concatenate([empty_rows, *rows]))


def vectors(texts: pl.Series, size: int = 512) -> npt.NDArray[np.float32]:
    """Return a unit vector for each text, shape (rows, size): n-grams, hashed with a sign.

    Texts that share n-grams lie close together. Weinberger et al. 2009, "Feature hashing
    for large scale multitask learning". ``size`` is a power of two.

    >>> near = vectors(pl.Series(["物流太慢了", "物流太慢啦", "颜色很好看"]))
    >>> bool(near[0] @ near[1] > near[0] @ near[2])
    True
    """
    found = grams(texts)
    place = found.rows * size + (found.hashes & np.uint64(size - 1)).astype(np.int64)
    sign = np.where(found.hashes & np.uint64(1 << 40), 1.0, -1.0)
    dense = np.bincount(place, weights=sign, minlength=len(texts) * size)
    dense = dense.reshape(len(texts), size)
    length = np.sqrt((dense * dense).sum(axis=1, keepdims=True))
    return np.asarray(dense / np.maximum(length, 1e-12), dtype=np.float32)

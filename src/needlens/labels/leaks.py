"""What a test set shares with the training set, and so does not test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from needlens.labels._tied import Groups, Truths, codes
from needlens.text import fold_series, groups


@dataclass(frozen=True, slots=True)
class Leaks:
    """Records of the test set that the training set gives away. True when there are any."""

    exact: tuple[str, ...]
    """Ids of records whose words stand in the training set, but for case, script and signs."""
    near: tuple[str, ...]
    """Ids of records with nearly the words of one in the training set."""
    customers: tuple[str, ...]
    """Ids of records by a customer who wrote in the training set, too."""
    n: int
    """Records in the test set."""

    def __bool__(self) -> bool:
        return bool(self.exact or self.near or self.customers)

    def __str__(self) -> str:
        return (
            f"of {self.n:,} records {len(self.exact):,} are copies, {len(self.near):,} near-copies "
            f"and {len(self.customers):,} by customers of the training set"
        )


def leaks(train: pl.DataFrame, test: pl.DataFrame) -> Leaks:
    """Return what the test set shares with the training set; true when there is anything.

    In a test of your own: ``assert not leaks(train, test)``.
    Both have ``id`` and ``text``, and if known ``customer_id``. Blank texts leak nothing.

    >>> train = pl.DataFrame({"id": ["1"], "text": ["物流很快，包装也好"], "customer_id": ["甲"]})
    >>> test = pl.DataFrame({"id": ["2", "3"], "text": ["物流很快包装也好～", "一般"], "customer_id": ["乙", "甲"]})
    >>> found = leaks(train, test)
    >>> found.exact, found.near, found.customers, bool(found)
    (('2',), (), ('3',), True)
    """
    texts = pl.concat([train["text"].cast(pl.String), test["text"].cast(pl.String)])
    n = train.height
    exact = _shared(codes(_plain(texts), n=len(texts)), n)
    near = _shared(codes(groups(texts), blank=0), n) & ~exact
    by = np.zeros(test.height, dtype=np.bool_)
    if "customer_id" in train.columns and "customer_id" in test.columns:
        who = pl.concat([train["customer_id"].cast(pl.String), test["customer_id"].cast(pl.String)])
        by = _shared(codes(who), n)
    ids = test["id"].cast(pl.String).to_numpy()
    found = [tuple(ids[which].tolist()) for which in (exact, near, by)]
    return Leaks(found[0], found[1], found[2], test.height)


def _plain(texts: pl.Series) -> pl.Series:
    """Return the letters and digits of folded texts; a text of signs stays, a blank is null."""
    folded = fold_series(texts)
    letters = folded.str.replace_all(r"[^\p{L}\p{N}]", "")
    signs = folded.str.replace_all(r"\s", "")
    kept = pl.when(letters != "").then(letters).when(signs != "").then(signs)
    return pl.select(kept).to_series()


def _shared(values: Groups, n: int) -> Truths:
    """Whether each of the rows from ``n`` on has the value of one before."""
    return np.isin(values[n:], values[:n]) & (values[n:] >= 0)

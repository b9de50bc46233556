"""Which records belong together: same customer, or nearly the same words."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.text import groups

Groups = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]


def tied(records: pl.DataFrame, *, copies: bool, first: pl.Series) -> tuple[Groups, Truths]:
    """Return the group of each record, numbered from 0, and which records are kept.

    Without ``copies`` one of near-duplicates is kept, of those with ``first`` the oldest if
    there is one, else the oldest; and only customers tie.
    """
    n = records.height
    text = codes(groups(records["text"]), blank=0)
    customer = codes(records["customer_id"] if "customer_id" in records.columns else None, n=n)
    kept = np.ones(n, dtype=bool)
    if not copies:
        kept = _first_of_each(records, text, first)
        text = np.full(n, -1, dtype=np.int64)
    labels = joined(n, [text, customer])
    return np.unique(labels, return_inverse=True)[1].astype(np.int64), kept


def codes(values: pl.Series | None, *, blank: int | None = None, n: int = 0) -> Groups:
    """Return values as whole numbers, -1 where there is none (null, or ``blank``)."""
    if values is None:
        return np.full(n, -1, dtype=np.int64)
    ranks = values.rank("dense").cast(pl.Int64)
    if blank is not None:
        ranks = pl.select(pl.when(values != blank).then(ranks)).to_series()
    return np.asarray(ranks.fill_null(-1).to_numpy(), dtype=np.int64)


def joined(n: int, ties: list[Groups]) -> Groups:
    """Return for each row the smallest row it is tied to, over any number of steps."""
    labels = np.arange(n)
    while True:
        before = labels.copy()
        for tie in ties:
            there = np.flatnonzero(tie >= 0)
            if len(there):
                least = np.full(tie.max() + 1, n)
                np.minimum.at(least, tie[there], labels[there])
                labels[there] = least[tie[there]]
        labels = np.minimum(labels, labels[labels])
        if (labels == before).all():
            return labels


def _first_of_each(records: pl.DataFrame, text: Groups, first: pl.Series) -> Truths:
    n = records.height
    at = records["at"] if "at" in records.columns else pl.Series([None] * n)
    ids = records["id"].cast(pl.String)
    order = pl.DataFrame({"later": ~first, "at": at, "id": ids, "text": text}).with_row_index()
    ordered = order.sort("later", "at", "id", nulls_last=True)
    one = ordered.filter((pl.col("text") < 0) | pl.col("text").is_first_distinct())
    kept = np.zeros(n, dtype=bool)
    kept[one["index"].to_numpy()] = True
    return kept

"""Which planted need each found need is: the one most of its texts were written for."""

from __future__ import annotations

import polars as pl
from benchmarks.needs.shown import MAJORITY

HALF = 0.5
"""The share of its texts that must be of one planted need, for a need to stand for it."""


def matched(memberships: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """Return need_id, planted (null: none), n and fit: the texts of each, those that fit.

    ``memberships``: need_id, kind, external_id. ``texts``: kind, external_id, needs (the
    planted needs a text was written for; of several, one must fit).

    >>> said = pl.DataFrame({"need_id": ["n"] * 3, "kind": "review", "external_id": list("123")})
    >>> texts = pl.DataFrame({"kind": "review", "external_id": list("123"),
    ...                       "needs": [["慢"], ["慢", "贵"], []]})
    >>> matched(said, texts).rows()
    [('n', '慢', 3, 2)]
    """
    keys = ["kind", "external_id"]
    pieces = memberships.drop_nulls("external_id").select("need_id", *keys).unique()
    pieces = pieces.join(texts.select(*keys, "needs"), on=keys)
    most = (
        pieces.explode("needs", empty_as_null=True)
        .drop_nulls("needs")
        .group_by("need_id", "needs")
        .len("fit")
        .sort("need_id", -pl.col("fit").cast(pl.Int64), "needs")
        .unique("need_id", keep="first", maintain_order=True)
    )
    each = pieces.group_by("need_id").len("n").join(most, on="need_id", how="left")
    fit = pl.col("fit").fill_null(0).cast(pl.Int64)
    return (
        each.with_columns(n=pl.col("n").cast(pl.Int64), fit=fit)
        .with_columns(planted=pl.when(pl.col("fit") >= HALF * pl.col("n")).then("needs"))
        .select("need_id", "planted", "n", "fit")
        .sort("need_id")
    )


def right(needs: pl.DataFrame) -> pl.Series:
    """Return for each row of ``matched`` whether two thirds of its texts are of one need."""
    return needs.select(pl.col("fit") >= MAJORITY * pl.col("n") - 1e-9).to_series()

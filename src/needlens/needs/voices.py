"""How many people are behind a group of expressions."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

ENOUGH = 1e-6
"""Sums of shares like 1/3 miss a whole number by less."""


def with_voice(frame: pl.DataFrame) -> pl.DataFrame:
    """Add ``voice``: the customer, or the text itself when its customer is unknown.

    The number is good within one run only.
    """
    customer = pl.col("customer_id")
    known = customer.is_not_null() & (customer != "")
    who = pl.when(known).then(pl.lit("c") + customer).otherwise(pl.lit("s") + pl.col("signal_id"))
    return frame.with_columns(who.hash(seed=7).alias("voice"))


def masses(frame: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Return ``by``, ``voice`` and ``mass``: how much of a voice (0..1) is in each group.

    A customer counts once however often they speak; a text copied by many is one voice
    between all of them (each copy has its share as ``weight``), with known customers or
    without.

    >>> said = pl.DataFrame({"need": ["a"] * 4, "signal_id": ["1", "1", "2", "3"],
    ...                      "voice": [7, 7, 7, 8], "weight": [1.0, 1.0, 1.0, 0.25]})
    >>> masses(said, ["need"]).sort("voice")["mass"].to_list()
    [1.0, 0.25]
    """
    pieces = frame.group_by(*by, "voice", "signal_id").agg(pl.col("weight").max())
    return pieces.group_by(*by, "voice").agg(pl.col("weight").sum().clip(0, 1).alias("mass"))


def count(frame: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Return ``by`` and ``voices``, the number of voices in each group."""
    return masses(frame, by).group_by(*by).agg(pl.col("mass").sum().alias("voices"))

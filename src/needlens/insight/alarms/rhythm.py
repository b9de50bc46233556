"""The rhythm of the week: a category more complained of at week-ends than on other days."""

from __future__ import annotations

import polars as pl

_STEADY = 20.0
"""Complaints on a weekday that its own share must outweigh; fewer say little."""


def with_rhythm(complaints: pl.DataFrame, messages: pl.DataFrame) -> pl.DataFrame:
    """Add ``rhythm``: the share of complaints on such a weekday, over that of all days.

    Learnt from the whole shop, category by category, on the days before. Only its own past
    counts, so that a surge does not explain itself.
    """
    of_shop = pl.col("product_id").is_null()
    day, weekday = pl.col("at").dt.date().alias("day"), pl.col("at").dt.weekday().alias("weekday")
    heard = (
        messages.filter(of_shop)
        .group_by(day, weekday)
        .agg(pl.col("weight").sum().alias("heard"))
        .sort("day")
        .with_columns(
            _before("heard", "day", None).alias("heard_before"),
            _before("heard", "day", "weekday").alias("heard_such"),
        )
    )
    said = complaints.filter(of_shop).group_by("category", day).agg(pl.col("weight").sum())
    days = (
        heard.join(complaints.select("category").unique(), how="cross")
        .join(said, on=["category", "day"], how="left")
        .with_columns(pl.col("weight").fill_null(0))
        .sort("category", "day")
        .with_columns(
            _before("weight", "day", "category").alias("said_before"),
            _before("weight", "day", ["category", "weekday"]).alias("said_such"),
        )
    )
    share = pl.col("said_before") / pl.col("heard_before").clip(1e-9)
    expected = share * pl.col("heard_such")
    rhythm = ((pl.col("said_such") + _STEADY) / (expected + _STEADY)).alias("rhythm")
    return complaints.with_columns(day).join(
        days.select("category", "day", rhythm), on=["category", "day"], how="left"
    )


def _before(column: str, order: str, over: str | list[str] | None) -> pl.Expr:
    """Return the sum of a column over the rows before."""
    total = pl.col(column).cum_sum() - pl.col(column)
    return total if over is None else total.over(over, order_by=order)

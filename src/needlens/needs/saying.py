"""Who says what about which category: the expressions with their side and voice."""

from __future__ import annotations

import polars as pl

from needlens.needs.choice import strength
from needlens.needs.columns import checked
from needlens.needs.grouping import NEGATIVE_BELOW, need_id
from needlens.needs.voices import with_voice

POSITIVE_ABOVE = 5.5
"""As in the record Opinion: a higher valence is positive."""


def said(expressions: pl.DataFrame) -> pl.DataFrame:
    """Return the expressions (columns EXPRESSIONS) and what a count of them needs.

    Adds ``voice`` (good within this frame), ``side`` (negative, neutral, positive, asks),
    ``strength`` (the better to quote, the higher), ``probability``, and ``need_id``, the
    need of the category. Only what is said of a category counts: no searches, no acts.
    """
    of_category = (pl.col("category") != "") & ~pl.col("category").str.starts_with("DEMAND#")
    frame = with_voice(checked(expressions).filter(of_category))
    valence = pl.col("valence")
    side = (
        pl.when((pl.col("origin") == "suggestion") | valence.is_null())
        .then(pl.lit("asks"))
        .when(valence < NEGATIVE_BELOW)
        .then(pl.lit("negative"))
        .when(valence > POSITIVE_ABOVE)
        .then(pl.lit("positive"))
        .otherwise(pl.lit("neutral"))
    )
    ids = {category: need_id(category) for category in frame["category"].unique()}
    return frame.with_columns(
        side.alias("side"),
        strength().alias("strength"),
        pl.col("confidence").alias("probability"),
        pl.col("category").replace_strict(ids, return_dtype=pl.String).alias("need_id"),
    )

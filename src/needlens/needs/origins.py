"""Where a need comes from, what it is about, and how much of it is in doubt."""

from __future__ import annotations

import polars as pl

from needlens.needs.columns import ORIGIN_NAMES
from needlens.needs.voices import count, masses

_OFTEN = 1 / 3
"""A facet is a need's when this share of its voices names it."""


def described(frame: pl.DataFrame) -> pl.DataFrame:
    """Return need_id, origins, facets and suspicious of the needs of ``frame``."""
    return (
        _origins(frame)
        .join(_facets(frame), on="need_id", how="left")
        .join(_suspicious(frame), on="need_id", how="left")
        .with_columns(pl.col("facets").fill_null([]))
    )


def _origins(frame: pl.DataFrame) -> pl.DataFrame:
    """Return how many voices of each origin a need has."""
    voices = count(frame, ["need_id", "origin"]).pivot(
        "origin", index="need_id", values="voices", sort_columns=True
    )
    columns = [
        (pl.col(name) if name in voices.columns else pl.lit(0.0))
        .fill_null(0.0)
        .round(6)
        .alias(name)
        for name in ORIGIN_NAMES
    ]
    return voices.select("need_id", pl.struct(columns).alias("origins")).sort("need_id")


def _facets(frame: pl.DataFrame) -> pl.DataFrame:
    whole = count(frame, ["need_id"]).rename({"voices": "whole"})
    named = frame.explode("facets").filter(pl.col("facets").is_not_null())
    voices = (
        masses(named, ["need_id", "facets"])
        .group_by("need_id", "facets")
        .agg(pl.col("mass").sum().alias("part"))
    )
    return (
        voices.join(whole, on="need_id")
        .filter(pl.col("part") >= _OFTEN * pl.col("whole"))
        .sort("need_id", -pl.col("part"), "facets")
        .group_by("need_id", maintain_order=True)
        .agg("facets")
    )


def _suspicious(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the share of the weight of a need's signals that was taken away."""
    signals = frame.group_by("need_id", "signal_id").agg(pl.col("doubt").max())
    return signals.group_by("need_id").agg(pl.col("doubt").mean().round(6).alias("suspicious"))

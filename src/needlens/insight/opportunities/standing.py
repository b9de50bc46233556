"""Which products stand so badly that one may ask whether to keep them."""

from __future__ import annotations

import numpy as np
import polars as pl

from needlens.insight.facts import Standing
from needlens.needs.grouping import NEGATIVE_BELOW
from needlens.needs.intervals import wilson
from needlens.needs.voices import masses

FEWEST_JUDGES = 10
FEWEST_BAD = 3
"""Categories in which the product's mean must be negative …"""
BAD_SHARE = 0.5
"""… and of all its judged categories at least this share."""


def weak_products(said: pl.DataFrame) -> dict[str, Standing]:
    """Return by id the products most of whose judges are negative, across categories.

    ``said`` holds expressions with ``voice``. A product is weak when at least
    FEWEST_JUDGES voices judge it, the low end of the 95 % interval of the share of
    negative ones is above one half, and in at least FEWEST_BAD categories, and in at least
    half of those judged, the mean is negative. Links assigned by us do not count.
    """
    linked = pl.col("product_id").is_not_null() & (pl.col("provenance") != "assigned")
    judged = said.filter(linked & pl.col("valence").is_not_null())
    table = _voices(judged).join(_categories(judged), on="product_id")
    likely = table.filter(
        pl.col("judges") >= FEWEST_JUDGES,
        pl.col("negative") > pl.col("judges") / 2,
        pl.col("bad") >= FEWEST_BAD,
        pl.col("bad") >= BAD_SHARE * pl.col("categories"),
    )
    weak = {}
    for product, judges, negative, categories, bad in likely.sort("product_id").iter_rows():
        low = float(wilson(np.array([negative]), judges)[0][0]) / judges
        if low > 0.5:
            weak[product] = Standing(product, judges, negative, low, categories, bad)
    return weak


def _voices(judged: pl.DataFrame) -> pl.DataFrame:
    """Return per product how many voices judge it, and how many of them negatively."""
    grades = judged.group_by("product_id", "voice").agg(pl.col("valence").mean())
    mass = pl.col("mass")
    return (
        masses(judged, ["product_id"])
        .join(grades, on=["product_id", "voice"])
        .group_by("product_id")
        .agg(
            mass.sum().round(6).alias("judges"),
            mass.filter(pl.col("valence") < NEGATIVE_BELOW).sum().round(6).alias("negative"),
        )
    )


def _categories(judged: pl.DataFrame) -> pl.DataFrame:
    """Return per product in how many categories it is judged, in how many badly."""
    means = judged.group_by("product_id", "category").agg(pl.col("valence").mean())
    return means.group_by("product_id").agg(
        pl.len().alias("categories"), (pl.col("valence") < NEGATIVE_BELOW).sum().alias("bad")
    )

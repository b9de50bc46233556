"""Which products a need is about."""

from __future__ import annotations

import polars as pl

from needlens.needs.voices import count

MOST = 5
"""Products named with a need."""


def concerned(frame: pl.DataFrame) -> pl.DataFrame:
    """Return ``need_id`` and ``products``: those with most voices, most first.

    A row whose link to its product was assigned by us (provenance ``assigned``) says
    nothing about a product and is left out.
    """
    linked = frame.filter(pl.col("product_id").is_not_null() & (pl.col("provenance") != "assigned"))
    return (
        count(linked, ["need_id", "product_id"])
        .with_columns(pl.col("voices").round(6))
        .sort("need_id", "voices", "product_id", descending=[False, True, False])
        .group_by("need_id", maintain_order=True)
        .agg(pl.struct("product_id", "voices").head(MOST).alias("products"))
    )

"""What is kept of the reasons: typed edges, each marked as generated."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from needlens.needs.columns import UTC_TIME

KNOWLEDGE = pl.Schema(
    {
        "head": pl.String(),  # words searched for, id of a product, or a category
        "head_kind": pl.String(),  # query | product | category
        "relation": pl.String(),  # see needlens.needs.knowledge.relations
        "object_zh": pl.String(),
        "object_en": pl.String(),
        "probability": pl.Float64(),  # of the critic: that the reason is plausible and typical
        "pairs": pl.Int64(),  # pairs of the shop that the model gave this reason for
        "generated": pl.Boolean(),  # always true: no customer said it
        "generated_by": pl.String(),  # the model
        "at": UTC_TIME,
    }
)
"""One row for each edge."""
_FEWEST = 2
"""Products of a category that must have a reason before the category has it."""


def edges(
    kept: pl.DataFrame, categories: pl.DataFrame, generated_by: str, at: datetime
) -> pl.DataFrame:
    """Return the edges (columns KNOWLEDGE) of candidates that were kept, the surest first.

    ``kept`` has CANDIDATES and ``probability``; ``categories`` has ``product_id`` and
    ``category``. A reason holds for both ends of its pair. A category has the reasons that
    at least two of its products have, with the mean of their probabilities.
    """
    said = ["relation", "object_zh", "object_en"]
    key = [*said, "head_kind", "head"]
    pair = pl.struct("kind", "head", "other").rank("dense").alias("pair")
    given = kept.with_columns(pair)
    ends = [
        given.select("pair", *said, "probability", head=side, head_kind=f"{side}_kind")
        for side in ("head", "other")
    ]
    own = (
        pl.concat(ends)
        .group_by(key)
        .agg(pl.col("probability").max(), pl.col("pair").n_unique().alias("pairs"))
    )
    products = own.filter(pl.col("head_kind") == "product").join(
        categories.filter(pl.col("category") != ""), left_on="head", right_on="product_id"
    )
    shared = (
        products.group_by([*said, "category"])
        .agg(pl.col("probability").mean(), pl.col("pairs").sum(), n=pl.col("head").n_unique())
        .filter(pl.col("n") >= _FEWEST)
        .select(*said, pl.lit("category").alias("head_kind"), pl.col("category").alias("head"),
                "probability", "pairs")
    )  # fmt: skip
    marked = pl.concat([own, shared.select(own.columns)]).with_columns(
        generated=pl.lit(True), generated_by=pl.lit(generated_by), at=pl.lit(at)
    )
    return (
        marked.with_columns(pl.col("probability").round(6))
        .group_by(key, maintain_order=True)
        .first()
        .sort("probability", *key, descending=[True, *[False] * len(key)])
        .select(pl.col(name).cast(kind) for name, kind in KNOWLEDGE.items())
    )

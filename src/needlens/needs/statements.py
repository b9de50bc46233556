"""The words and the facets of expressions, where they are not yet known."""

from __future__ import annotations

import polars as pl


def filled(frame: pl.DataFrame) -> pl.DataFrame:
    """Fill in ``statement`` and ``facets`` of expressions that have none."""
    from needlens.mining.facets import facets_of
    from needlens.mining.statements import statements

    words = (
        pl.when(pl.col("statement") != "")
        .then("statement")
        .otherwise(statements(frame))
        .alias("statement")
    )
    frame = frame.with_columns(words)
    said = frame.select("quote").unique().sort("quote")
    known = said.with_columns(facets_of(said["quote"]).alias("found"))
    return (
        frame.join(known, on="quote", how="left", maintain_order="left")
        .with_columns(
            pl.when(pl.col("facets").list.len() > 0)
            .then("facets")
            .otherwise(pl.col("found").fill_null([]))
            .alias("facets")
        )
        .drop("found")
    )

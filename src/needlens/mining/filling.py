"""The words and the facets of expressions, where they are not yet known."""

from __future__ import annotations

import polars as pl

RULES = "1"
"""Raised whenever statements are made differently, so that texts are mined again."""


def filled(frame: pl.DataFrame) -> pl.DataFrame:
    """Fill in ``statement`` and ``facets`` of expressions where they are null or empty.

    Facets are null where nobody has looked yet and empty where none were found, which is
    not looked at again. ``frame`` has the columns that ``statements`` asks for.

    >>> frame = pl.DataFrame({"origin": ["suggestion"], "aspect": "", "opinion": "",
    ...     "ask": "大字版", "quote": "有给爸妈的大字版吗", "statement": "", "facets": None})
    >>> filled(frame).select("statement", "facets").row(0)
    ('大字版', ['audience:parents', 'function:large-print'])
    """
    from needlens.mining.facets import facets_of
    from needlens.mining.statements import statements

    words, facets = pl.col("statement").fill_null("") == "", pl.col("facets").is_null()
    frame = frame.with_columns(pl.col("facets").cast(pl.List(pl.String))).with_row_index("place")
    bare = frame.filter(words)
    said = bare.select("place", said=statements(bare))
    unread = frame.filter(facets).select("place", "quote")
    texts = unread.select("quote").unique().sort("quote")
    read = unread.join(texts.with_columns(found=facets_of(texts["quote"])), on="quote", how="left")
    return (
        frame.join(said, on="place", how="left", maintain_order="left")
        .join(read.select("place", "found"), on="place", how="left", maintain_order="left")
        .with_columns(
            pl.coalesce("said", "statement").alias("statement"),
            pl.coalesce("facets", "found").fill_null([]).alias("facets"),
        )
        .drop("place", "said", "found")
    )


def told(found: pl.DataFrame, texts: pl.DataFrame, origin: str | None = None) -> pl.DataFrame:
    """Add ``statement`` and ``facets`` to what was found in ``texts`` (signal_id, text).

    ``found`` has ``signal_id``, ``start`` and ``end``, and an ``origin`` if none is given.
    Facets that are empty are looked for in the words from start to end.
    """
    quote = pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start"))
    known = set(found.columns)
    lacking = [pl.lit("").alias(name) for name in ("aspect", "opinion", "ask") if name not in known]
    statement = pl.col("statement") if "statement" in known else pl.lit("")
    facets = pl.col("facets") if "facets" in known else pl.lit(None, dtype=pl.List(pl.String))
    frame = (
        found.join(texts.select("signal_id", "text"), on="signal_id", maintain_order="left")
        .with_columns(
            quote.alias("quote"),
            pl.col("origin") if origin is None else pl.lit(origin).alias("origin"),
            statement.alias("statement"),
            pl.when(facets.list.len() > 0).then(facets).alias("facets"),
            *lacking,
        )
    )  # fmt: skip
    return filled(frame).select(*found.columns, *sorted({"statement", "facets"} - known))

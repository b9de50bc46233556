"""The frames of this package: what goes in, what comes out, column by column."""

from __future__ import annotations

import polars as pl

from needlens.errors import UserError

UTC_TIME = pl.Datetime("us", "UTC")

EXPRESSIONS = pl.Schema(
    {
        "signal_id": pl.String(),
        "kind": pl.String(),  # review | query | chat | post | event | order
        "origin": pl.String(),  # see ORIGIN_NAMES
        "category": pl.String(),  # ENTITY#ATTRIBUTE, or '' when it belongs to none
        "ask": pl.String(),  # what a suggestion asks for; '' for opinions
        "aspect": pl.String(),
        "opinion": pl.String(),
        "valence": pl.Float64(),  # 1-9; null for suggestions
        "confidence": pl.Float64(),  # 0-1
        "start": pl.Int64(),
        "end": pl.Int64(),
        "quote": pl.String(),  # the masked text from start to end
        "at": UTC_TIME,
        "customer_id": pl.String(),
        "product_id": pl.String(),
        "language": pl.String(),
        "provenance": pl.String(),
        "source": pl.String(),
        "line": pl.Int64(),
        "weight": pl.Float64(),  # 0-1: near-duplicates of one text share one voice
    }
)
"""One row for each thing somebody said or did."""

DERIVED = pl.Schema(
    {
        "statement": pl.String(),  # its words without filling: what is compared
        "facets": pl.List(pl.String()),  # audience:parents, problem:slow, …; null: not looked for
        "key": pl.String(),  # a group it belongs to whatever its words; '' mostly
        "doubt": pl.Float64(),  # 0-1: the share of its weight taken away as suspicious
    }
)
"""Columns of expressions that are filled in where they are missing."""

PRODUCTS = pl.List(pl.Struct({"product_id": pl.String(), "voices": pl.Float64()}))

SUPPLY = pl.List(
    pl.Struct({"product_id": pl.String(), "voices": pl.Float64(), "valence": pl.Float64()})
)

ORIGIN_NAMES = (
    "opinion",
    "suggestion",
    "question",
    "reason",
    "implied",
    "query",
    "behaviour",
)
ORIGINS = pl.Struct(dict.fromkeys(ORIGIN_NAMES, pl.Float64()))
"""How many voices of each origin a need has; a voice may have several."""

NEEDS = pl.Schema(
    {
        "id": pl.String(),
        "category": pl.String(),
        "ask": pl.String(),
        "statement_zh": pl.String(),
        "statement_en": pl.String(),
        "state": pl.String(),
        "demand": pl.Float64(),
        "demand_low": pl.Float64(),
        "demand_high": pl.Float64(),
        "evidence_count": pl.Int64(),
        "satisfaction": pl.Float64(),
        "satisfaction_low": pl.Float64(),
        "satisfaction_high": pl.Float64(),
        "satisfaction_n": pl.Int64(),
        "importance": pl.Float64(),
        "opportunity": pl.Float64(),
        "trend": pl.Float64(),
        "trend_low": pl.Float64(),
        "trend_high": pl.Float64(),
        "trend_n": pl.Int64(),
        "products": PRODUCTS,
        "part": pl.String(),  # '' the need of its category, else what in it: see grouping
        "facets": pl.List(pl.String()),  # what at least a third of the voices name
        "origins": ORIGINS,
        "kano": pl.String(),
        "supply": SUPPLY,
        "money": pl.Float64(),
        "money_low": pl.Float64(),
        "money_high": pl.Float64(),
        "currency": pl.String(),
        "suspicious": pl.Float64(),  # 0-1: share of the voices' weight taken away
        "worded_by": pl.String(),  # template | llm | person
        "status": pl.String(),  # '' | pinned
    }
)
"""One row a need. ``evidence_count`` counts all signals behind it, kept for display or
not; ``products`` names the products most voices were about, assigned links left out."""

EVIDENCE = pl.Schema(
    {
        "need_id": pl.String(),
        "signal_id": pl.String(),
        "kind": pl.String(),
        "quote": pl.String(),
        "start": pl.Int64(),
        "end": pl.Int64(),
        "weight": pl.Float64(),
        "probability": pl.Float64(),
        "valence": pl.Float64(),
        "at": UTC_TIME,
        "customer_id": pl.String(),
        "product_id": pl.String(),
        "language": pl.String(),
        "provenance": pl.String(),
        "source": pl.String(),
        "line": pl.Int64(),
        "aspect": pl.String(),
        "opinion": pl.String(),
        "rank": pl.Int64(),  # 0 is shown first
    }
)
"""The pieces of evidence kept for display, best first within each need."""


def checked(expressions: pl.DataFrame) -> pl.DataFrame:
    """Return the expressions with exactly the columns EXPRESSIONS and DERIVED.

    Rows without a quote, and rows of no weight, are not evidence and are left out. Raise
    UserError when a column is missing or has the wrong type.

    >>> checked(EXPRESSIONS.to_frame(eager=True)).shape
    (0, 24)
    """
    missing = [name for name in EXPRESSIONS if name not in expressions.columns]
    if missing:
        raise UserError(
            f"the expressions lack {', '.join(missing)}; expected: {', '.join(EXPRESSIONS)}"
        )
    derived = [
        pl.lit(None).alias(name) for name in DERIVED.names() if name not in expressions.columns
    ]
    columns = {**EXPRESSIONS, **DERIVED}
    try:
        frame = expressions.with_columns(derived).select(
            pl.col(name).cast(kind) for name, kind in columns.items()
        )
    except pl.exceptions.PolarsError as error:
        raise UserError(f"a column of the expressions has the wrong type: {error}") from None
    return frame.with_columns(
        pl.col("ask", "category", "statement", "key").fill_null(""),
        pl.col("doubt").fill_null(0.0).clip(0, 1),
        pl.col("weight").fill_null(1.0).clip(0, 1),
        pl.col("confidence").fill_null(0.0).clip(0, 1),
        pl.col("valence").fill_nan(None).clip(1, 9),
    ).filter(
        pl.col("signal_id").is_not_null(),
        pl.col("quote").str.strip_chars().fill_null("") != "",
        pl.col("weight") > 0,
    )

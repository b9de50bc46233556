"""What customers did: the pieces of SQL that all kinds of behaviour are found with.

An *act* says that one customer did one thing that may show a need, e.g. sent a product
back. Rows whose link to a product was assigned by us say nothing about the product and
are left out everywhere.
"""

from __future__ import annotations

from datetime import datetime

import polars as pl

from needlens.needs.columns import EXPRESSIONS, UTC_TIME

CATEGORY = "DEMAND#BEHAVIOUR"
LACK = 3.0
"""The valence of an act that shows a lack: as bad as an ordinary complaint."""
SERVED = 6.5
"""The valence of an act that shows a need which the shop serves."""

DONE = pl.Schema(
    EXPRESSIONS | {"statement": pl.String(), "facets": pl.List(pl.String()), "key": pl.String()}
)
"""The columns of what is found in queries and behaviour."""

ACTS = pl.Schema(
    {
        "key": pl.String(),  # see needlens.needs.keys
        "customer_id": pl.String(),
        "signal_id": pl.String(),  # the last record of it
        "kind": pl.String(),  # event | order
        "product_id": pl.String(),
        "at": UTC_TIME,
        "provenance": pl.String(),
        "source": pl.String(),
        "line": pl.Int64(),
        "quote": pl.String(),
    }
)
"""One row for each customer and key."""

VISITOR = """CASE WHEN customer_id <> '' THEN customer_id
             WHEN session_id <> '' THEN 'session ' || session_id END"""
"""Who is behind a row of events or queries: the customer, else the session, else NULL."""

BUYER = """CASE WHEN customer_id <> '' THEN customer_id
           WHEN order_id <> '' THEN 'order ' || order_id END"""
"""Who is behind a row of orders: the customer, else the order, else NULL."""


def last_of(sql: str) -> str:
    """Return the SQL of the last record of each customer and key among the rows of ``sql``."""
    return f"""
        SELECT * FROM ({sql})
        QUALIFY row_number() OVER (
            PARTITION BY key, customer_id ORDER BY "at" DESC NULLS LAST, signal_id DESC
        ) = 1
        ORDER BY key, customer_id"""


def within(since: datetime | None, now: datetime | None) -> str:
    r"""Return the SQL condition that a row is dated from ``since`` on and not after ``now``.

    Rows without a date pass only when ``since`` is None; dates after ``now`` are wrong.

    >>> from datetime import UTC
    >>> within(None, datetime(2026, 11, 1, tzinfo=UTC))
    '("at" IS NULL OR "at" <= TIMESTAMPTZ \'2026-11-01T00:00:00+00:00\')'
    """
    conditions = []
    if since is not None:
        conditions.append(f"\"at\" >= TIMESTAMPTZ '{since.isoformat()}'")
    if now is not None:
        conditions.append(f'("at" IS NULL OR "at" <= TIMESTAMPTZ \'{now.isoformat()}\')')
    return " AND ".join(conditions) or "TRUE"


def purchases(dated: str) -> str:
    """Return the SQL of what was bought: customer_id, product_id, basket and the record.

    ``dated`` is a condition made by ``within``. A shop that has both orders and purchase
    events may name a purchase twice, so count customers or days of it, not rows.
    """
    return f"""
        SELECT {BUYER} AS customer_id, product_id,
               coalesce('order ' || nullif(order_id, ''), {BUYER} || ' ' || epoch_us("at")) AS basket,
               "at", id AS signal_id, 'order' AS kind, provenance, source, line
        FROM orders
        WHERE {dated} AND coalesce(quantity, 1) > 0 AND provenance <> 'assigned'
              AND product_id <> '' AND {BUYER} IS NOT NULL
        UNION ALL
        SELECT {VISITOR}, product_id,
               coalesce('session ' || nullif(session_id, ''), {VISITOR} || ' ' || epoch_us("at")),
               "at", id, 'event', provenance, source, line
        FROM events
        WHERE {dated} AND type = 'purchase' AND provenance <> 'assigned'
              AND product_id <> '' AND {VISITOR} IS NOT NULL"""


def as_expressions(acts: pl.DataFrame, valence: float | None, confidence: float) -> pl.DataFrame:
    """Return acts (columns ACTS) as expressions of needs (columns DONE).

    >>> as_expressions(ACTS.to_frame(), LACK, 0.9).shape[0]
    0
    """
    constant = {
        "origin": pl.lit("behaviour"),
        "category": pl.lit(CATEGORY),
        "ask": pl.lit(""),
        "statement": pl.lit(""),
        "aspect": pl.lit(None),
        "opinion": pl.lit(None),
        "facets": pl.lit(None, dtype=pl.List(pl.String)),
        "valence": pl.lit(valence),
        "confidence": pl.lit(confidence),
        "start": pl.lit(0),
        "end": pl.col("quote").str.len_chars(),
        "language": pl.lit("mixed"),
        "weight": pl.lit(1.0),
    }
    return acts.with_columns(**constant).select(
        pl.col(name).cast(kind) for name, kind in DONE.items()
    )

"""What customers look for: the shop's searches as expressions of needs."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from needlens.needs.acts import DONE, VISITOR, within
from needlens.store import Database

CATEGORY = "DEMAND#SEARCH"
FOUND_NOTHING = 2.0
IGNORED = 3.5
CLICKED = 6.0
BOUGHT = 8.0
LONGEST = 60
"""Characters of a query; what is longer was pasted, not typed."""

_URL = r"(?i)https?:|www\.|\w\.(com|cn|hk|tw)(/|\s|$)"
_MASKED = r"⟨[a-z-]+⟩"
"""Personal data that was masked on the way in (see needlens.text.masking)."""


def searched(database: Database, since: datetime | None = None) -> pl.DataFrame:
    """Return one expression for each search that says what somebody looks for.

    Columns DONE, with ``statement`` '' and ``facets`` null: not looked for yet. What came of
    the search is its valence: nothing found 2; something bought 8 or clicked, viewed or kept
    6; results that nobody clicked 3.5; null when it is not known. That nobody clicked is
    known only in the time and channel in which the shop's events name their queries
    (``query_id``). Left out is what says nothing: punctuation, numbers, addresses of pages,
    pasted text. ``since`` leaves out what is older or has no date.
    """
    dated = within(since, None)
    found = database.query(
        f"""
        WITH outcomes AS (
            SELECT query_id, bool_or(type = 'purchase') AS bought,
                   bool_or(type IN ('click', 'view', 'cart', 'favourite', 'share')) AS clicked
            FROM events WHERE query_id <> '' AND provenance <> 'assigned' GROUP BY query_id
        ), linked AS (
            SELECT TRUE AS known, q.channel, min(e."at") AS first_at, max(e."at") AS last_at
            FROM events e JOIN queries q ON q.external_id = e.query_id
            WHERE e.provenance <> 'assigned' GROUP BY q.channel
        )
        SELECT q.id AS signal_id, q.text AS quote, length(q.text) AS "end", q."at",
               {VISITOR} AS customer_id, q.product_id, q.language, q.provenance, q.source, q.line,
               CASE WHEN q.results = 0 THEN {FOUND_NOTHING}
                    WHEN o.bought THEN {BOUGHT}
                    WHEN o.clicked THEN {CLICKED}
                    WHEN q.results > 0 AND l.known
                         AND coalesce(q."at" BETWEEN l.first_at AND l.last_at, TRUE) THEN {IGNORED}
               END AS valence
        FROM queries q LEFT JOIN outcomes o ON o.query_id = q.external_id
             LEFT JOIN linked l ON l.channel IS NOT DISTINCT FROM q.channel
        WHERE {dated} AND length(trim(q.text)) <= {LONGEST}
              AND regexp_matches(regexp_replace(q.text, '{_MASKED}', '', 'g'), '\\p{{L}}')
              AND NOT regexp_matches(q.text, '{_URL}')
        ORDER BY q.id
        """
    )
    return _as_expressions(found)


def _as_expressions(found: pl.DataFrame) -> pl.DataFrame:
    valence = pl.col("valence")
    constant = {
        "kind": pl.lit("query"),
        "origin": pl.lit("query"),
        "category": pl.lit(CATEGORY),
        "ask": pl.lit(""),
        "statement": pl.lit(""),
        "key": pl.lit(""),
        "aspect": pl.lit(None),
        "opinion": pl.lit(None),
        "facets": pl.lit(None, dtype=pl.List(pl.String)),
        "start": pl.lit(0),
        "weight": pl.lit(1.0),
        "confidence": pl.when(valence == FOUND_NOTHING)
        .then(1.0)
        .when(valence == IGNORED)
        .then(0.8)
        .otherwise(0.6),
    }
    return found.with_columns(**constant).select(
        pl.col(name).cast(kind) for name, kind in DONE.items()
    )

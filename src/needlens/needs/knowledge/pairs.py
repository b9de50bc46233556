"""What may have a reason: a search and what it led to, and two things bought together."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl

from needlens.needs import together
from needlens.needs.acts import VISITOR, purchases, within
from needlens.needs.goods import goods, titles
from needlens.needs.keys import parts_of
from needlens.needs.queries import LONGEST
from needlens.store import Database
from needlens.text.folding import fold_series

MOST = 200
"""Pairs that are looked at."""
FEWEST = 3
"""Customers a pair must have: what one person searched for stays with the shop."""

PAIRS = pl.Schema(
    {
        "kind": pl.String(),  # search | together
        "head_kind": pl.String(),  # query | product | category
        "head": pl.String(),  # the words searched for, the id of a product, or a category
        "head_text": pl.String(),
        "other_kind": pl.String(),  # product | category
        "other": pl.String(),
        "other_text": pl.String(),
        "voices": pl.Int64(),
    }
)
"""One row for each pair; ``voices`` counts its customers."""

_PRIVATE = "⟨|://|www\\."
"""Masked personal data, addresses."""


def pairs(
    database: Database, most: int = MOST, fewest: int = FEWEST, now: datetime | None = None
) -> pl.DataFrame:
    """Return pairs (columns PAIRS), those of most customers first.

    A search belongs to a product that was clicked, put into the cart or bought from it
    (events name their search), or that the same customer bought within a day after.
    Things bought together are those of ``needs.together``: more often than by chance.
    Products go by their titles; one without a title tells a model nothing and is left out,
    and so is what fewer than ``fewest`` customers did.
    """
    now = now or datetime.now(UTC)
    found = pl.concat([_searched(database, fewest, now), _together(database, fewest, now)])
    return found.sort("voices", "kind", "head", "other", descending=[True, False, False, False])[
        :most
    ]


def _searched(database: Database, fewest: int, now: datetime) -> pl.DataFrame:
    words = database.query(
        "SELECT DISTINCT text FROM queries "
        f"WHERE length(trim(text)) BETWEEN 2 AND {LONGEST} AND regexp_matches(text, '\\p{{L}}') "
        f"AND NOT regexp_matches(text, '{_PRIVATE}') ORDER BY text"
    )
    folded = fold_series(words["text"]).str.replace_all(r"\s+", " ").str.strip_chars()
    counted = database.query(
        f"""
        WITH asked AS (
            SELECT q.*, w.folded, {VISITOR} AS visitor FROM queries q JOIN words w USING (text)
            WHERE {within(None, now)}
        ), led AS (
            SELECT q.folded, e.product_id, coalesce(q.visitor, 'query ' || q.id) AS voice
            FROM asked q JOIN events e ON e.query_id = q.external_id
            WHERE e.type IN ('click', 'cart', 'purchase') AND e.provenance <> 'assigned'
            UNION
            SELECT q.folded, b.product_id, q.visitor
            FROM asked q JOIN ({purchases(within(None, now))}) b ON b.customer_id = q.customer_id
             AND b."at" BETWEEN q."at" AND q."at" + INTERVAL 1 DAY
            WHERE q.customer_id <> ''
        )
        SELECT folded AS head, product_id AS other, count(DISTINCT voice) AS voices
        FROM led WHERE product_id <> '' GROUP BY ALL HAVING voices >= ? ORDER BY ALL
        """,
        [fewest],
        words=words.with_columns(folded=folded),
    )
    named = counted.join(_titled(database, counted["other"], "other"), on="other")
    return named.select(
        pl.col(name).cast(kind)
        for name, kind in PAIRS.items()
        if name in named.columns
    ).with_columns(
        kind=pl.lit("search"),
        head_kind=pl.lit("query"),
        head_text=pl.col("head"),
        other_kind=pl.lit("product"),
    ).select(PAIRS.names())  # fmt: skip


def _together(database: Database, fewest: int, now: datetime) -> pl.DataFrame:
    acts = together.found(database, fewest, None, now)
    counted = acts.group_by("key").agg(pl.col("customer_id").n_unique().alias("voices")).sort("key")
    parts = [parts_of(key)[1] for key in counted["key"]]
    frame = pl.DataFrame(
        {
            "head": pl.Series([one[0] for one in parts], dtype=pl.String),
            "other": pl.Series([one[-1] for one in parts], dtype=pl.String),
            "voices": counted["voices"].cast(pl.Int64),
        }
    ).filter(pl.col("voices") >= fewest)
    for side in ("head", "other"):
        frame = frame.join(_named(database, frame[side], side), on=side)
    return frame.with_columns(kind=pl.lit("together")).select(
        pl.col(name).cast(kind) for name, kind in PAIRS.items()
    )


def _titled(database: Database, ids: pl.Series, side: str) -> pl.DataFrame:
    """Return ``side`` and its text: the products that have a title and are goods."""
    named = goods(titles(database, ids)).filter(pl.col("title") != pl.col("product_id"))
    return named.select(pl.col("product_id").alias(side), pl.col("title").alias(f"{side}_text"))


def _named(database: Database, ids: pl.Series, side: str) -> pl.DataFrame:
    """Return ``side``, its text and its kind; what is no product is a category."""
    titled = _titled(database, ids, side).with_columns(pl.lit("product").alias(f"{side}_kind"))
    categories = database.query(
        f"SELECT DISTINCT category AS {side}, category AS {side}_text, "
        f"'category' AS {side}_kind FROM products WHERE category IN (SELECT {side} FROM asked)",
        asked=ids.unique().sort().to_frame(side),
    ).join(titled, on=side, how="anti")
    return pl.concat([titled, categories])

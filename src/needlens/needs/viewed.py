"""Products that many look at again and again, and few of them buy."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from needlens.needs.acts import ACTS, VISITOR, last_of, purchases, within
from needlens.needs.chance import MOST, clearly_more
from needlens.needs.goods import goods, titles
from needlens.needs.keys import key_sql
from needlens.store import Database

OFTEN = 3
"""Views of one product by one customer that show an interest."""
PATIENCE_DAYS = 30
"""Days around the views in which a purchase counts as theirs."""


def found(
    database: Database, min_voices: float, since: datetime | None, now: datetime | None
) -> pl.DataFrame:
    """Return who viewed a product often and did not buy it (columns ACTS).

    A product counts when the share of such customers among its viewers is clearly above
    the shop's, and those who look so often buy it no more than other products: a best
    seller is looked at often, too. Viewers whose last look was within the last 30 days of the data (the last
    quarter, when the data is shorter than 120 days) may still buy and are not counted.
    """
    views = _views(within(since, now))
    counts = database.query(
        f"""SELECT product_id, count(*)::DOUBLE AS whole, sum(hesitant::INT)::DOUBLE AS part,
                   sum((views >= {OFTEN})::INT)::DOUBLE AS often
            FROM ({views}) GROUP BY product_id HAVING count(*) >= ? ORDER BY product_id""",
        [min_voices],
    )
    kept = clearly_more(counts, min_voices).filter(
        pl.col("part") * counts["often"].sum() >= pl.col("often") * counts["part"].sum()
    )
    named = goods(titles(database, kept["product_id"].head(MOST)))
    acts = database.query(
        last_of(
            f"""SELECT {key_sql("viewed", "v.product_id")} AS key, v.customer_id, e.id AS signal_id,
                   'event' AS kind, v.product_id, e."at", e.provenance, e.source, e.line, v.views,
                   n.title
            FROM ({views}) v JOIN named n ON n.product_id = v.product_id
            JOIN (SELECT *, {VISITOR} AS visitor FROM events
                  WHERE type = 'view' AND provenance <> 'assigned' AND {within(since, now)}) e
              ON e.visitor = v.customer_id AND e.product_id = v.product_id
            WHERE v.hesitant"""
        ),
        named=named,
    )
    quote = pl.format(
        "看了 {} 次没有买 · viewed {} times, not bought: {}",
        pl.col("views").cast(pl.Int64),
        pl.col("views").cast(pl.Int64),
        "title",
    )
    return acts.with_columns(quote=quote).select(ACTS.names())


def _views(dated: str) -> str:
    """Return the SQL of who viewed what, how often, and whether it came to nothing."""
    return f"""
        WITH span AS (
            SELECT max("at") - least(INTERVAL '{PATIENCE_DAYS} days',
                                     (max("at") - min("at")) / 4) AS settled
            FROM events WHERE {dated}
        ), seen AS (
            SELECT {VISITOR} AS customer_id, product_id, sum(coalesce(quantity, 1)) AS views,
                   min("at") AS first_at, max("at") AS last_at
            FROM events
            WHERE {dated} AND type = 'view' AND provenance <> 'assigned'
                  AND product_id <> '' AND {VISITOR} IS NOT NULL
            GROUP BY ALL
        ), bought AS ({purchases(dated)})
        SELECT s.customer_id, s.product_id, s.views, s.views >= {OFTEN} AND NOT EXISTS (
                   SELECT 1 FROM bought b
                   WHERE b.customer_id = s.customer_id AND b.product_id = s.product_id
                         AND coalesce(b."at" BETWEEN s.first_at - INTERVAL '{PATIENCE_DAYS} days'
                                      AND s.last_at + INTERVAL '{PATIENCE_DAYS} days', TRUE)
               ) AS hesitant
        FROM seen s, span WHERE coalesce(s.last_at <= span.settled, TRUE)"""


def statement(parts: list[str], names: dict[str, str]) -> tuple[str, str]:
    """Return the need in Chinese and English.

    >>> statement(["p1"], {"p1": "折叠伞"})
    ('「折叠伞」：看的人多，买的人少，弄清原因', '“折叠伞”: many view it, few buy: find out why')
    """
    title = names.get(parts[0], parts[0])
    return (
        f"「{title}」：看的人多，买的人少，弄清原因",
        f"“{title}”: many view it, few buy: find out why",
    )

"""Regular customers of a brand who go over to another one."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from needlens.needs.acts import ACTS, last_of, purchases, within
from needlens.needs.chance import MOST, surely_above
from needlens.needs.keys import key_sql
from needlens.store import Database

TIMES = 2
"""Days of purchase that make a regular customer of a brand."""


def found(
    database: Database, min_voices: float, since: datetime | None, now: datetime | None
) -> pl.DataFrame:
    """Return who left a brand in a product category for another brand (columns ACTS).

    They bought it on at least two days, then another brand on at least two days and the
    first no more. Who buys now this and now that does the same, read backwards in time,
    as often: so a brand counts when, of the customers who either left it or came to it,
    clearly more than half left. No assumption about the brands' sizes is needed.
    """
    dated = within(since, now)
    flows = database.query(
        f"""SELECT category, brand, sum(gone::INT)::DOUBLE AS gone, count(*)::DOUBLE AS moved
            FROM ({_moves(dated)}) WHERE gone <> come
            GROUP BY category, brand HAVING count(*) >= ? ORDER BY category, brand""",
        [min_voices],
    )
    gone, moved = flows["gone"].to_numpy(), flows["moved"].to_numpy()
    more = pl.Series(surely_above(gone, moved, 0.5, len(flows)), dtype=pl.Boolean)
    kept = flows.filter(more, pl.col("gone") >= min_voices)
    kept = kept.sort("gone", "category", "brand", descending=[True, False, False]).head(MOST)
    acts = database.query(
        last_of(
            f"""SELECT {key_sql("switched", "m.category", "m.brand")} AS key, m.customer_id,
                   p.signal_id, p.kind, m.product_id, p."at", p.provenance, p.source, p.line,
                   m.category, m.brand, m.other
            FROM ({_moves(dated)}) m SEMI JOIN kept k
              ON k.category = m.category AND k.brand = m.brand
            JOIN ({_branded(dated)}) p ON p.customer_id = m.customer_id
                 AND p.category = m.category AND p.brand = m.other
            WHERE m.gone AND NOT m.come"""
        ),
        kept=kept,
    )
    quote = pl.format(
        "{}：以前常买「{}」，后来只买「{}」 · {}: used to buy “{}”, then “{}” instead",
        *("category", "brand", "other") * 2,
    )
    return acts.with_columns(quote=quote).select(ACTS.names())


def _branded(dated: str) -> str:
    """Return the SQL of the purchases whose time, brand and category are known."""
    return f"""
        SELECT b.*, g.brand, g.category FROM ({purchases(dated)}) b JOIN products g USING (product_id)
        WHERE g.brand <> '' AND g.category <> '' AND b."at" IS NOT NULL"""


def _moves(dated: str) -> str:
    """Return the SQL of who left a brand (``gone``, for ``other``) or came to it (``come``).

    ``product_id`` is the last product of the brand they bought.
    """
    return f"""
        WITH days AS (
            SELECT customer_id, category, brand, date_trunc('day', "at") AS day,
                   arg_max(product_id, signal_id) AS product_id
            FROM ({_branded(dated)}) GROUP BY ALL
        ), regulars AS (
            SELECT customer_id, category, brand, min(day) AS first_day, max(day) AS last_day,
                   arg_max(product_id, day) AS product_id
            FROM days GROUP BY ALL HAVING count(*) >= {TIMES}
        ), others AS (
            SELECT r.*, d.brand AS other, count(*) FILTER (d.day > r.last_day) AS after,
                   count(*) FILTER (d.day < r.first_day) AS before
            FROM regulars r JOIN days d ON d.customer_id = r.customer_id
                 AND d.category = r.category AND d.brand <> r.brand
                 AND (d.day > r.last_day OR d.day < r.first_day)
            GROUP BY ALL
        )
        SELECT customer_id, category, brand, any_value(product_id) AS product_id,
               max(after) >= {TIMES} AS gone, max(before) >= {TIMES} AS come,
               arg_max(other, (after, other)) AS other
        FROM others GROUP BY customer_id, category, brand"""


def statement(parts: list[str], names: dict[str, str]) -> tuple[str, str]:
    """Return the need in Chinese and English.

    >>> statement(["茶叶", "老坊"], {})
    ('茶叶：老顾客离开「老坊」，弄清原因', '茶叶: regular customers leave “老坊”: find out why')
    """
    category, brand = parts[0], parts[-1]
    return (
        f"{category}：老顾客离开「{brand}」，弄清原因",
        f"{category}: regular customers leave “{brand}”: find out why",
    )

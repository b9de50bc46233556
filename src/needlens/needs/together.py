"""What is bought together more often than chance would have it."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import polars as pl

from needlens.needs.acts import ACTS, last_of, purchases, within
from needlens.needs.chance import surely_more
from needlens.needs.goods import goods, titles
from needlens.needs.keys import key_sql
from needlens.store import Database

MOST = 20
"""Pairs kept."""
_EACH = 2
"""Pairs one thing may be in, so that a dozen colours of one cup do not fill the list."""
_MANY_PRODUCTS = 5000
"""Above this many products bought, pairs are of their categories: two out of so many
products meet too rarely to count."""
_ITEMS = 1000
"""Only the things most customers buy are paired; pairs grow with their square."""
_LARGEST = 60
"""A basket of more things than this says little of any two of them."""


def found(
    database: Database, min_voices: float, since: datetime | None, now: datetime | None
) -> pl.DataFrame:
    """Return who bought the two things of a pair in one basket (columns ACTS).

    A pair counts when its lift is clearly above 1. The lift is the number of baskets with
    both, over what would be expected if every basket of the same size drew
    its things by their frequency: large baskets hold everything together, and that is no
    need. Products are paired, or their categories in a shop of very many products.
    """
    lines = _lines(database, within(since, now))
    pairs = _above_chance(_pairs(database, lines, min_voices))
    kept = _varied(_named(database, pairs)).head(MOST)
    acts = database.query(
        last_of(
            f"""SELECT {key_sql("together", "k.a", "k.b")} AS key, l.customer_id, l.signal_id, l.kind,
                   l.product_id, l."at", l.provenance, l.source, l.line, k.title_a, k.title_b
            FROM (SELECT *, unnest([a, b]) AS item FROM kept) k JOIN ({lines}) l USING (item)
            WINDOW basket AS (PARTITION BY k.a, k.b, l.basket)
            QUALIFY min(item) OVER basket <> max(item) OVER basket"""
        ),
        kept=kept,
    )
    quote = pl.format("一起买了 · bought together: {} + {}", "title_a", "title_b")
    return acts.with_columns(quote=quote).select(ACTS.names())


def _lines(database: Database, dated: str) -> str:
    """Return the SQL of the purchases with the ``item`` that is paired."""
    bought = purchases(dated)
    many = database.query(
        f"""SELECT count(DISTINCT b.product_id) > {_MANY_PRODUCTS}
                   AND count(g.category) * 2 > count(*) AS many
            FROM ({bought}) b LEFT JOIN products g USING (product_id)"""
    )["many"][0]
    if many:
        return f"""SELECT b.*, g.category AS item FROM ({bought}) b
                   JOIN products g USING (product_id) WHERE g.category <> '' AND basket IS NOT NULL"""
    return f"SELECT *, product_id AS item FROM ({bought}) WHERE basket IS NOT NULL"


def _pairs(database: Database, lines: str, min_voices: float) -> pl.DataFrame:
    """Return pairs ``a`` < ``b`` with the customers of both (``voices``) and their lift.

    ``cases`` counts the customers by how evenly the baskets are spread over them (Kish's
    effective size): one who buys both every week does not stand for many.
    """
    return database.query(
        f"""
        WITH held AS (
            SELECT DISTINCT hash(basket) AS basket, hash(customer_id) AS customer_id, item
            FROM ({lines})
        ), sized AS (
            SELECT *, count(*) OVER (PARTITION BY basket) AS size FROM held QUALIFY size <= {_LARGEST}
        ), bought AS (
            SELECT item, count(*) AS baskets, count(DISTINCT customer_id) AS customers FROM sized
            GROUP BY item ORDER BY customers DESC, item LIMIT {_ITEMS}
        ), items AS (
            SELECT item, baskets, row_number() OVER (ORDER BY item)::INTEGER AS number FROM bought
        ), frequent AS (
            SELECT basket, customer_id, number FROM sized JOIN items USING (item) WHERE size > 1
        ), times AS (
            SELECT x.number AS a, y.number AS b, x.customer_id, count(*)::DOUBLE AS n
            FROM frequent x JOIN frequent y ON x.basket = y.basket AND x.number < y.number
            GROUP BY ALL
        ), pairs AS (
            SELECT a, b, count(*) AS voices, sum(n) AS baskets, sum(n) * sum(n) / sum(n * n) AS cases
            FROM times GROUP BY a, b HAVING voices >= ?
        ), whole AS (
            SELECT count(*) AS n, sum(size) AS lines, sum(size * (size - 1)) AS pairs
            FROM (SELECT DISTINCT basket, size FROM sized)
        )
        SELECT u.item AS a, v.item AS b, p.voices::DOUBLE AS voices, p.cases,
               (SELECT count(*) * (count(*) - 1) / 2 FROM items)::DOUBLE AS tests,
               p.baskets * w.n / (u.baskets::DOUBLE * v.baskets)
               / greatest(w.n * w.pairs::DOUBLE / (w.lines::DOUBLE * w.lines), 1) AS lift
        FROM pairs p JOIN items u ON u.number = p.a JOIN items v ON v.number = p.b, whole w
        ORDER BY 1, 2
        """,
        [max(min_voices, 2)],
    )


def _above_chance(pairs: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs surely above chance, first those of many customers far above it."""
    cases, lift = pairs["cases"].to_numpy(), pairs["lift"].to_numpy()
    tests = int(max(pairs["tests"].to_list(), default=1))
    more = surely_more(cases, cases / np.maximum(lift, 1e-9), tests)
    above = pairs.filter(pl.Series(more, dtype=pl.Boolean))
    far = (pl.col("voices") * pl.col("lift").log()).round(6)
    return above.sort(-far, "a", "b").select("a", "b")


def _named(database: Database, pairs: pl.DataFrame) -> pl.DataFrame:
    """Add ``title_a`` and ``title_b``; pairs with what is no goods are left out."""
    named = goods(titles(database, pl.concat([pairs["a"], pairs["b"]])))
    for side in ("a", "b"):
        title = named.rename({"product_id": side, "title": f"title_{side}"})
        pairs = pairs.join(title, on=side, how="inner", maintain_order="left")
    return pairs


def _varied(pairs: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs, in order, without those of a thing that had its share before."""
    seen: dict[str, int] = {}
    rows = []
    for row, (a, b) in enumerate(pairs.select("a", "b").iter_rows()):
        if max(seen.get(a, 0), seen.get(b, 0)) < _EACH:
            rows.append(row)
            seen |= {a: seen.get(a, 0) + 1, b: seen.get(b, 0) + 1}
    return pairs[rows]


def statement(parts: list[str], names: dict[str, str]) -> tuple[str, str]:
    """Return the need in Chinese and English.

    >>> statement(["p1", "p2"], {"p1": "牙刷", "p2": "牙膏"})
    ('「牙刷」和「牙膏」常一起买：互相推荐', '“牙刷” and “牙膏” are bought together: recommend one with the other')
    """
    one, other = (names.get(part, part) for part in (parts[0], parts[-1]))
    return (
        f"「{one}」和「{other}」常一起买：互相推荐",
        f"“{one}” and “{other}” are bought together: recommend one with the other",
    )

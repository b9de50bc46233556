"""What a shop knows besides what was said of a need: ratings, the catalogue, orders, acts."""

from __future__ import annotations

import polars as pl

from needlens.needs import behaviour
from needlens.needs.columns import NEEDS
from needlens.needs.kano import kano
from needlens.needs.money import money, paid
from needlens.needs.supply import supply
from needlens.store import Database

_ADDED = ("kano", "supply", "money", "money_low", "money_high", "currency")


def in_context(database: Database, needs: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """Add to needs (columns NEEDS) their Kano class, supply, money at stake, and names of acts.

    ``frame`` holds the expressions with ``need_id`` and ``voice``. What the shop has no data
    for stays empty.
    """
    if needs.is_empty():
        return needs
    frame = frame.join(needs.select(need_id="id"), on="need_id", how="semi")
    added = (
        needs.drop(_ADDED)
        .join(_kano(database, frame), left_on="id", right_on="need_id", how="left")
        .join(_supply(database, needs, frame), left_on="id", right_on="need_id", how="left")
        .join(_money(database, needs, frame), left_on="id", right_on="need_id", how="left")
        .with_columns(pl.col("kano", "currency").fill_null(""), pl.col("supply").fill_null([]))
    )
    found = _named(database, added)
    order = needs.select("id").with_row_index("place")
    return (
        found.join(order, on="id")
        .sort("place")
        .select(pl.col(name).cast(kind) for name, kind in NEEDS.items())
    )


def _kano(database: Database, frame: pl.DataFrame) -> pl.DataFrame:
    ratings = database.query(
        "SELECT id AS signal_id, rating FROM reviews WHERE noise IS NULL AND rating IS NOT NULL "
        "AND coalesce(title, text, follow_up) IS NOT NULL"
    )
    if ratings.is_empty():
        return pl.DataFrame(schema={"need_id": pl.String, "kano": pl.String})
    return kano(frame, ratings).select("need_id", "kano")


def _supply(database: Database, needs: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    catalogue = database.query(
        "SELECT product_id, title, concat_ws(chr(10), tags, attributes, description) AS text, "
        "category FROM products"
    )
    # Without a product of its own a need may be about anything: quieter rooms want no
    # noise-cancelling headphones.
    about = pl.when(pl.col("products").list.len() > 0).then("facets").otherwise(pl.lit([]))
    facets = dict(needs.select("id", about.alias("facets")).iter_rows())
    return supply(frame, catalogue, facets)


def _money(database: Database, needs: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    orders = paid(database, frame["customer_id"])
    demand = needs.select(pl.col("id").alias("need_id"), "demand", "demand_low", "demand_high")
    return money(frame, orders, demand).select(
        "need_id", "money", "money_low", "money_high", "currency"
    )


def _named(database: Database, needs: pl.DataFrame) -> pl.DataFrame:
    """Give needs found in what customers do their statement; they have a key for a part."""
    acts = needs.filter(pl.col("category") == "DEMAND#BEHAVIOUR")
    if acts.is_empty():
        return needs
    keys = acts["part"].to_list()
    said = behaviour.statements(keys, behaviour.names_of(database, keys))
    rows = [(key, zh, en) for key, (zh, en) in said.items()]
    columns = dict.fromkeys(("part", "zh", "en"), pl.String())
    words = pl.DataFrame(rows, schema=columns, orient="row")
    return (
        needs.join(words, on="part", how="left")
        .with_columns(
            pl.coalesce("zh", "statement_zh").alias("statement_zh"),
            pl.coalesce("en", "statement_en").alias("statement_en"),
        )
        .drop("zh", "en")
    )

"""What the customers behind a need spend: the money at stake."""

from __future__ import annotations

import numpy as np
import polars as pl

from needlens.needs.intervals import Floats, student_t
from needlens.store import Database

DAYS = 365
"""Orders of this many days, up to the last order, count."""
MIN_CUSTOMERS = 3
"""Customers with orders whose spending says something about the others."""
_AT_ONCE = 500_000  # rows of customers with all they bought, which bounds the memory

MONEY = pl.Schema(
    {
        "need_id": pl.String(),
        "money": pl.Float64(),
        "money_low": pl.Float64(),
        "money_high": pl.Float64(),
        "currency": pl.String(),
    }
)


def money(frame: pl.DataFrame, orders: pl.DataFrame, demand: pl.DataFrame) -> pl.DataFrame:
    """Return what the voices behind each need spend in a year (columns MONEY).

    ``frame`` holds expressions with ``need_id``, ``customer_id``, ``product_id`` and
    ``provenance``, ``orders`` customer_id, product_id, amount, currency and at, ``demand``
    need_id, demand, demand_low and demand_high (voices). The mean spending of those
    customers who are known and ever ordered, on the products the need was spoken of with
    (on anything, when it names none), times the demand. Those who ordered earlier only
    count as 0; returns are taken off. Null with fewer than 3 such customers. One currency
    is counted, the one of most orders.

    The interval joins that of the mean (Student's) and that of the demand: what either
    end is away adds up in squares. Zou, Donner, Statistics in Medicine 27 (2008).

    >>> said = pl.DataFrame({"need_id": "n", "customer_id": ["甲", "乙", "丙"],
    ...                      "product_id": None, "provenance": "real"})
    >>> from datetime import UTC, datetime
    >>> paid = pl.DataFrame({"customer_id": ["甲", "乙", "丙"], "product_id": "p",
    ...     "amount": [90.0, 100.0, 110.0], "currency": "CNY", "at": datetime(2026, 9, 1, tzinfo=UTC)})
    >>> size = pl.DataFrame({"need_id": "n", "demand": 10.0, "demand_low": 8.0, "demand_high": 12.5})
    >>> money(said, paid, size).row(0)
    ('n', 1000.0, 681.08, 1352.44, 'CNY')
    """
    currency, counted = _counted(orders)
    customers = orders.select("customer_id").drop_nulls().unique()
    behind = (
        frame.select("need_id", "customer_id")
        .unique()
        .join(customers, on="customer_id", how="semi")
    )
    spent = _spent(frame, behind, counted)
    table = (
        demand.select("need_id", "demand", "demand_low", "demand_high")
        .join(spent, on="need_id", how="left")
        .sort("need_id")
    )
    return _multiplied(table, currency)


def _counted(orders: pl.DataFrame) -> tuple[str | None, pl.DataFrame]:
    """Return the currency that counts, and what each customer spent in it on each product."""
    lines = orders.filter(pl.col("amount").is_not_null() & pl.col("customer_id").is_not_null())
    last = lines["at"].max()
    if last is not None:
        recent = pl.col("at") > pl.lit(last) - pl.duration(days=DAYS)
        lines = lines.filter(recent.fill_null(False))
    named = lines.with_columns(pl.col("currency").fill_null(""))
    order = named.group_by("currency").len().sort("len", "currency", descending=[True, False])
    currency = order["currency"][0] if order.height else ""
    spent = (
        named.filter(pl.col("currency") == currency)
        .group_by("customer_id", "product_id")
        .agg(pl.col("amount").cast(pl.Float64).sum().round(6))
    )
    return currency or None, spent


def _spent(frame: pl.DataFrame, behind: pl.DataFrame, counted: pl.DataFrame) -> pl.DataFrame:
    """Return for each need the customers with orders, and mean and variance of their spending."""
    linked = pl.col("product_id").is_not_null() & (pl.col("provenance") != "assigned")
    about = frame.filter(linked).select("need_id", "product_id").unique()
    products = about.cast(pl.String)
    whole = counted.group_by("customer_id").agg(pl.col("amount").sum())
    parts = []
    for people in _in_portions(behind, counted):
        narrow = people.join(products, on="need_id", how="semi").join(counted, on="customer_id")
        wide = people.join(products, on="need_id", how="anti").join(whole, on="customer_id")
        amounts = pl.concat(
            [
                narrow.join(products, on=["need_id", "product_id"], how="semi")
                .group_by("need_id", "customer_id")
                .agg(pl.col("amount").sum()),
                wide.select("need_id", "customer_id", "amount"),
            ]
        )
        each = people.join(amounts, on=["need_id", "customer_id"], how="left").sort(
            "need_id", "customer_id"
        )
        amount = pl.col("amount").fill_null(0).clip(lower_bound=0).round(6)
        parts.append(
            each.group_by("need_id", maintain_order=True).agg(
                pl.len().cast(pl.Float64).alias("n"),
                amount.mean().alias("mean"),
                amount.var().alias("variance"),
            )
        )
    empty = {"need_id": pl.String, "n": pl.Float64, "mean": pl.Float64, "variance": pl.Float64}
    return pl.concat([pl.DataFrame(schema=empty), *parts])


def _in_portions(behind: pl.DataFrame, counted: pl.DataFrame) -> list[pl.DataFrame]:
    """Return the customers behind needs, whole needs together, in frames of bounded work."""
    bought = counted.group_by("customer_id").len()
    work = (
        behind.join(bought, on="customer_id", how="left")
        .group_by("need_id")
        .agg(pl.col("len").sum())
        .sort("need_id")
        .select("need_id", portion=pl.col("len").cum_sum() // _AT_ONCE)
    )
    parts = behind.join(work, on="need_id").partition_by("portion", include_key=False)
    return sorted(parts, key=lambda part: str(part["need_id"].min()))


def _multiplied(table: pl.DataFrame, currency: str | None) -> pl.DataFrame:
    """Return the mean spending times the demand, with the interval of both."""
    n, mean, variance, demand, low, high = (
        _numbers(table, name)
        for name in ("n", "mean", "variance", "demand", "demand_low", "demand_high")
    )
    half = student_t(n - 1) * np.sqrt(variance / np.maximum(n, 1))
    below = np.hypot(demand * np.minimum(half, mean), mean * (demand - low))
    above = np.hypot(demand * half, mean * (high - demand))
    value = mean * demand
    known = (pl.col("n") >= MIN_CUSTOMERS).fill_null(False)
    return (
        table.with_columns(
            money=value, money_low=np.maximum(value - below, 0), money_high=value + above
        )
        .with_columns(pl.col("money", "money_low", "money_high").round(2))
        .with_columns(currency=pl.lit(currency, pl.String))
        .with_columns(pl.when(known).then(pl.col("money", "money_low", "money_high", "currency")))
        .select(pl.col(name).cast(kind) for name, kind in MONEY.items())
    )


def _numbers(table: pl.DataFrame, column: str) -> Floats:
    values: Floats = table[column].cast(pl.Float64).fill_null(0).to_numpy()
    return values


def paid(database: Database, customers: pl.Series) -> pl.DataFrame:
    """Return what some customers bought, as ``money`` takes it: a row for each product.

    What was bought more than 365 days before the shop's last order is summed up as 0.
    """
    asked = customers.drop_nulls().unique().sort().to_frame("customer_id")
    return database.query(
        f"""WITH first AS (SELECT max("at") - INTERVAL '{DAYS} days' AS first_at FROM orders)
            SELECT customer_id, product_id, currency, max("at") AS "at",
                   round(coalesce(sum(coalesce(amount, unit_price * quantity))
                                  FILTER (coalesce("at" > first_at, TRUE)), 0), 6) AS amount
            FROM orders SEMI JOIN asked USING (customer_id), first
            WHERE coalesce(amount, unit_price * quantity) IS NOT NULL
            GROUP BY customer_id, product_id, currency
            ORDER BY customer_id, product_id, currency""",
        asked=asked,
    )

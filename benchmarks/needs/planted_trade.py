"""What a planted shop sells and what customers do there: tables as CSV files hold them."""

from __future__ import annotations

import numpy as np
import polars as pl
from benchmarks.needs.planted_list import wording

EACH = 3
"""Products of each kind of goods."""
RETURNED = 0.2
"""How many send back what does not satisfy them."""


def products(rng: np.random.Generator) -> pl.DataFrame:
    """Return the catalogue: good, product_id, product_name, category, price."""
    words = wording()
    rows = []
    for good in words.goods:
        for number in range(EACH):
            zh, en = (words.brands[x][number % len(words.brands[x])] for x in ("zh", "en"))
            price = round(good.price * float(rng.uniform(0.7, 1.5)), 1)
            title = f"{zh} {en} {good.zh} {good.en}"
            rows.append((good.id, f"{good.id}-{number + 1}", title, good.zh, price))
    names = ["good", "product_id", "product_name", "category", "price"]
    return pl.DataFrame(rows, schema=names, orient="row")


def trade(
    goods: pl.DataFrame, said: pl.DataFrame, holders: pl.DataFrame, rng: np.random.Generator
) -> dict[str, pl.DataFrame]:
    """Return reviews, chats, queries, orders and events; ``said``: TEXTS with external_id."""
    reviews, chats, queries = (
        said.filter(pl.col("kind") == k) for k in ("review", "chat", "query")
    )
    orders = _orders(goods, reviews, holders, rng)
    return {
        "reviews": reviews.select("customer_id", "product_id", "rating", review_id="external_id",
                                  review_time="at", review_text="text"),
        "chats": _chats(chats),
        "queries": queries.select("customer_id", "results", query_id="external_id",
                                  session_id=pl.lit("s-") + pl.col("external_id"),
                                  search_time="at", query="text"),
        "orders": orders.drop("met"),
        "events": _events(goods, orders, queries, rng),
    }  # fmt: skip


def _chats(chats: pl.DataFrame) -> pl.DataFrame:
    """Return each question with the answer of an agent a minute later."""
    common = {"conversation_id": pl.lit("t-") + pl.col("external_id")}
    columns = ["message_id", "conversation_id", "customer_id", "product_id", "message_time",
               "speaker", "message"]  # fmt: skip
    asked = chats.with_columns(message_id="external_id", message_time="at", speaker=pl.lit("customer"),
                               message="text", **common)  # fmt: skip
    words = wording().noise
    reply = pl.when(pl.col("language") == "zh").then(pl.lit(words["reply_zh"][0]))
    answered = chats.with_columns(
        message_id=pl.lit("a") + pl.col("external_id"),
        message_time=pl.col("at").dt.offset_by("1m"),
        speaker=pl.lit("agent"),
        message=reply.otherwise(pl.lit(words["reply_en"][0])),
        **common,
    )
    return pl.concat([asked.select(columns), answered.select(columns)]).sort(
        "message_time", "message_id"
    )


def _orders(
    goods: pl.DataFrame, reviews: pl.DataFrame, holders: pl.DataFrame, rng: np.random.Generator
) -> pl.DataFrame:
    """Return an order for each customer and product there is a review of."""
    bought = (
        reviews.group_by("customer_id", "product_id")
        .agg(pl.col("at").min())
        .join(holders.group_by("customer_id", "product_id").agg(pl.col("met").all()),
              on=["customer_id", "product_id"], how="left")
        .join(goods.select("product_id", "product_name", "price"), on="product_id")
        .sort("at", "customer_id", "product_id")
    )  # fmt: skip
    days, back = rng.integers(2, 12, bought.height), rng.random(bought.height) < RETURNED
    returned = pl.Series(back) & ~bought["met"].fill_null(True)
    return bought.select(
        "customer_id", "product_id", "product_name", "met",
        order_id=pl.lit("o") + pl.int_range(pl.len()).cast(pl.String).str.zfill(7),
        order_time=pl.col("at") - pl.duration(days=pl.lit(pl.Series(days))),
        quantity=pl.lit(1),
        unit_price="price",
        amount="price",
        currency=pl.lit("CNY"),
        after_sales=pl.when(pl.Series(returned)).then(pl.lit("退货")),
    )  # fmt: skip


def _events(
    goods: pl.DataFrame, orders: pl.DataFrame, queries: pl.DataFrame, rng: np.random.Generator
) -> pl.DataFrame:
    """Return views and purchases, returns, views without purchase, and clicks after searches."""
    parts = []
    for name, hours in (("view", -2), ("cart", -1), ("purchase", 0)):
        parts.append(_acts(orders, name, pl.col("order_time").dt.offset_by(f"{hours}h")))
    back = orders.filter(pl.col("after_sales").is_not_null())
    parts.append(_acts(back, "return", pl.col("order_time").dt.offset_by("20d")))
    idle = (
        orders[rng.integers(max(orders.height, 1), size=orders.height)] if orders.height else orders
    )
    other = goods["product_id"].gather(rng.integers(goods.height, size=idle.height))
    parts.append(_acts(idle.with_columns(product_id=other), "view", pl.col("order_time")))
    found = queries.filter((pl.col("results") > 0) & pl.col("needs").list.len().eq(0))
    product = goods["product_id"].gather(rng.integers(goods.height, size=found.height))
    clicked = found.with_columns(product_id=product)
    parts.append(_acts(clicked, "click", pl.col("at").dt.offset_by("1m"), pl.col("external_id")))
    events = pl.concat(parts).sort("event_time", "customer_id", "product_id", "event_type")
    number = pl.int_range(pl.len()).cast(pl.String).str.zfill(8)
    return events.select((pl.lit("e") + number).alias("id"), pl.all())


def _acts(who: pl.DataFrame, name: str, at: pl.Expr, query: pl.Expr | None = None) -> pl.DataFrame:
    named = query if query is not None else pl.lit(None, dtype=pl.String)
    return who.select(
        "customer_id", "product_id", event_time=at, event_type=pl.lit(name), query_id=named
    )

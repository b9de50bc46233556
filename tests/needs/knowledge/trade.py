"""A small shop: two searches that led to products, and two products bought together."""

from __future__ import annotations

from needs.doings import day, doings

UMBRELLA, LAMP, PASTE, BRUSH = "p-伞", "p-lamp", "p-paste", "p-brush"
PRODUCTS = [
    {"product_id": UMBRELLA, "title": "全自动双人折叠伞", "category": "雨具"},
    {"product_id": LAMP, "title": "Rechargeable LED Lantern", "category": "Outdoor"},
    {"product_id": PASTE, "title": "薄荷牙膏 3支装", "category": "口腔"},
    {"product_id": BRUSH, "title": "软毛牙刷 4支", "category": "口腔"},
]


def trade(folder, products=PRODUCTS, more_queries=()):
    """Return a database of it; ``more_queries`` are further rows of searches."""
    queries, events, orders = list(more_queries), [], []
    for i in range(5):  # the search is named by a click; traditional and simplified are one
        text = "雨傘" if i % 2 else "雨伞"
        queries.append(
            {"external_id": f"z{i}", "text": text, "customer_id": f"甲{i}", "at": day(i)}
        )
        events.append({"type": "click", "query_id": f"z{i}", "product_id": UMBRELLA,
                       "customer_id": f"甲{i}", "at": day(i)})  # fmt: skip
    for i in range(4):  # the search is followed by an order within the day, and by one too late
        queries.append({"external_id": f"e{i}", "text": "Camping  lantern", "customer_id": f"ann{i}",
                        "at": day(i)})  # fmt: skip
        orders.append({"order_id": f"a{i}", "customer_id": f"ann{i}", "product_id": LAMP,
                       "quantity": 1.0, "at": day(i)})  # fmt: skip
        orders.append({"order_id": f"b{i}", "customer_id": f"ann{i}", "product_id": UMBRELLA,
                       "quantity": 1.0, "at": day(i + 2)})  # fmt: skip
    for i in range(200):
        bought = (PASTE, BRUSH) if i < 25 else (f"other-{i}", f"more-{i}")
        orders += [
            {"order_id": f"o{i}", "customer_id": f"乙{i}", "product_id": one, "quantity": 1.0,
             "at": day(i % 20)}
            for one in bought
        ]  # fmt: skip
    return doings(folder, products=list(products), queries=queries, events=events, orders=orders)

"""Segment's e-commerce events (spec v2): searches, lists, products, orders, reviews."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from needlens.sources.platforms import _goods
from needlens.sources.platforms._nested import Document, Expanded, Nested, Unusable, first, items

ACTS = {
    "product list viewed": "impression", "product list filtered": "impression",
    "product clicked": "click", "product viewed": "view", "product added": "cart",
    "wishlist product added to cart": "cart", "product added to wishlist": "favourite",
    "product shared": "share", "order completed": "purchase", "order refunded": "return",
}  # fmt: skip
_ORDERS = {"order completed": None, "order updated": "updated", "order cancelled": "cancelled"}


class Segment(Nested):
    """Track calls by their event's name; calls that name no product are set aside."""

    name = "segment"
    title_zh = "Segment 事件"
    title_en = "Segment e-commerce events"
    channel = "web"
    personal = ("context.ip", "ip", "email", "phone", "name", "traits.email")
    uses: ClassVar = {
        "event": ("event", "type"), "userId": ("event", "customer_id"), "user_id": ("event", "customer_id"),
        "anonymousId": ("event", "customer_id"), "timestamp": ("event", "at"),
        "originalTimestamp": ("event", "at"), "messageId": ("event", "external_id"),
        "properties.query": ("query", "text"), "properties.order_id": ("order", "order_id"),
        "properties.currency": ("order", "currency"), "properties.review_body": ("review", "text"),
        "properties.rating": ("review", "rating"), "properties.review_id": ("review", "external_id"),
    } | {
        f"properties.{above}{name}": use
        for above in ("", "products.")
        for name, use in {
            "product_id": ("product", "product_id"), "sku": ("product", "product_id"),
            "name": ("product", "title"), "brand": ("product", "brand"),
            "category": ("product", "category"), "url": ("product", "url"),
            "image_url": ("image", "url"), "price": ("order", "unit_price"),
            "quantity": ("order", "quantity"), "variant": ("order", "variant"),
            "position": ("event", "position"),
        }.items()
    }  # fmt: skip

    def fits(self, document: Document) -> bool:
        """Return whether a document is a Segment call."""
        kind = document.get("type")
        if kind == "track":
            return isinstance(document.get("event"), str) and "properties" in document
        calls = ("identify", "page", "screen", "group", "alias")
        return kind in calls and bool(first(document, "messageId", "userId", "anonymousId"))

    def expand(self, document: Document) -> Expanded:
        """Yield the records of a track call."""
        if document.get("type", "track") != "track":
            raise Unusable(
                f"a call of type '{document.get('type')}' tells of no product and no search"
            )
        event = str(document.get("event", ""))
        given = document.get("properties")
        values: Document = given if isinstance(given, Mapping) else {}
        records = list(_records(event.strip().lower(), values, _common(document)))
        if not records:
            raise Unusable(f"the event '{event}' tells of no product and no search")
        yield from records


def _common(document: Document) -> dict[str, Any]:
    return {
        "external_id": first(document, "messageId", "message_id"),
        "at": first(document, "timestamp", "originalTimestamp", "sentAt", "receivedAt"),
        "customer_id": first(document, "userId", "user_id", "anonymousId", "anonymous_id"),
    }


def _records(
    event: str, values: Document, common: Mapping[str, Any]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if event == "products searched" and first(values, "query"):
        yield "query", {**common, "text": values["query"], "results": first(values, "results")}
    goods = items(values.get("products")) or ([values] if _goods.product_id(values) else [])
    if event in _ORDERS or event in ("order refunded", "checkout started", "cart viewed"):
        goods = items(values.get("products"))
    for place, item in enumerate(goods, 1):
        yield from _goods.product_of(item)
        yield from _acts(event, place, item, values, common)
    if event in _ORDERS and not goods and first(values, "order_id"):
        yield "order", {**common, "order_id": values["order_id"], "status": _ORDERS[event],
                        "amount": first(values, "total", "revenue"),
                        "currency": first(values, "currency")}  # fmt: skip
    if event == "order refunded" and not goods and first(values, "order_id"):
        yield "event", {**common, "type": "return", "value": first(values, "total")}


def _acts(
    event: str, place: int, item: Document, values: Document, common: Mapping[str, Any]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield what was done to one item."""
    key = _goods.product_id(item)
    if key is None:
        return
    if event == "product reviewed":
        text = first(values, "review_body", "review", "body")
        yield "review", {**common, "external_id": first(values, "review_id") or common["external_id"],
                         "product_id": key, "text": text, "rating": first(values, "rating")}  # fmt: skip
    if event in _ORDERS:
        order = {
            **common,
            "order_id": first(values, "order_id", "checkout_id"),
            "currency": first(values, "currency"),
            "status": _ORDERS[event],
        }
        yield "order", _goods.order_line(item, order)
    act = ACTS.get(event)
    if act:
        yield (
            "event",
            {
                **common,
                "type": act,
                "product_id": key,
                "quantity": first(item, "quantity"),
                "value": _goods.money(item) if act in ("purchase", "return") else None,
                "position": first(item, "position") or (place if act == "impression" else None),
            },
        )

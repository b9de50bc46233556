"""Google Analytics 4: data-layer pushes, measurement-protocol hits and exported events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from needlens.sources.platforms import _goods
from needlens.sources.platforms._nested import Document, Expanded, Nested, Unusable, first, items

ACTS = {
    "view_item_list": "impression", "view_promotion": "impression", "view_item": "view",
    "select_item": "click", "add_to_cart": "cart", "add_to_wishlist": "favourite", "share": "share",
    "purchase": "purchase", "in_app_purchase": "purchase", "ecommerce_purchase": "purchase",
    "refund": "return",
}  # fmt: skip
SEARCHES = ("search", "view_search_results")
SCALED = 1_000_000
"""Exported events count time in microseconds since 1970."""


class Ga4(Nested):
    """Purchases become order lines and events, other item events events."""

    name = "ga4"
    title_zh = "GA4 事件"
    title_en = "Google Analytics 4 events"
    channel = "web"
    personal = ("ip", "email", "phone_number", "user_data", "page_location")
    uses: ClassVar = {
        "event": ("event", "type"), "event_name": ("event", "type"), "events.name": ("event", "type"),
        "event_timestamp": ("event", "at"), "timestamp_micros": ("event", "at"),
        "user_id": ("event", "customer_id"), "user_pseudo_id": ("event", "customer_id"),
        "client_id": ("event", "customer_id"),
    } | {
        f"{above}{path}": use
        for above in ("", "ecommerce.", "events.params.", "params.")
        for path, use in {
            "transaction_id": ("order", "order_id"), "currency": ("order", "currency"),
            "search_term": ("query", "text"), "items.item_id": ("product", "product_id"),
            "items.item_name": ("product", "title"), "items.item_brand": ("product", "brand"),
            "items.item_category": ("product", "category"), "items.item_variant": ("order", "variant"),
            "items.item_category2": ("product", "attributes"),
            "items.price": ("order", "unit_price"), "items.quantity": ("order", "quantity"),
            "items.index": ("event", "position"), "items.discount": ("order", "discount"),
        }.items()
    }  # fmt: skip

    def fits(self, document: Document) -> bool:
        """Return whether a document is a GA4 event."""
        if {"event_name", "event_timestamp"} <= document.keys():
            return True
        if "events" in document and first(document, "client_id", "app_instance_id"):
            return True
        name = document.get("event")
        if not isinstance(name, str):
            return False
        if isinstance(document.get("ecommerce"), Mapping):
            return True
        return (name in ACTS and "items" in document) or (
            name in SEARCHES and "search_term" in document
        )

    def expand(self, document: Document) -> Expanded:
        """Yield the records of a push, a hit or an exported event."""
        found = list(self._events(document))
        records = [record for name, values in found for record in _records(name, values, document)]
        if not records:
            names = ", ".join(dict.fromkeys(name for name, _ in found)) or "without a name"
            raise Unusable(f"the event {names} tells of no product and no search")
        yield from records

    def _events(self, document: Document) -> Iterator[tuple[str, Document]]:
        """Yield name and parameters of each event in a document."""
        if "events" in document:
            for event in items(document["events"]):
                given = event.get("params")
                yield str(event.get("name")), {**document, **_mapping(given)}
            return
        name = str(first(document, "event_name", "event"))
        given = {
            str(p.get("key")): _value(p.get("value")) for p in items(document.get("event_params"))
        }
        yield name, {**given, **document, **_mapping(document.get("ecommerce"))}


def _mapping(value: Any) -> Mapping[str, Any]:
    """Return an object of a document; whatever else stands in its place says nothing."""
    return value if isinstance(value, Mapping) else {}


def _value(value: Any) -> Any:
    return (
        next((v for v in value.values() if v is not None), None)
        if isinstance(value, dict)
        else value
    )


def _records(
    name: str, values: Document, document: Document
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    common = {
        "at": first(values, "event_timestamp", "timestamp_micros", "timestamp", "event_time"),
        "customer_id": first(document, "user_id", "user_pseudo_id", "client_id"),
    }
    goods = items(values.get("items"))
    session = first(values, "ga_session_id", "session_id")
    if name in SEARCHES:
        term = first(values, "search_term")
        if term:
            yield "query", {**common, "text": term, "session_id": session}
    act = ACTS.get(name)
    order = {
        **common,
        "order_id": first(values, "transaction_id"),
        "currency": first(values, "currency"),
    }
    for place, item in enumerate(goods, 1):
        yield from _goods.product_of(item)
        key = _goods.product_id(item)
        if act is None or key is None:
            continue
        if act == "purchase":
            yield "order", _goods.order_line(item, order)
        yield (
            "event",
            {
                **common,
                "external_id": order["order_id"],
                "type": act,
                "product_id": key,
                "session_id": session,
                "quantity": first(item, "quantity"),
                "value": _goods.money(item) if act in ("purchase", "return") else None,
                "position": first(item, "index")
                if act != "impression"
                else first(item, "index") or place,
            },
        )
    if act in ("purchase", "return") and not goods and order["order_id"]:
        yield from _whole_order(act, order, values)


def _whole_order(
    act: str, order: Document, values: Document
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield what an order without items still says: its number and its money."""
    if act == "purchase":
        yield "order", {**order, "amount": first(values, "value", "purchase_revenue")}
    common = {k: order[k] for k in ("at", "customer_id")}
    yield (
        "event",
        {**common, "type": act, "external_id": order["order_id"], "value": first(values, "value")},
    )

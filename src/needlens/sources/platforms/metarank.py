"""Metarank events: items, rankings and interactions."""

from __future__ import annotations

from typing import Any, ClassVar

from needlens.sources.platforms._nested import Document, Expanded, Nested, Unusable, first, items
from needlens.sources.platforms._picks import json_of

_PRODUCT = {
    "title": ("title", "name"), "description": ("description",), "brand": ("brand", "vendor"),
    "department": ("department",), "category": ("category", "categories", "type"),
    "tags": ("tags",), "url": ("url", "link"),
}  # fmt: skip
_OFFER = ("price", "list_price", "currency", "stock", "availability")


class Metarank(Nested):
    """A ranking becomes a query (when it was a search) and an impression per item."""

    name = "metarank"
    title_zh = "Metarank 事件"
    title_en = "Metarank events"
    uses: ClassVar = {
        "event": ("event", "type"), "id": ("event", "external_id"), "timestamp": ("event", "at"),
        "item": ("event", "product_id"), "user": ("event", "customer_id"),
        "session": ("event", "session_id"), "type": ("event", "type"),
        "ranking": ("event", "query_id"), "items.id": ("event", "product_id"),
        "fields.name": ("product", "attributes"), "fields.value": ("product", "attributes"),
    }  # fmt: skip

    def fits(self, document: Document) -> bool:
        """Return whether a document is a Metarank event."""
        needed = {"item": "item", "ranking": "items", "interaction": "item", "user": "user"}
        key = needed.get(str(document.get("event")))
        return key is not None and key in document and "timestamp" in document

    def expand(self, document: Document) -> Expanded:
        """Yield the records of an event."""
        fields = {str(f.get("name")): f.get("value") for f in items(document.get("fields"))}
        event = document.get("event")
        if event == "item":
            yield from _item(document, fields)
        elif event == "ranking":
            yield from _ranking(document, fields)
        elif event == "interaction":
            yield (
                "event",
                {
                    **_common(document),
                    "product_id": document.get("item"),
                    "type": document.get("type"),
                    "query_id": first(document, "ranking"),
                    "quantity": first(fields, "count", "quantity"),
                    "value": first(fields, "value", "price", "rating"),
                    "dwell_seconds": first(fields, "dwell_seconds", "dwell"),
                },
            )
        elif event == "user":
            raise Unusable("an event of type 'user' holds customer traits, which are not kept")
        else:
            raise Unusable(f"'{event}' is not a type of event: item, user, ranking or interaction")


def _common(document: Document) -> dict[str, Any]:
    return {
        "external_id": first(document, "id"),
        "at": first(document, "timestamp"),
        "customer_id": first(document, "user"),
        "session_id": first(document, "session"),
    }


def _item(document: Document, fields: dict[str, Any]) -> Expanded:
    key = document.get("item")
    taken = {name for names in _PRODUCT.values() for name in names} | set(_OFFER)
    yield (
        "product",
        {
            "product_id": key,
            **{name: first(fields, *names) for name, names in _PRODUCT.items()},
            "attributes": json_of({n: v for n, v in fields.items() if n not in taken}),
        },
    )
    if first(fields, "price", "stock") is not None:
        offer = {name: fields.get(name) for name in _OFFER}
        yield "offer", {"product_id": key, "at": first(document, "timestamp"), **offer}


def _ranking(document: Document, fields: dict[str, Any]) -> Expanded:
    common = _common(document)
    query = first(fields, "query", "search", "q")
    if query is not None:
        found = len(items(document.get("items"))) or None
        yield "query", {**common, "text": query, "results": first(fields, "results") or found}
    shown = {k: v for k, v in common.items() if k != "external_id"}
    for place, item in enumerate(items(document.get("items")), 1):
        yield (
            "event",
            {
                **shown,
                "type": "impression",
                "product_id": first(item, "id", "item"),
                "query_id": common["external_id"],
                "position": place,
            },
        )

"""Products inside event documents: one line of GA4's ``items``, Segment's ``products``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from needlens.sources.platforms._nested import Document, first
from needlens.sources.platforms._picks import json_of
from needlens.sources.platforms._rows import title_id

KNOWN = {
    "id": ("item_id", "product_id", "productId", "id", "sku", "item_sku"),
    "title": ("item_name", "name", "title", "product_name"),
    "brand": ("item_brand", "brand"),
    "category": ("item_category", "category"),
    "variant": ("item_variant", "variant"),
    "price": ("price",),
    "quantity": ("quantity",),
    "position": ("index", "position", "item_list_position"),
    "discount": ("discount",),
    "currency": ("currency",),
    "url": ("url",),
    "image": ("image_url", "image"),
}


def product_id(item: Document) -> str | None:
    """Return the id of an item, made of its title when it has none."""
    given = first(item, *KNOWN["id"])
    if given is not None and not isinstance(given, dict | list):
        return str(given)
    title = first(item, *KNOWN["title"])
    return title_id(title) if isinstance(title, str) else None


def value(item: Document, name: str) -> Any:
    """Return what an item says of ``name`` under any of its spellings."""
    return first(item, *KNOWN[name])


def money(item: Document) -> Any:
    """Return price times quantity, or the price as written when they are not plain numbers."""
    price, quantity = value(item, "price"), value(item, "quantity")
    try:
        return round(float(price) * float(1 if quantity is None else quantity), 4)
    except (TypeError, ValueError):
        return price


def product_of(item: Document) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the product (and its picture) of an item that says more than an id."""
    key = product_id(item)
    if key is None:
        return
    deeper = {
        n: item.get(n) for n in sorted(item) if n.startswith("item_category") and n[-1].isdigit()
    }
    known = {
        "title": value(item, "title"),
        "brand": value(item, "brand"),
        "category": value(item, "category"),
        "url": value(item, "url"),
    }
    if any(v is not None for v in known.values()):
        yield "product", {"product_id": key, **known, "attributes": json_of(deeper)}
    picture = value(item, "image")
    if isinstance(picture, str):
        yield "image", {"product_id": key, "url": picture}


def order_line(item: Document, common: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the order line of an item; ``common`` is what the order says."""
    return {
        "currency": value(item, "currency"),
        **{k: v for k, v in common.items() if v is not None},
        "product_id": product_id(item),
        "title": value(item, "title"),
        "variant": value(item, "variant"),
        "quantity": 1 if value(item, "quantity") is None else value(item, "quantity"),
        "unit_price": value(item, "price"),
        "discount": value(item, "discount"),
    }

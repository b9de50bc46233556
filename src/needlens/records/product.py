"""Product 商品: an item the shop sells."""

from __future__ import annotations

import dataframely as dy

from needlens.records._columns import Record


class Product(Record):
    """A catalogue item; a newer row for the same ``product_id`` replaces the older."""

    table = "products"
    key = ("product_id",)

    product_id = dy.String(nullable=False, min_length=1)
    title = dy.String(nullable=True)
    description = dy.String(nullable=True)
    brand = dy.String(nullable=True)
    department = dy.String(nullable=True)
    category = dy.String(nullable=True)
    tags = dy.String(nullable=True)
    attributes = dy.String(nullable=True)
    """Further attributes as one JSON object."""
    url = dy.String(nullable=True)

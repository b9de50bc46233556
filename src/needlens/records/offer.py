"""Offer 报价: price and stock of a product at a time."""

from __future__ import annotations

import dataframely as dy

from needlens.records._columns import Record


class Offer(Record):
    """What one variant of a product cost, and how many there were, at a time."""

    table = "offers"
    mutable = frozenset({"stock", "availability"})

    product_id = dy.String(nullable=False, min_length=1)
    variant = dy.String(nullable=True)
    at = dy.Datetime(nullable=True, time_unit="us", time_zone="UTC")
    price = dy.Float64(nullable=True, min=0)
    list_price = dy.Float64(nullable=True, min=0)
    currency = dy.String(nullable=True)
    stock = dy.Int64(nullable=True)
    availability = dy.String(nullable=True)

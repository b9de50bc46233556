"""Order 订单: one line of an order."""

from __future__ import annotations

import dataframely as dy

from needlens.records._columns import Signal


class Order(Signal):
    """A product, how many and for how much; a negative quantity is a return."""

    table = "orders"
    mutable = frozenset({"status", "after_sales"})

    order_id = dy.String(nullable=True)
    title = dy.String(nullable=True)
    variant = dy.String(nullable=True)
    quantity = dy.Float64(nullable=True)
    unit_price = dy.Float64(nullable=True, min=0)
    amount = dy.Float64(nullable=True)
    """Money paid for the line, in ``currency``."""
    discount = dy.Float64(nullable=True)
    currency = dy.String(nullable=True)
    status = dy.String(nullable=True)
    after_sales = dy.String(nullable=True)
    region = dy.String(nullable=True)

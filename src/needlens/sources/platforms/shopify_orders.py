"""Shopify orders: a row per line item; only an order's first row has the order's data."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from needlens.records import Rejected
from needlens.sources.batch import RawBatch
from needlens.sources.platforms._flat import Flat, Layout, Take, index_of
from needlens.sources.platforms._picks import table_of

_TITLE = "Lineitem_name"
LAYOUT = Layout(
    name="shopify-orders",
    title_zh="Shopify 订单",
    title_en="Shopify orders",
    channel="shopify",
    required="Name Lineitem_name Lineitem_quantity",
    telling="Lineitem_price Financial_Status Fulfillment_Status Lineitem_sku Shipping_Province",
    enough=2,
    takes=(
        Take(
            "order",
            {
                "order_id": "Name",
                "at": "Created_at Paid_at",
                "customer_id": "Customer_ID",
                "product_id": "Lineitem_sku",
                "title": _TITLE,
                "quantity": "Lineitem_quantity",
                "unit_price": "Lineitem_price",
                "discount": "Lineitem_discount",
                "currency": "Currency",
                "status": "Financial_Status",
                "after_sales": "Cancelled_at",
                "region": "Shipping_Province Shipping_Country",
            },
            needs="order_id title|product_id",
            titled_by=_TITLE,
            derive={
                "after_sales": lambda cell: pl.when(cell.is_not_null()).then(pl.lit("cancelled"))
            },
        ),
        Take(
            "product",
            {"product_id": "Lineitem_sku", "title": _TITLE},
            "product_id title",
            titled_by=_TITLE,
            along=True,
        ),
    ),
    skipped={
        "Email": "not taken: personal data (--field customer_id=Email takes it as a pseudonym)",
        "Subtotal Total Taxes Shipping": "amounts of the whole order; the lines are kept",
    },
    empty="the row has no line item",
)
_OF_ORDER = "createdat paidat currency financialstatus cancelledat shippingprovince shippingcountry email customerid"


class ShopifyOrders(Flat):
    """Fills an order's data down to its other lines, across the batch's border."""

    def __init__(self, layout: Layout = LAYOUT, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(layout, fields)
        self._last: dict[str, str | None] = {}

    def prepared(self, batch: RawBatch) -> tuple[pl.DataFrame, list[Rejected]]:
        """Return the table in which every line has its order's time, state and region."""
        frame = table_of(batch)
        index = index_of(frame.columns)
        name, filled = index["name"], [index[c] for c in _OF_ORDER.split() if c in index]
        before = pl.DataFrame(
            [{c: self._last.get(c) for c in (name, *filled)}],
            schema=dict.fromkeys((name, *filled), pl.String),
        )
        both = pl.concat([before, frame.select(name, *filled)]).select(
            name, *(pl.col(c).forward_fill().over(name).alias(c) for c in filled)
        )
        if frame.height:
            self._last = both.row(-1, named=True)
        return frame.with_columns(both.slice(1).select(filled)), []


def create(fields: Mapping[str, str] | None = None) -> ShopifyOrders:
    """Return the platform for one source; ``fields`` are the user's own field → column."""
    return ShopifyOrders(LAYOUT, fields)

"""What the products are called, and which of them are no goods at all."""

from __future__ import annotations

import polars as pl

from needlens.store import Database

_NO_GOODS = (
    r"(?i)^\s*(postage|carriage|p&p|shipping|delivery|discounts?|manual|adjust\w*|bank charges|"
    r"(shipping|delivery|postage|handling|service|packing|gift wrap(ping)?) "
    r"(fees?|costs?|charges?)|gift (card|voucher)s?)\s*$"
    r"|补差|補差|补邮|補郵|差[价價]|^\s*[邮郵运運][费費]|[邮郵运運][费費](专|專|补|補|链|連|差|$)"
    r"|[专專]拍[链連]接"
)
"""Postage, price differences and the like, which shops list beside their goods."""


def titles(database: Database, products: pl.Series) -> pl.DataFrame:
    """Return ``product_id`` and ``title`` of products: the catalogue's, else an order's.

    A product without a title is called by its id.
    """
    asked = products.drop_nulls().unique().sort().to_frame("product_id")
    return database.query(
        """
        WITH named AS (
            SELECT product_id, min(title) AS title FROM orders
            WHERE title <> '' AND product_id IN (SELECT product_id FROM asked) GROUP BY product_id
        )
        SELECT a.product_id,
               coalesce(nullif(p.title, ''), n.title, a.product_id) AS title
        FROM asked a LEFT JOIN products p USING (product_id) LEFT JOIN named n USING (product_id)
        ORDER BY a.product_id
        """,
        asked=asked,
    )


def goods(titled: pl.DataFrame) -> pl.DataFrame:
    """Return the rows whose ``title`` names something to own, not a fee or a discount.

    >>> names = ["POSTAGE", "补差价专用链接", "postage stamp album", "免运费 不锈钢锅"]
    >>> goods(pl.DataFrame({"title": names}))["title"].to_list()
    ['postage stamp album', '免运费 不锈钢锅']
    """
    return titled.filter(~pl.col("title").str.contains(_NO_GOODS))

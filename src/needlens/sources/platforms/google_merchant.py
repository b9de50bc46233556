"""Google Merchant product feed: one row per item, prices with their currency."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from needlens.records import Rejected
from needlens.sources.batch import RawBatch
from needlens.sources.platforms._flat import Flat, Layout, Take, index_of
from needlens.sources.platforms._picks import table_of

LAYOUT = Layout(
    name="google-merchant",
    title_zh="Google Merchant 商品数据",
    title_en="Google Merchant product feed",
    required="id title link price",
    telling="image_link availability condition google_product_category product_type identifier_exists "
    "item_group_id gtin mpn additional_image_link",
    enough=3,
    takes=(
        Take(
            "product",
            {
                "product_id": "id",
                "title": "title",
                "description": "description",
                "brand": "brand",
                "category": "product_type google_product_category",
                "url": "link",
            },
            needs="product_id",
        ),
        Take(
            "offer",
            {
                "product_id": "id",
                "variant": "size color",
                "price": ":price price",
                "list_price": ":list_price",
                "availability": "availability",
                "stock": "quantity sell_on_google_quantity",
            },
            needs="product_id price",
        ),
        Take("image", {"product_id": "id", "url": "image_link"}, "product_id url"),
        Take(
            "image",
            {"product_id": "id", "url": "additional_image_link"},
            "product_id url",
            several="url",
        ),
    ),
    derived={":price": "sale_price price", ":list_price": "price"},
    empty="the row has no id",
)


class GoogleMerchant(Flat):
    """Takes the sale price where there is one, and the price as that before the sale."""

    def prepared(self, batch: RawBatch) -> tuple[pl.DataFrame, list[Rejected]]:
        """Return the table with ``:price`` and ``:list_price``."""
        frame = table_of(batch)
        index = index_of(frame.columns)
        if not {"saleprice", "price"} <= index.keys():
            return frame, []
        sale, full = pl.col(index["saleprice"]), pl.col(index["price"])
        on_sale = (sale.str.strip_chars() != "").fill_null(False)
        return frame.with_columns(
            pl.when(on_sale).then(sale).otherwise(full).alias(":price"), full.alias(":list_price")
        ), []


def create(fields: Mapping[str, str] | None = None) -> GoogleMerchant:
    """Return the platform for one source; ``fields`` are the user's own field → column."""
    return GoogleMerchant(LAYOUT, fields)

"""Shopify products: several rows per Handle, of which only the first has the title."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from needlens.records import Rejected
from needlens.sources.batch import RawBatch
from needlens.sources.platforms._flat import Flat, Layout, Take, index_of
from needlens.sources.platforms._picks import table_of

LAYOUT = Layout(
    name="shopify-products",
    title_zh="Shopify 商品",
    title_en="Shopify products",
    channel="shopify",
    required="Handle|URL_handle Title Variant_Price|Price",
    telling="Body_(HTML) Variant_SKU Option1_Name Variant_Inventory_Policy Variant_Price Variant_Grams Image_Src",
    enough=3,
    takes=(
        Take(
            "product",
            {
                "product_id": "Handle URL_handle",
                "title": "Title",
                "description": "Body_(HTML) Body Description",
                "brand": "Vendor",
                "department": "Product_Category",
                "category": "Type Google_Shopping_/_Google_Product_Category",
                "tags": "Tags",
            },
            needs="product_id title",
        ),
        Take(
            "offer",
            {
                "product_id": "Handle URL_handle",
                "variant": ":variant",
                "price": "Variant_Price Price",
                "list_price": "Variant_Compare_At_Price Compare_at_price",
                "stock": "Variant_Inventory_Qty Inventory_quantity",
            },
            needs="product_id price",
        ),
        Take(
            "image",
            {
                "product_id": "Handle URL_handle",
                "url": "Image_Src Product_image_URL",
                "position": "Image_Position",
                "alt": "Image_Alt_Text",
            },
            needs="product_id url",
        ),
        Take("image", {"product_id": "Handle", "url": "Variant_Image"}, needs="product_id url"),
    ),
    derived={
        ":variant": "Option1_Value Option2_Value Option3_Value Option1_Name Option2_Name Option3_Name"
    },
    empty="the row holds no title, no price and no picture",
)
_OPTIONS = ("option1name", "option2name", "option3name")
_VALUES = ("option1value", "option2value", "option3value")


class ShopifyProducts(Flat):
    """Names each variant by its options; their names stand in a handle's first row only."""

    def __init__(self, layout: Layout = LAYOUT, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(layout, fields)
        self._last: dict[str, str | None] = {}

    def prepared(self, batch: RawBatch) -> tuple[pl.DataFrame, list[Rejected]]:
        """Return the table with ``:variant``, across the batch's border."""
        frame = table_of(batch)
        index = index_of(frame.columns)
        handle = index.get("handle", index.get("urlhandle", frame.columns[0]))
        names = [index[n] for n in _OPTIONS if n in index]
        values = [index[v] for v in _VALUES if v in index]
        if not values or len(names) != len(values):
            return frame.with_columns(pl.lit(None, dtype=pl.String).alias(":variant")), []
        named = self._carried(frame, handle, names)
        pairs = [
            pl.when((pl.col(v) != "Default Title") & pl.col(v).is_not_null()).then(
                pl.concat_str(pl.col(n).fill_null(""), pl.col(v), separator=": ").str.strip_prefix(
                    ": "
                )
            )
            for n, v in zip(names, values, strict=True)
        ]
        variant = pl.concat_str(pairs, separator="; ", ignore_nulls=True)
        found = named.with_columns(pl.when(variant != "").then(variant).alias(":variant"))
        return found, []

    def _carried(self, frame: pl.DataFrame, handle: str, names: list[str]) -> pl.DataFrame:
        """Fill the options' names down each handle, from the last batch's row if need be."""
        before = pl.DataFrame(
            [{c: self._last.get(c) for c in (handle, *names)}],
            schema=dict.fromkeys((handle, *names), pl.String),
        )
        both = pl.concat([before, frame.select(handle, *names)])
        filled = both.select(
            pl.col(handle), *(pl.col(n).forward_fill().over(handle).alias(n) for n in names)
        )
        if frame.height:
            self._last = filled.row(-1, named=True)
        return frame.with_columns(filled.slice(1).select(names))


def create(fields: Mapping[str, str] | None = None) -> ShopifyProducts:
    """Return the platform for one source; ``fields`` are the user's own field → column."""
    return ShopifyProducts(LAYOUT, fields)

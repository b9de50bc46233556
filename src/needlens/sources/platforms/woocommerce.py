"""WooCommerce products: variations point to their parent by ``id:…`` or SKU."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from needlens.records import Rejected
from needlens.sources.batch import RawBatch
from needlens.sources.platforms._flat import Flat, Layout, Take, index_of
from needlens.sources.platforms._picks import table_of

LAYOUT = Layout(
    name="woocommerce",
    title_zh="WooCommerce 商品",
    title_en="WooCommerce products",
    required="Type SKU Name Regular_price",
    telling="Parent Is_featured? Visibility_in_catalog Short_description Tax_status Attribute_1_name Sale_price",
    enough=3,
    takes=(
        Take(
            "product",
            {
                "product_id": ":product",
                "title": ":title",
                "description": "Description Short_description",
                "category": "Categories",
                "tags": "Tags",
                "brand": "Brands",
            },
            needs="product_id title",
        ),
        Take(
            "offer",
            {
                "product_id": ":product",
                "variant": ":variant",
                "price": ":price",
                "list_price": "Regular_price",
                "stock": "Stock",
                "availability": "In_stock?",
            },
            needs="product_id price",
        ),
        Take("image", {"product_id": ":product", "url": "Images"}, "product_id url", several="url"),
    ),
    derived={
        ":product": "SKU ID Parent Type",
        ":title": "Name",
        ":variant": "Attribute_1_value(s) Attribute_2_value(s) Attribute_3_value(s)",
        ":price": "Sale_price Regular_price",
    },
    empty="the row has no SKU and no id",
)


class WooCommerce(Flat):
    """Gives each variation to its parent."""

    def prepared(self, batch: RawBatch) -> tuple[pl.DataFrame, list[Rejected]]:
        """Return the table with the product's id, its title, the variant and the price."""
        frame = table_of(batch)
        index = index_of(frame.columns)
        nothing = pl.lit(None, dtype=pl.String)

        def cell(name: str) -> pl.Expr:
            return pl.col(index[name]) if name in index else nothing

        own = pl.coalesce(cell("sku"), "id:" + cell("id"))
        is_variation = (
            cell("type").str.contains("variation") & cell("parent").is_not_null()
        ).fill_null(False)
        values = [cell(f"attribute{i}values") for i in (1, 2, 3)]
        named = pl.concat_str([v for v in values], separator=", ", ignore_nulls=True)
        return frame.with_columns(
            pl.when(is_variation).then(cell("parent")).otherwise(own).alias(":product"),
            pl.when(~is_variation).then(cell("name")).alias(":title"),
            pl.when(is_variation)
            .then(pl.when(named != "").then(named).otherwise(own))
            .alias(":variant"),
            pl.coalesce(cell("saleprice"), cell("regularprice")).alias(":price"),
        ), []


def create(fields: Mapping[str, str] | None = None) -> WooCommerce:
    """Return the platform for one source; ``fields`` are the user's own field → column."""
    return WooCommerce(LAYOUT, fields)

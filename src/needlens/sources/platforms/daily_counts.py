"""Daily counts: any report of how often each product was shown, clicked, bought …"""

from __future__ import annotations

from collections.abc import Mapping

from needlens.sources.platforms._counts import counts
from needlens.sources.platforms._flat import Flat, Layout, Take

_AT = "统计日期 日期 时间 date day report_date"
_PRODUCT = "商品ID 商品编号 SKU 宝贝ID product_id item_id asin product_sku sku_id"
_TITLE = "商品名称 商品标题 宝贝标题 product_name product_title item_name title"

LAYOUT = Layout(
    name="daily-counts",
    title_zh="商品日报",
    title_en="daily counts per product",
    required="商品ID|商品编号|SKU|宝贝ID|product_id|item_id|asin|product_sku|sku_id",
    telling="曝光量|曝光次数|曝光数|展现量|impressions 点击量|点击次数|点击数|clicks|link_clicks "
    "浏览量|访客数|views|page_views|pageviews|product_views|item_views|sessions "
    "加购人数|加购件数|加购次数|add_to_carts|adds_to_cart|cart_adds|items_added_to_cart|carts "
    "收藏人数|收藏次数|wishlist_adds|favourites|favorites 支付件数|成交件数|purchases|units_sold|items_purchased|units_ordered",
    enough=2,
    takes=(
        *counts(
            _AT,
            _PRODUCT,
            _TITLE,
            {
                "impression": "曝光量 曝光次数 曝光数 展现量 impressions",
                "click": "点击量 点击次数 点击数 clicks link_clicks",
                "view": "浏览量 访客数 product_views item_views page_views pageviews views sessions",
                "favourite": "收藏人数 收藏次数 wishlist_adds favourites favorites",
                "cart": "加购件数 加购次数 加购人数 items_added_to_cart add_to_carts adds_to_cart cart_adds carts",
                "purchase": "支付件数 成交件数 销量 items_purchased units_sold units_ordered purchases orders",
            },
            {
                "purchase": "支付金额 成交金额 销售额 revenue item_revenue sales ordered_product_sales"
            },
        ),
        Take(
            "product",
            {
                "product_id": _PRODUCT,
                "title": _TITLE,
                "category": "类目 category",
                "brand": "品牌 brand",
            },
            "product_id",
            titled_by=_TITLE,
        ),
    ),
    skipped={"访客数 sessions": "page views are counted, not visitors"},
    empty="the row names no product",
)


def create(fields: Mapping[str, str] | None = None) -> Flat:
    """Return the platform for one source; ``fields`` are the user's own field → column."""
    return Flat(LAYOUT, fields)

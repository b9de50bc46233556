"""Item report of 生意参谋 (Taobao's business advisor): counts per item and day."""

from __future__ import annotations

from collections.abc import Mapping

from needlens.sources.platforms._counts import counts
from needlens.sources.platforms._flat import Flat, Layout, Take

_AT = "统计日期 日期 统计时间 时间"
_PRODUCT = "商品ID 主商品ID 宝贝ID 商品编号"
_TITLE = "商品名称 商品标题 宝贝标题 宝贝名称"

LAYOUT = Layout(
    name="shengyicanmou",
    title_zh="生意参谋商品报表",
    title_en="Taobao business advisor, item report",
    channel="taobao",
    time_zone="Asia/Shanghai",
    required="商品ID|主商品ID|宝贝ID 商品访客数|商品浏览量|浏览量|访客数 "
    "支付金额|支付买家数|支付件数|商品加购人数|商品加购件数",
    telling="统计日期 商品访客数|访客数 商品浏览量|浏览量 支付买家数 支付件数 商品加购人数|商品加购件数|加购人数 商品收藏人数|收藏人数 成功退款金额 "
    "搜索引导访客数 搜索引导支付买家数 下单买家数",
    enough=3,
    hints=("生意参谋", "sycm"),
    takes=(
        *counts(
            _AT,
            _PRODUCT,
            _TITLE,
            {
                "view": "商品浏览量 浏览量 商品访客数 访客数",
                "favourite": "商品收藏人数 商品收藏次数 收藏人数",
                "cart": "商品加购件数 商品加购人数 加购件数 加购人数",
                "purchase": "支付件数 支付商品件数 支付买家数",
                "return": "成功退款件数 成功退款笔数 退款件数",
            },
            {"purchase": "支付金额", "return": "成功退款金额"},
        ),
        Take(
            "product",
            {
                "product_id": _PRODUCT,
                "title": _TITLE,
                "category": "叶子类目 商品类目 类目",
                "brand": "品牌",
            },
            "product_id",
            titled_by=_TITLE,
        ),
    ),
    doubts={
        "支付买家数": "buyers stand in for units sold, which the report does not give",
        "商品加购人数": "people stand in for units put in the cart",
    },
    skipped={
        "下单买家数 下单金额 下单件数": "what was paid for is counted, not what was ordered",
        "成功退款金额": "the report does not say how many units were returned",
        "搜索引导访客数 搜索引导支付买家数": "a part of the visits and payments that are counted",
        "商品访客数": "page views are counted, not visitors",
    },
    empty="the row names no product",
)


def create(fields: Mapping[str, str] | None = None) -> Flat:
    """Return the platform for one source; ``fields`` are the user's own field → column."""
    return Flat(LAYOUT, fields)

"""SKU report of 京东商智 (JD's business advisor): counts per SKU and day."""

from __future__ import annotations

from collections.abc import Mapping

from needlens.sources.platforms._counts import counts
from needlens.sources.platforms._flat import Flat, Layout, Take

_AT = "时间 日期 统计日期"
_PRODUCT = "SKU SKUID SKU编号 商品SKU 商品ID"
_TITLE = "SKU名称 商品名称 商品标题"

LAYOUT = Layout(
    name="jd-shangzhi",
    title_zh="京东商智商品报表",
    title_en="JD business advisor, SKU report",
    channel="jd",
    time_zone="Asia/Shanghai",
    required="SKU|SKUID|SKU编号|商品SKU|商品ID 成交金额|成交商品件数|成交单量 商品访客数|商品浏览量|浏览量|访客数",
    telling="成交商品件数 成交单量 成交客户数 加购客户数 商品曝光次数 搜索曝光次数 搜索点击次数 取消及售后退款金额 下单客户数 SKU名称",
    enough=3,
    hints=("商智", "shangzhi"),
    takes=(
        *counts(
            _AT,
            _PRODUCT,
            _TITLE,
            {
                "impression": "商品曝光次数 商品曝光人数 搜索曝光次数",
                "click": "商品点击次数 搜索点击次数",
                "view": "商品浏览量 浏览量 商品访客数 访客数",
                "favourite": "商品关注数 关注客户数 商品收藏数",
                "cart": "加购商品件数 加购件数 加购客户数 加购人数",
                "purchase": "成交商品件数 成交件数 成交单量",
            },
            {"purchase": "成交金额"},
        ),
        Take(
            "product",
            {
                "product_id": _PRODUCT,
                "title": _TITLE,
                "department": "一级类目",
                "category": "三级类目 二级类目",
                "brand": "品牌",
            },
            "product_id",
            titled_by=_TITLE,
        ),
    ),
    doubts={"加购客户数": "people stand in for units put in the cart"},
    skipped={
        "下单金额 下单单量 下单客户数 下单商品件数": "what was paid for is counted, not what was ordered",
        "取消及售后退款金额": "the report does not say how many units were returned",
        "成交单量 成交客户数 商品访客数 商品曝光人数 搜索曝光次数": "a finer count of the same act is used",
        "二级类目": "the third level is used",
    },
    empty="the row names no SKU",
)


def create(fields: Mapping[str, str] | None = None) -> Flat:
    """Return the platform for one source; ``fields`` are the user's own field → column."""
    return Flat(LAYOUT, fields)

"""JD reviews 京东评价. The column 用户ID of common exports holds the review's number."""

from __future__ import annotations

from collections.abc import Mapping

from needlens.sources.platforms._flat import Flat, Layout, Take

_TITLE = "商品名称 商品标题 商品 SKU名称"
_PRODUCT = "商品ID 商品编号 SKUID SKU编号 商品SKU referenceId"

LAYOUT = Layout(
    name="jd-reviews",
    title_zh="京东评价",
    title_en="JD reviews",
    channel="jd",
    time_zone="Asia/Shanghai",
    required="评论内容|评价内容|内容|content",
    telling="会员级别|会员等级|plus会员|userLevelName 点赞数|usefulVoteCount 回复数|replyCount 得分 "
    "购买时间|下单时间|referenceTime productColor 京东价 晒单|晒单图片",
    enough=3,
    hints=("jd_", "jd-", "jdcomment", "京东", "jingdong"),
    takes=(
        Take(
            "review",
            {
                "external_id": "评论ID 评价ID 评价编号 评论编号 用户ID guid",
                "at": "评论时间 评价时间 评价日期 creationTime 时间 购买时间 下单时间 referenceTime",
                "customer_id": "客户ID 会员ID 用户账号",
                "product_id": _PRODUCT,
                "text": "评论内容 评价内容 内容 content",
                "follow_up": "追评内容 追评 追加评论 afterUserComment",
                "merchant_reply": "商家回复 店铺回复",
                "rating": "得分 评分 星级 评价星级 score",
                "variant": "商品规格 规格 购买规格 颜色 型号 productColor",
                "category": "类目 品类",
                "helpful_votes": "点赞数 有用数 usefulVoteCount",
                "has_image": "有图片 晒图 晒单 晒单图片",
            },
            needs="text|rating|follow_up",
            titled_by=_TITLE,
        ),
        Take(
            "product",
            {"product_id": _PRODUCT, "title": _TITLE},
            "product_id title",
            titled_by=_TITLE,
            along=True,
        ),
    ),
    doubts={
        "用户ID": "the header says customer, but JD's exports put the review's number here; if it "
        "does name the customer, give --platform jd-reviews --field customer_id=用户ID",
        "购买时间 下单时间 referenceTime": "the time of the purchase stands in for that of the review",
    },
    skipped={"会员级别 会员等级 plus会员 userLevelName": "customer traits are not kept"},
    empty="the row has neither a text nor a rating",
)


def create(fields: Mapping[str, str] | None = None) -> Flat:
    """Return the platform for one source; ``fields`` are the user's own field → column."""
    return Flat(LAYOUT, fields)

"""Taobao and Tmall reviews 淘宝/天猫评价, as sellers and common tools export them."""

from __future__ import annotations

from collections.abc import Mapping

from needlens.sources.platforms._flat import Flat, Layout, Take

_TITLE = "宝贝标题 宝贝名称 商品标题 商品名称 宝贝 商品"
_PRODUCT = "宝贝ID 商品ID 商品数字ID item_id num_iid"

LAYOUT = Layout(
    name="taobao-reviews",
    title_zh="淘宝/天猫评价",
    title_en="Taobao/Tmall reviews",
    channel="taobao",
    time_zone="Asia/Shanghai",
    required="评价内容|评论内容|初评内容|初次评价|评价正文|评价|评论|rateContent",
    telling="手机参数|宝贝标题|宝贝名称|宝贝ID 追评|追评内容|追加评论|追加评价 会员级别|会员等级 "
    "昵称|买家昵称|用户昵称|买家会员名 初评内容|初次评价|初评时间 商家回复|掌柜回复|解释 rateContent auctionSku",
    enough=2,
    hints=("taobao", "tmall", "淘宝", "天猫"),
    takes=(
        Take(
            "review",
            {
                "external_id": "评价ID 评价编号 评论ID 评论编号 rateId 用户ID",
                "at": "评价时间 初评时间 评论时间 评价日期 rateDate 创建时间 时间 购买时间",
                "customer_id": "买家会员名 会员名 买家旺旺 买家ID",
                "product_id": _PRODUCT,
                "text": "评价内容 评论内容 初评内容 初次评价 评价正文 评价 评论 rateContent",
                "follow_up": "追评内容 追评 追加评论 追加评价 追加内容",
                "merchant_reply": "商家回复 掌柜回复 卖家回复 解释 回复内容 reply",
                "rating": "评价星级 星级 评分 描述相符 宝贝与描述相符 评价类型 评价等级 评价结果 得分",
                "variant": "手机参数 商品规格 规格 购买规格 颜色分类 型号 款式 SKU sku信息 auctionSku",
                "category": "类目 商品类目 品类",
                "helpful_votes": "有用数 点赞数 有用",
                "has_image": "有图片 是否有图 晒图 有图 图片",
            },
            needs="text|follow_up|rating",
            titled_by=_TITLE,
        ),
        Take(
            "product",
            {"product_id": _PRODUCT, "title": _TITLE},
            "product_id title",
            titled_by=_TITLE,
            along=True,
        ),
        Take(
            "image",
            {
                "url": "评价图片 图片链接 晒图链接 图片地址 图片",
                "review_external_id": "评价ID 评价编号 rateId",
            },
            "url",
            several="url",
            along=True,
        ),
    ),
    doubts={
        "用户ID": "taken as the number of the review, as crawlers of these pages write it; "
        "if it names the customer, give --platform taobao-reviews --field customer_id=用户ID",
        "购买时间": "the time of the purchase stands in for that of the review",
    },
    skipped={"会员级别 会员等级": "customer traits are not kept"},
    empty="the row has neither a text nor a rating",
)


def create(fields: Mapping[str, str] | None = None) -> Flat:
    """Return the platform for one source; ``fields`` are the user's own field → column."""
    return Flat(LAYOUT, fields)

"""Choices 选项: yes or no, grades in words and stars, and words from a closed set."""

from __future__ import annotations

import polars as pl

from needlens.sources.numbers import numbers

YES = ("true", "t", "yes", "y", "1", "是", "有", "√", "✓", "✔", "有图", "已晒图", "on", "对", "真")
NO = (
    "false",
    "f",
    "no",
    "n",
    "0",
    "否",
    "无",
    "没有",
    "×",
    "✗",
    "✘",
    "x",
    "无图",
    "off",
    "不是",
    "假",
)

GRADES: dict[str, float] = {
    "好评": 5, "中评": 3, "差评": 1, "五星": 5, "四星": 4, "三星": 3, "二星": 2, "两星": 2, "一星": 1,
    "非常满意": 5, "很满意": 5, "满意": 4, "比较满意": 4, "一般": 3, "不满意": 2, "较差": 2,
    "非常不满意": 1, "很不满意": 1, "很好": 5, "好": 5, "中": 3, "差": 1, "很差": 1, "优": 5, "良": 4,
    "excellent": 5, "very good": 4.5, "good": 4, "average": 3, "ok": 3, "fair": 3, "neutral": 3,
    "poor": 2, "bad": 1, "very bad": 1, "terrible": 1, "positive": 5, "negative": 1,
    "five": 5, "four": 4, "three": 3, "two": 2, "one": 1,
}  # fmt: skip
"""Grades given as a word, on 0–5."""

_GRADES = {word: float(grade) for word, grade in GRADES.items()}

WORDS: dict[str, dict[str, str]] = {
    "type": {
        "impression": "impression exposure exposed show shown display rec_show 曝光 展示 展现 list_view",
        "view": "view pv viewed page_view pageview product_view detail_view detail visit browse read "
        "view_item open detail_pageview viewcontent 浏览 访问 点击详情 查看 浏览商品 阅读",
        "click": "click clicked clk tap select select_item rec_click 点击",
        "cart": "cart addtocart add_to_cart add_cart atc cart_add basket add_to_basket addcart "
        "product_added 加购 加入购物车 加购物车 购物车 加车",
        "favourite": "favourite favorite fav like liked star starred wishlist add_to_wishlist collect "
        "bookmark save saved 收藏 收藏商品 喜欢 点赞 关注",
        "share": "share shared forward retweet 分享 转发",
        "purchase": "purchase purchased buy bought order ordered transaction pay paid checkout_complete "
        "conversion sale 购买 支付 下单 成交 付款",
        "return": "return returned refund refunded 退货 退款",
        "rating": "rating rate rated review reviewed score 评分 打分 评价",
    },
    "speaker": {
        "customer": "customer user buyer client visitor shopper consumer guest human inbound "
        "买家 顾客 客户 用户 会员 访客 消费者 客人",
        "agent": "agent seller staff shop merchant operator support service assistant representative "
        "rep admin outbound 卖家 客服 商家 店铺 人工 人工客服 店主 坐席 售后 售前 掌柜",
        "bot": "bot robot system auto ai chatbot 机器人 系统 店小蜜 智能客服 自动回复 小蜜",
    },
    "provenance": {
        "real": "real 真实",
        "assigned": "assigned 指派 分配",
        "simulated": "simulated synthetic generated 模拟 合成",
    },
}  # fmt: skip
"""Field → value of the closed set → words that mean it (blanks and hyphens as ``_``)."""


def booleans(texts: pl.Series) -> pl.Series:
    """Return plain cells as Boolean; a picture's address or a count above 0 is yes.

    >>> booleans(pl.Series(["是", "无", "Y", "0", "https://a.cn/1.jpg", "3", "maybe"])).to_list()
    [True, False, True, False, True, True, None]
    """
    word = texts.str.to_lowercase()
    return pl.DataFrame({"t": word}).select(
        pl.when(pl.col("t").is_in(YES) | pl.col("t").str.contains(r"^(https?:)?//|^[1-9][0-9]*张?$"))
        .then(True)
        .when(pl.col("t").is_in(NO) | pl.col("t").str.contains(r"^0+(\.0+)?张?$"))
        .then(False)
    ).to_series()  # fmt: skip


def ratings(texts: pl.Series, scale: float) -> pl.Series:
    """Return plain cells as grades of 0–5; ``scale`` is the best grade of bare numbers.

    >>> cells = pl.Series(["5星", "★★★★☆", "4.5/5", "差评", "9/10", "4 out of 5 stars", "?"])
    >>> ratings(cells, 5).to_list()
    [5.0, 4.0, 4.5, 1.0, 4.5, 4.0, None]
    >>> ratings(pl.Series(["80", "80%", "★★★★"]), 100).to_list()
    [4.0, 4.0, 4.0]
    """
    folded = texts.str.to_lowercase().str.replace_all(r"[\ufe0f]", "")
    full, empty = folded.str.count_matches(r"[★⭐🌟]"), folded.str.count_matches("☆")
    drawn = folded.str.contains(r"^[★⭐🌟☆\s]+$")
    of = folded.str.extract_groups(
        r"^(?<n>[0-9]+(?:[.,][0-9]+)?)\s*(?:/|out of|of|分/)\s*(?<of>[0-9]+(?:\.[0-9]+)?)(?:\s*(?:分|星|stars?))?$"
    ).struct.unnest()
    bare = folded.str.replace(r"\s*(颗星|星级|星|分|stars?|points?)$", "").str.replace(
        r"^star_?", ""
    )
    frame = pl.DataFrame({
        "word": folded.replace_strict(_GRADES, default=None, return_dtype=pl.Float64).fill_null(
            bare.str.replace(r"$", "星").replace_strict(_GRADES, default=None, return_dtype=pl.Float64)
        ),
        "drawn": drawn, "full": full, "total": full + empty,
        "n": numbers(of["n"]), "of": numbers(of["of"]),
        "percent": folded.str.ends_with("%"), "bare": numbers(bare),
    })  # fmt: skip
    return frame.select(
        pl.when(pl.col("drawn") & (pl.col("total") > 5)).then(None)
        .when("drawn").then(pl.col("full").cast(pl.Float64))
        .when(pl.col("word").is_not_null()).then("word")
        .when(pl.col("of") > 0).then(pl.col("n") * 5 / pl.col("of"))
        .when("percent").then(pl.col("bare") * 5)
        .otherwise(pl.col("bare") * 5 / scale)
    ).to_series()  # fmt: skip


def words(texts: pl.Series, name: str, known: list[str]) -> pl.Series:
    """Return plain cells as words of the closed set of field ``name``; others are null.

    >>> words(pl.Series(["加购", "Add to cart", "pv", "dance"]), "type", ["cart", "view"]).to_list()
    ['cart', 'cart', 'view', None]
    """
    meant = {word: word for word in known}
    for value, said in WORDS.get(name, {}).items():
        meant |= {word: value for word in said.split() if value in known}
    folded = texts.str.to_lowercase().str.replace_all(r"[\s-]+", "_")
    return folded.replace_strict(meant, default=None, return_dtype=pl.String)

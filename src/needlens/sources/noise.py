"""Noise 噪声: texts in the place of a review that no customer wrote."""

from __future__ import annotations

import polars as pl

# What Taobao, Tmall, JD, Suning, Pinduoduo and others put where nothing was written.
_DEFAULT = (
    r"^[\s。．.!！,，~～]*("
    r"(此|该|本)?(用户|买家|顾客|客户)(没有|未|并未|没)(及时|按时)?(填写|做出|作出|发表|写下|撰写|添加)?"
    r"(任何|文字)?(评价|评论|评语)?(内容|文字)?"
    r"|(评价方|用户|买家)?未及时(做出|作出)?评价[,，。;；]?\s*(系统)?默认(好评|评价)?"
    r"|(系统)?(自动)?默认(给予|为)?(好评|评价|五星好评|5星好评)"
    r"|(系统)?自动(好评|评价)"
    r"|超时(自动|默认)?好评"
    r"|(the )?(user|customer|buyer) (did not|didn't|has not) (write|leave|left|written)( a| any)? (review|comment|feedback)"
    r"|no (review|comment|feedback) (was )?(left|written|given)"
    r"|(default|automatic)(ally)? (positive |good )?(review|rating|feedback)"
    r")[\s。．.!！,，~～]*$"
)
# A merchant's answer in the review's place speaks to the customer in the first sentence.
_MERCHANT = (
    r"^[\s\"“]*((尊敬的|亲爱的)(宾客|客人|顾客|客户|用户|买家|会员|网友|携程|贵宾)"
    r"|(宾馆|酒店|商家|店家|卖家|掌柜)(反馈|回复|答复)\s*[:：\d]"
    r"|(非常)?(感谢|谢谢)(您|亲)(的)?(对|选择|光临|入住|惠顾|提出|提供|支持|宝贵|下榻)"
    r"|(dear|hi|hello) (valued |dear )?(customer|guest|sir|madam)"
    r"|thank you for (your (review|feedback|purchase|business|order)|choosing (us|our)))"
)


def noise_of(text: pl.Expr) -> pl.Expr:
    """Return ``default``, ``merchant``, ``empty`` or null for each text.

    >>> frame = pl.DataFrame({"t": ["此用户没有填写评论!", "系统默认好评", "用了一周，不错", "……"]})
    >>> frame.select(noise_of(pl.col("t")))["noise"].to_list()
    ['default', 'default', None, 'empty']
    """
    folded = text.str.to_lowercase()
    has_word = text.str.contains(r"[\p{L}\p{N}\p{So}]")
    return (
        pl.when(folded.str.contains(_DEFAULT))
        .then(pl.lit("default"))
        .when(text.is_not_null() & ~has_word)
        .then(pl.lit("empty"))
        .when(folded.str.contains(_MERCHANT))
        .then(pl.lit("merchant"))
        .otherwise(pl.lit(None, dtype=pl.String))
        .alias("noise")
    )

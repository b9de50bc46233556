"""Statements 表述: the normalised words of an expression, what is embedded and compared."""

from __future__ import annotations

from typing import Final

import polars as pl

from needlens.text.folding import fold_series

LONGEST_ZH: Final = 60
"""Characters of a statement with Chinese."""
MOST_WORDS: Final = 12
"""Words of an English statement."""

_HAN = r"[\x{4e00}-\x{9fff}]"
# Polars' regular expressions look neither back nor ahead: what must stay is put back by $1.
_DEGREES_ZH = (
    "非常非常|非常之?|特别(?:地|的)?|十分|相当|超级无敌|超级|极其|极度|极为|实在是?太?|真的(?:是|很)?|真心|确实|有点儿?|有些|有一点点?|稍微|略微|稍稍"
    "|比较|还是|还算|算是|挺|蛮|贼|巨|忒|格外|尤其|简直|绝对|个人认为|我?觉得|我?感觉|有够|那么|这么|如此|越来越|一点点|一直都?|总是|老是|经常|太过|过于"
)
_POLITE_ZH = (
    "希望(?:商家|卖家|店家|厂家|以后|下次|你们|能够|能|可以)*|建议(?:商家|卖家|店家|厂家|以后|下次|你们)*|麻烦|拜托|请问|谢谢|亲们?|您好|你好|最好能?|如果能|要是能"
    "|就好了|就更好了|就完美了|就太好了|的话|能不能|可不可以|能否|可否|是否可以"
)
_DEGREES_EN = (
    r"\b(?:really|very|so|too much of|extremely|super|quite|pretty much|rather|fairly|totally|absolutely|completely|incredibly"
    r"|a little bit|a little|a bit|a tad|slightly|somewhat|kind of|kinda|sort of|just|actually|honestly|definitely|seriously|literally|basically"
    r"|unfortunately|overall|simply|truly|highly|way)\b"
)
_POLITE_EN = (
    r"\b(?:i wish(?: that)?|wish|i hope(?: that)?|hopefully|please|pls|plz|kindly|it would be (?:nice|great|good|better|helpful) (?:if|to)"
    r"|would be (?:nice|great|good|better)|would love(?: to see| to have)?|would like(?: to see| to have)?|i think|in my opinion|imo|thanks?(?: you)?"
    r"|they should|you should|should have|could you|can you)\b"
)
_QUERY_NOISE = (
    r"20[12][0-9]年?(?:新款|款|春款|夏款|秋款|冬款|春夏|秋冬|春季|夏季|秋季|冬季)?|新款|包邮|正品|官方|旗舰店|官网|专柜|同款|网红|抖音|淘宝|天猫|京东|清仓|特价|促销|爆款|热卖|ins潮?|韩版|欧美风?|潮流?|正版|现货|专卖店?"
    r"|\b(?:20[12][0-9]|new arrivals?|free shipping|on sale|best sellers?|cheap price|online|buy|shop|official|hot sale|near me)\b"
)
_SIGNS = r"[^\p{L}\p{N}\s'.%+]+|[\x{1f000}-\x{1faff}\x{2600}-\x{27bf}]+"


def statements(expressions: pl.DataFrame) -> pl.Series:
    """Return the normalised words of each expression, in the order of the rows.

    ``expressions`` has the String columns ``origin``, ``aspect``, ``opinion``, ``ask``,
    ``quote`` (see needs.columns; ``statement`` too, or not). An opinion gives its aspect
    and its words in the order of the text, or its clause when one of them is only
    implied; a suggestion what it asks for; a query its words without the noise of titles
    (2018新款, 包邮); questions, reasons and behaviour what their rules said. Folded,
    without degree, politeness, emoji and punctuation; negations stay. At most LONGEST_ZH
    characters, or MOST_WORDS English words; never empty unless the quote is.

    >>> frame = pl.DataFrame({"origin": ["opinion", "opinion", "suggestion", "query"],
    ...     "aspect": ["電池", "battery", None, None], "opinion": ["很不耐用", "dies fast", None, None],
    ...     "ask": ["", "", "能有更大的字體", ""],
    ...     "quote": ["電池很不耐用！", "The battery really dies fast", "希望能有更大的字體", "2018新款 老人手机 包邮"]})
    >>> statements(frame).to_list()
    ['电池不耐用', 'battery dies fast', '有更大的字体', '老人手机']
    """
    frame = expressions.select(
        "origin", *(pl.col(c).fill_null("") for c in ("aspect", "opinion", "ask", "quote")),
        (pl.col("statement") if "statement" in expressions.columns else pl.lit("")).fill_null("").alias("given"),
    )  # fmt: skip
    raw = frame.select(_words().alias("raw"), "origin", "given", "quote")
    raw = raw.with_columns(fold_series(raw["raw"]), fold_series(raw["quote"]))
    plain = _plain(pl.col("raw"), pl.col("origin"))
    said = raw.with_columns(plain=plain)
    fallback = _shortened(_spaced(pl.col("quote").str.replace_all(_SIGNS, " ")))
    kept = (
        pl.when(pl.col("given") != "")
        .then(pl.col("given"))
        .when(pl.col("plain") != "")
        .then(_shortened(pl.col("plain")))
        .otherwise(fallback)
    )
    return said.select(kept.alias("statement")).to_series()


def _words() -> pl.Expr:
    """Return the words an expression is told by, as written."""
    aspect, opinion, quote = pl.col("aspect"), pl.col("opinion"), pl.col("quote")
    before = quote.str.find(aspect, literal=True) <= quote.str.find(opinion, literal=True)
    han = opinion.str.contains(_HAN)
    gap = pl.when(han).then(pl.lit("")).otherwise(pl.lit(" "))
    both = (
        pl.when(before.fill_null(True))
        .then(pl.concat_str(aspect, gap, opinion))
        .otherwise(pl.concat_str(opinion, gap, aspect))
    )
    return (
        pl.when((pl.col("origin") == "suggestion") & (pl.col("ask") != ""))
        .then(pl.col("ask"))
        .when((pl.col("origin") == "opinion") & (aspect != "") & (opinion != ""))
        .then(both)
        .otherwise(quote)
    )


def _plain(raw: pl.Expr, origin: pl.Expr) -> pl.Expr:
    signs = _spaced(
        raw.str.replace_all(_SIGNS, " ").str.replace_all(r"(?:^|\s)[.'+%]+|[.'+]+(?:\s|$)", " ")
    )
    said = (
        signs.str.replace_all(_POLITE_ZH, " ")
        .str.replace_all(_POLITE_EN, " ")
        .str.replace_all(_DEGREES_ZH, "")
        .str.replace_all(r"很([^多])", "$1")
        .str.replace_all(r"^(?:而且|但是?|不过|还有|就是|所以|因为|然后|也|又|并且|可是|只是|另外|的|地|得)+", "")
        .str.replace_all(r"^(?:(?:and|but|also|or|so|because|although|though|then|however|plus)\s+)+", "")
        .str.replace_all(_DEGREES_EN, " ")
        .str.replace_all(r"^(?:\s*(?:能够|能|可以|可|请|to|the|an?|that|for|it was|it is|it's|was|is)\s+)+", "")
        .str.replace_all(r"^请([^假问客])", "$1")
        .str.replace_all(r"^(?:能够|能|可以)", "")
        .str.replace_all(rf"({_HAN})(?:了|的|啊|呢|吧|呀|哦|啦|嘛|哈)+(?:\s|$)", "$1")
    )  # fmt: skip
    query = signs.str.replace_all(_QUERY_NOISE, " ")
    return _spaced(pl.when(origin == "query").then(query).otherwise(said))


def _spaced(text: pl.Expr) -> pl.Expr:
    """Put one space where there are several; none between Chinese characters is added."""
    return text.str.replace_all(r"\s+", " ").str.strip_chars()


def _shortened(text: pl.Expr) -> pl.Expr:
    words = text.str.split(" ").list.head(MOST_WORDS).list.join(" ")
    return pl.when(text.str.contains(_HAN)).then(text.str.slice(0, LONGEST_ZH)).otherwise(words)

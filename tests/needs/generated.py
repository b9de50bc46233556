"""A generator of what customers of an invented shop said, the same for the same seed."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import polars as pl

from needlens.needs import EXPRESSIONS, CategoryName

NAMES = {
    "PRODUCT#QUALITY": CategoryName(
        "商品质量", "product quality", "更可靠的质量", "more reliable quality"
    ),
    "LOGISTICS#SPEED": CategoryName("物流速度", "delivery speed", "更快的物流", "faster delivery"),
    "LOGISTICS#PACKAGING": CategoryName("包装", "packaging", "更结实的包装", "sturdier packaging"),
    "SERVICE#ATTITUDE": CategoryName(
        "客服态度", "customer service", "更热情的客服", "friendlier customer service"
    ),
    "PRODUCT#SIZE": CategoryName("尺码", "size and fit", "更合适的尺码", "a better fit"),
    "PRODUCT#PRICE": CategoryName("价格", "price", "更实惠的价格", "a better price"),
    "PRODUCT#BATTERY": CategoryName("续航", "battery life", "更长的续航", "longer battery life"),
    "AFTERSALES#RETURN": CategoryName("退换货", "returns", "更省心的退换货", "easier returns"),
    "PRODUCT#APPEARANCE": CategoryName("外观", "appearance", "更好看的外观", "better looks"),
    "FOOD#FRESHNESS": CategoryName("新鲜度", "freshness", "更新鲜的商品", "fresher goods"),
    "PRODUCT#MANUAL": CategoryName(
        "说明书", "instructions", "更清楚的说明书", "clearer instructions"
    ),
}

# category: (share of talk, share of complaints, growth, zh good, zh bad, en good, en bad)
_TALK = {
    "PRODUCT#QUALITY": (
        20,
        0.2,
        1.0,
        "质量|很好|做工细致，{}{}，用着放心",
        "质量|太差|才用了三天就坏了，{}{}",
        "quality|great|The {} is {}, feels solid in the hand",
        "quality|poor|Broke after three days, {} is {}",
    ),
    "LOGISTICS#SPEED": (
        16,
        0.62,
        1.9,
        "物流|很快|隔天就到了，{}{}",
        "物流|太慢|等了整整一个星期，{}{}了",
        "delivery|fast|{} was {}, arrived a day early",
        "delivery|slow|The {} was {}, waited nine days",
    ),
    "LOGISTICS#PACKAGING": (
        9,
        0.48,
        1.2,
        "包装|严实|{}很{}，一点没磕碰",
        "包装|破损|收到时{}已经{}，盒子都瘪了",
        "packaging|neat|{} was {} and easy to open",
        "box|crushed|The {} came {} and wet on one side",
    ),
    "SERVICE#ATTITUDE": (
        10,
        0.55,
        1.5,
        "客服|耐心|{}很{}，有问必答",
        "客服|敷衍|{}态度{}，问三句回一句",
        "support|helpful|{} was {} and quick",
        "support|rude|The {} agent was {} and hung up",
    ),
    "PRODUCT#PRICE": (
        12,
        0.25,
        1.0,
        "价格|实惠|{}{}，活动时买很划算",
        "价格|太贵|同样的东西{}{}了",
        "price|fair|{} is {} for what you get",
        "price|steep|The {} is {} compared with others",
    ),
    "PRODUCT#BATTERY": (
        8,
        0.7,
        1.1,
        "电池|耐用|{}很{}，充一次用两天",
        "电池|不行|{}{}，半天就没电",
        "battery|long-lasting|The {} is {}",
        "battery|weak|{} is {}, dead by noon",
    ),
    "AFTERSALES#RETURN": (
        5,
        0.8,
        1.4,
        "退货|顺利|{}很{}，当天到账",
        "退货|麻烦|{}太{}，拖了半个月",
        "return|painless|The {} was {}",
        "refund|late|My {} came {}, after five emails",
    ),
    "PRODUCT#APPEARANCE": (
        10,
        0.12,
        0.9,
        "颜色|好看|{}很{}，和图片一样",
        "颜色|难看|{}{}，和图片差很多",
        "colour|lovely|The {} is {}",
        "colour|dull|{} looks {} in daylight",
    ),
    "FOOD#FRESHNESS": (
        5,
        0.4,
        0.7,
        "水果|新鲜|{}很{}，小朋友爱吃",
        "水果|烂了|打开一看{}{}好几个",
        "fruit|fresh|{} was {} and sweet",
        "salad|wilted|The {} was {} on arrival",
    ),
}
_SIZES = [
    ("尺码|太小|按平时的买，{}{}了", "zh"),
    ("尺码|偏大|{}{}，穿着像麻袋", "zh"),
    ("fit|too small|The {} is {} in the shoulders", "en"),
    ("fit|too big|The {} is {}, had to return it", "en"),
]
_ASKS = [
    ("PRODUCT#MANUAL", "有中文说明书", "希望{}，英文的看不懂", "zh"),
    ("PRODUCT#MANUAL", "配一份中文的说明书", "建议{}", "zh"),
    ("PRODUCT#APPEARANCE", "出个薄荷绿的颜色", "能不能{}？", "zh"),
    ("PRODUCT#BATTERY", "a longer charging cable", "Please include {}", "en"),
    ("PRODUCT#BATTERY", "longer charging cables", "I wish it had {}", "en"),
    ("LOGISTICS#SPEED", "weekend delivery", "Please offer {}", "en"),
    ("PRODUCT#SIZE", "加大码", "希望能有{}", "zh"),
]


def expressions(n: int, seed: int = 7, days: int = 180) -> pl.DataFrame:
    """Return ``n`` expressions; two thirds Chinese, one in twelve a suggestion."""
    rng = random.Random(seed)
    end = datetime(2026, 11, 1, tzinfo=UTC)
    rows = [_row(rng, i, end, days) for i in range(n)]
    return pl.DataFrame(rows, schema=EXPRESSIONS, orient="row")


def _row(rng, i, end, days):
    language = "zh" if rng.random() < 0.66 else "en"
    growth, aspect, opinion, valence, ask = 1.0, None, None, None, ""
    draw = rng.random()
    if draw < 0.08:
        category, ask, frame, language = rng.choice(_ASKS)
        quote = frame.format(ask)
    elif draw < 0.14:
        category = "PRODUCT#SIZE"
        phrase, language = rng.choice(_SIZES)
        aspect, opinion, frame = phrase.split("|")
        quote, valence = frame.format(aspect, opinion), 2 + rng.random() * 2
    else:
        category = rng.choices(list(_TALK), [talk[0] for talk in _TALK.values()])[0]
        _, complaints, growth, *phrases = _TALK[category]
        bad = rng.random() < complaints
        aspect, opinion, frame = phrases[2 * (language == "en") + bad].split("|")
        quote = frame.format(aspect, opinion)
        valence = round(rng.gauss(2.8 if bad else 7.1, 0.8), 2)
    if valence is not None and rng.random() < 0.06:
        quote, valence = quote.replace(opinion or "", "一般" if language == "zh" else "so-so"), 5.0
        opinion = "一般" if language == "zh" else "so-so"
    age = rng.random() ** (growth if valence is None or valence < 5 else 1.0)
    at = end - timedelta(days=age * days) if rng.random() < 0.95 else None
    product = f"sku-{min(int(rng.expovariate(0.25)), 40):03d}" if rng.random() < 0.9 else None
    customer = f"c{rng.randrange(1 + i)}" if rng.random() < 0.7 else None
    provenance = rng.choices(["real", "assigned", "simulated"], [70, 25, 5])[0]
    source = "评价导出2026.csv" if language == "zh" else "reviews-export.jsonl"
    return (
        f"s{i}", rng.choices(["review", "chat", "post"], [85, 10, 5])[0],
        "suggestion" if ask else "opinion", category, ask, aspect, opinion, valence,
        round(0.55 + 0.4 * rng.random(), 3), 0, len(quote), quote, at, customer, product,
        language, provenance, source, i + 2, 1.0 if rng.random() < 0.9 else 0.5,
    )  # fmt: skip

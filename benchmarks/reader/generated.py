"""Reviews made from a seed, for measuring speed: about 38 tokens, Chinese and English."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import cycle, islice

DISTINCT = 5_000
THINGS = ["屏幕", "电池", "包装", "物流", "客服", "颜色", "尺码", "面料", "做工", "味道", "价格", "音质", "键盘", "充电器"]  # fmt: skip
HOW = ["非常好", "不太好", "很一般", "有点差", "特别棒", "真的不错", "比想象中好", "让人失望", "用了两天就坏了", "跟图片一样"]  # fmt: skip
SAID = [
    "第二次买了",
    "朋友推荐的",
    "给妈妈买的",
    "活动的时候下的单",
    "用了一个星期",
    "希望下次能快一点",
]
NOUNS = ["screen", "battery", "zipper", "box", "delivery", "support", "colour", "fabric", "keyboard", "price"]  # fmt: skip
VERDICTS = ["is great", "was a disappointment", "feels cheap", "broke after two days", "works as expected",
            "could be better", "is the best I have had", "arrived late"]  # fmt: skip
STORIES = [
    "Bought it for my sister",
    "I have used it for a month",
    "Second one I ordered",
    "It was on sale",
]


def reviews(n: int) -> Iterator[str]:
    """Yield ``n`` reviews; after 5,000 different ones they come round again."""
    rng = random.Random(1)
    distinct = [
        _chinese(rng) if rng.random() < 0.7 else _english(rng) for _ in range(min(n, DISTINCT))
    ]
    return islice(cycle(distinct), n)


def _chinese(rng: random.Random) -> str:
    parts = [rng.choice(SAID)]
    parts += [rng.choice(THINGS) + rng.choice(HOW) for _ in range(rng.randint(3, 9))]
    return "，".join(parts) + "。"


def _english(rng: random.Random) -> str:
    parts = [rng.choice(STORIES)]
    parts += [f"the {rng.choice(NOUNS)} {rng.choice(VERDICTS)}" for _ in range(rng.randint(2, 7))]
    return ", ".join(parts) + "."

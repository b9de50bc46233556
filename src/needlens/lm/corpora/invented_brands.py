"""Brand names made of syllables and words, English and Chinese, as many as wanted."""

from __future__ import annotations

import random


def _words(text: str) -> list[str]:
    return text.split(" ")


_ONSETS = _words("b br c ch cl d dr f fl g gl h j k kl l m n p pr qu r s sh sk st t th tr v w y z")
_VOWELS = _words("a e i o u ai ea ee ia io oa oo y")
_CODAS = ["", "", "", "l", "m", "n", "r", "s", "t", "x", "nd", "rk", "th"]
_ENDINGS = ["", "", "", "a", "o", "ia", "ix", "ora", "ette", "ly", "tek", "ware", "ella", "ium"]
_HEADS = _words("north south silver amber stone river maple cedar lunar urban wild blue iron ever")
_TAILS = _words(
    "fern pine haven forge field nest ridge brook loom peak crest moor harbor wick dale"
)
_ZH_FIRST = "雅澜沐禾朵沁诺维优尚乐锦悠云枫瑞欣恩柏茉念晨谷墨佳康源丽霖皓亿卓鼎博凯赫麦伊艾贝奥罗洛克莱曼斯格兰"
_ZH_LAST = (
    "诗丹朗格妮雅尔达森琪斯蒂兰顿克菲拉娜芙曼洛图仕康源坊居堂轩阁邦派度卡奇思语念里家莎雪玛迪可"
)


def english(dice: random.Random) -> str:
    """Return an English brand name in lower case: made of syllables or of two words.

    >>> english(random.Random(3)) == english(random.Random(3))
    True
    """
    way = dice.random()
    if way < 0.25:
        return dice.choice(_HEADS) + dice.choice(["", "", " "]) + dice.choice(_TAILS)
    name = "".join(_syllable(dice) for _ in range(dice.choice((1, 2, 2, 2))))
    name += dice.choice(_ENDINGS)
    if len(name) < 4:
        name += _syllable(dice)
    if way > 0.95:
        return f"{name} & {dice.choice(_TAILS)}"
    return name[:12]


def chinese(dice: random.Random) -> str:
    """Return a Chinese brand name of two to four characters."""
    size = dice.choice((2, 2, 2, 3, 3, 4))
    middle = "".join(dice.choice(_ZH_FIRST + _ZH_LAST) for _ in range(size - 2))
    return dice.choice(_ZH_FIRST) + middle + dice.choice(_ZH_LAST)


def _syllable(dice: random.Random) -> str:
    return dice.choice(_ONSETS) + dice.choice(_VOWELS) + dice.choice(_CODAS)

"""Opposite complaints about one thing: too small here, too large there.

One category can be wrong in two directions, and the remedies are opposite. Only
complaints with a word of this table are told apart, so the groups are the same whatever
else comes in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pole:
    """One direction in which something can be wrong."""

    opposite: str
    zh: str
    en: str
    zh_words: str
    en_words: str


POLES: dict[str, Pole] = {
    "small": Pole("large", "太小", "too small", "小", "small smaller tiny"),
    "large": Pole("small", "太大", "too large", "大", "large larger big bigger huge"),
    "short": Pole("long", "太短", "too short", "短", "short shorter"),
    "long": Pole("short", "太长", "too long", "长", "long longer"),
    "tight": Pole("loose", "太紧", "too tight", "紧 窄", "tight tighter narrow"),
    "loose": Pole("tight", "太松", "too loose", "松 宽 肥", "loose looser baggy wide"),
    "thin": Pole("thick", "太薄", "too thin", "薄", "thin thinner flimsy"),
    "thick": Pole("thin", "太厚", "too thick", "厚", "thick thicker bulky"),
    "light": Pole("heavy", "太轻", "too light", "轻", "light lighter"),
    "heavy": Pole("light", "太重", "too heavy", "重 沉", "heavy heavier"),
    "soft": Pole("hard", "太软", "too soft", "软", "soft softer"),
    "hard": Pole("soft", "太硬", "too hard", "硬", "hard harder stiff"),
    "bland": Pole("salty", "太淡", "too bland", "淡", "bland tasteless"),
    "salty": Pole("bland", "太咸", "too salty", "咸", "salty"),
    "dark": Pole("bright", "太暗", "too dark", "暗 深", "dark darker dim"),
    "bright": Pole("dark", "太亮", "too bright", "亮 浅", "bright brighter"),
}

_FILLING = "太偏有点儿过于比较非常很特别实在真的好超了些一不是得"
_ZH = {char: name for name, pole in POLES.items() for char in pole.zh_words.split()}
_EN = {word: name for name, pole in POLES.items() for word in pole.en_words.split()}


def pole_of(opinion: str) -> str:
    """Return which pole an opinion term complains of, '' when of none.

    A Chinese term must consist of the pole's character and words of degree, so 大气 or
    重要 are no complaints about size or weight. A negated term says nothing clear.

    >>> pole_of("太小了"), pole_of("偏大"), pole_of("大气"), pole_of("不大")
    ('small', 'large', '', '')
    >>> pole_of("way too small"), pole_of("not long")
    ('small', '')
    """
    term = opinion.strip().lower()
    if not term:
        return ""
    words = re.findall(r"[a-z']+", term)
    if words:
        if any(word in ("not", "no", "never") or word.endswith("n't") for word in words):
            return ""
        found = {_EN[word] for word in words if word in _EN}
    else:
        if "不" in term or "没" in term:
            return ""
        rest = [char for char in term if char not in _FILLING]
        found = {_ZH.get(char, "") for char in rest}
    return found.pop() if len(found) == 1 else ""

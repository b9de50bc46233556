"""The facet lexicon: what a need is about besides its category, read from one file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from needlens.mining._grammar import split_words

KINDS = (
    "function", "audience", "occasion", "place", "time", "problem", "attribute", "service"
)  # fmt: skip
"""The eight facets."""

# Frames that make a fault of a neutral word: 大 is a size, 太大 is a fault.
_TOO_ZH = (
    "太{}", "偏{}", "有点{}", "有点儿{}", "有些{}", "有一点{}", "过于{}", "过{}", "稍微{}", "稍微有点{}",
    "稍{}", "略{}", "略微{}", "略显{}", "稍显{}", "嫌{}", "{}了点", "{}了一点", "{}了些", "{}了一些",
    "{}了很多", "{}了不少", "{}一大截", "{}得不行", "{}的离谱", "{}得离谱", "{}得要命",
)  # fmt: skip
_TOO_EN = (
    "too {}", "a bit {}", "a little {}", "a little bit {}", "a tad {}", "slightly {}", "overly {}",
    "runs {}", "run {}", "ran {}", "fits {}", "kind of {}", "kinda {}", "a touch {}", "somewhat {}",
    "runs a bit {}", "runs very {}", "excessively {}", "way {}", "a bit too {}", "a little too {}",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facet:
    """One value of a facet: ``audience:parents`` with its names and words."""

    id: str
    facet: str
    """Of function, audience, occasion, place, time, problem, attribute, service."""
    name_zh: str
    name_en: str
    zh: tuple[str, ...]
    """Chinese words, folded; 太大 and the like written out."""
    en: tuple[str, ...]
    """English words, lower case, with spaces for hyphens."""


@cache
def lexicon() -> tuple[dict[str, Facet], frozenset[str]]:
    """Return the facets by id, and the words that only hide other words."""
    raw = resources.files("needlens.mining").joinpath("facets.toml").read_text("utf-8")
    file = tomllib.loads(raw)
    facets = {
        f"{kind}:{value}": _facet(kind, value, *entry)
        for kind in KINDS
        for value, entry in file[kind].items()
    }
    never = file["never"]
    return facets, frozenset(split_words(never["zh"]) + _english(never["en"]))


def _facet(kind: str, value: str, name_zh: str, name_en: str, zh: str, en: str) -> Facet:
    chinese = tuple(w for word in split_words(zh) for w in _written_out(word, _TOO_ZH))
    english = tuple(w for word in _english(en) for w in _written_out(word, _TOO_EN))
    return Facet(f"{kind}:{value}", kind, name_zh, name_en, chinese, english)


def _english(words: str) -> list[str]:
    return [word.replace("-", " ") for word in split_words(words)]


def _written_out(word: str, frames: tuple[str, ...]) -> list[str]:
    return [frame.format(word[1:]) for frame in frames] if word.startswith("~") else [word]

"""The needs that can be planted, their paraphrases, and the goods of the planted shop."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

FOLDER = Path(__file__).with_name("planted_needs")
FILES = ("shop", "appliances", "wear_and_home")

Half = Literal["dev", "test"]
Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, Language] = ("zh", "en")
MET = {"unmet": 0.12, "mixed": 0.45, "met": 0.85}
"""How many of those who hold a need have it satisfied by what they bought, on average."""


@dataclass(frozen=True)
class PlantedNeed:
    """A need: how it is said (``lack``), praised, asked and searched for, by language."""

    id: str
    state: str
    goods: tuple[str, ...]
    said: Mapping[str, tuple[str, ...]]
    """lack_zh, praise_en, ask_zh, query_en … → templates; a query may be missing."""


@dataclass(frozen=True)
class Good:
    """A kind of product with its name and usual price (CNY)."""

    id: str
    zh: str
    en: str
    price: float


@dataclass(frozen=True)
class Wording:
    """What is written for goods, brands and degrees, and what says nothing at all."""

    goods: tuple[Good, ...]
    brands: Mapping[str, tuple[str, ...]]
    degrees: Mapping[str, tuple[str, ...]]
    noise: Mapping[str, tuple[str, ...]]
    frames: Mapping[str, tuple[str, ...]]
    """review_before_zh, chat_after_en …: words around what is said."""


def needs(half: Half) -> tuple[PlantedNeed, ...]:
    """Return every need with the odd (dev) or the even (test) half of its paraphrases.

    >>> one, other = needs("dev")[0], needs("test")[0]
    >>> one.id, set(one.said["lack_zh"]) & set(other.said["lack_zh"])
    ('delivery-fast', set())
    """
    goods = tuple(g.id for g in wording().goods)
    found = []
    for name in FILES:
        for key, value in _read(name).items():
            kinds = goods if value["goods"] == "*" else tuple(value["goods"].split())
            said = {
                (word if "_" in word else f"lack_{word}"): _half(text, half)
                for word, text in value.items()
                if word not in ("state", "goods")
            }
            found.append(PlantedNeed(key, value["state"], kinds, said))
    return tuple(found)


@cache
def wording() -> Wording:
    """Return the goods and all that is said besides needs."""
    found = _read("goods")
    goods = tuple(Good(key, zh, en, price) for key, (zh, en, price) in found["goods"].items())
    lists = [{k: tuple(v) for k, v in found[part].items()} for part in ("brands", "degrees")]
    noise = {
        (word if "_" in word else f"said_{word}"): tuple(text.strip().splitlines())
        for word, text in found["noise"].items()
    }
    frames = {
        f"{kind}_{place}": tuple(text.strip().splitlines())
        for kind, places in _read("frames").items()
        for place, text in places.items()
    }
    return Wording(goods, lists[0], lists[1], noise, frames)


def _half(text: str, half: Half) -> tuple[str, ...]:
    return tuple(text.strip().splitlines()[0 if half == "dev" else 1 :: 2])


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))

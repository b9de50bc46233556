"""Reasons that hold for anything: good quality, daily use, 好用."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from needlens.text.folding import fold


class Empty(NamedTuple):
    """Words that say nothing of a product (``generic.toml``)."""

    zh: re.Pattern[str]
    """Matches a phrase of nothing but such words."""
    en: frozenset[str]
    capitals: frozenset[str]
    """Words written with a capital letter that name no brand, in lower case."""


@cache
def empty() -> Empty:
    """Return the words shipped with needlens."""
    text = files("needlens.needs.knowledge").joinpath("generic.toml").read_text("utf-8")
    words = {name: given.split() for name, given in tomllib.loads(text).items()}
    zh = sorted((*words["zh"], *words["zh_fill"]), key=len, reverse=True)
    return Empty(
        re.compile(f"(?:{'|'.join(map(re.escape, zh))})*"),
        frozenset((*words["en"], *words["en_fill"])),
        frozenset(words["capitals"]),
    )


def generic(zh: str, en: str) -> bool:
    """Say whether a reason says nothing of what was bought: in one of the languages is enough.

    >>> generic("质量很好", "good quality"), generic("怕手臂晒黑", "afraid of tanned arms")
    (True, False)
    """
    words = re.findall(r"[a-z']+", fold(en).text)
    plain = re.sub(r"[\s,。、.!]+", "", fold(zh).text)
    return bool(empty().zh.fullmatch(plain)) or empty().en.issuperset(words)

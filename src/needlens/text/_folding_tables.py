"""The tables of the folding, built once on first use."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from needlens.text._codepoints import PLANES

_HAN = (
    (0x3400, 0x4DC0),
    (0x4E00, 0xA000),
    (0xF900, 0xFB00),
    (0x20000, 0x2FA20),
    (0x30000, 0x323B0),
)
_COMPATIBLE = ((0xFF01, 0xFF5F), (0xFFE0, 0xFFE7), (0xFE50, 0xFE6C), (0x1D400, 0x1D800))
_WIDE = ((0xFB00, 0xFB07), (0x2160, 0x2180), (0x3371, 0x33E0), (0x2116, 0x2117))
_VARIANTS = {
    "妳": "你",
    "甦": "苏",
    "牠": "它",
    "砲": "炮",
    "吋": "寸",
    "揹": "背",
    "菓": "果",
    "〜": "~",
}
_TYPOGRAPHIC = {"'": "‘’ʼ′", '"': "“”″", "-": "‐‑−", " ": "\u00a0\u3000\u202f\u205f"}
_CASED = 0x20000
"""No script with capitals has signs beyond this."""
_IN_CONTEXT = "乾"
TRIGGERS = "著乾覆瞭藉彷畫甚"
"""Characters whose folding depends on their neighbours."""


class Expansions(NamedTuple):
    """Signs that stand for several letters."""

    pattern: re.Pattern[str]
    words: dict[str, str]


@cache
def script_map() -> dict[int, str]:
    """Return the one-to-one foldings of script, width and typography; case stays."""
    table = {ord(a): b for a, b in _VARIANTS.items()}
    table |= {ord(a): b for b, variants in _TYPOGRAPHIC.items() for a in variants}
    table |= {code: " " for code in range(0x2000, 0x200B)}
    table |= _simplified()
    for first, end in _COMPATIBLE:
        for code in range(first, end):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and not plain.isspace():
                table[code] = plain
    return table


@cache
def char_map() -> dict[int, str]:
    """Return the one-to-one foldings with lower case, for ``str.translate``."""
    lower = {code: chr(code).lower() for code in range(_CASED)}
    table = {code: to for code, to in lower.items() if len(to) == 1 and to != chr(code)}
    table[ord("İ")] = "i"
    return table | {code: to.lower() for code, to in script_map().items()}


def _simplified() -> dict[int, str]:
    from opencc import OpenCC

    converter = OpenCC("t2s")
    han = [chr(code) for first, end in _HAN for code in range(first, end)]
    pairs = ((old, converter.convert(old)) for old in han)
    return {
        ord(old): new
        for old, new in pairs
        if old != new and len(new) == 1 and old not in _IN_CONTEXT
    }


@cache
def char_array() -> npt.NDArray[np.uint32]:
    """Return the one-to-one foldings as an array indexed by code point."""
    table = np.arange(PLANES, dtype=np.uint32)
    for code, to in char_map().items():
        table[code] = ord(to)
    return table


@cache
def expansions() -> Expansions:
    """Return the signs that stand for several letters (㎏, ﬁ, Ⅱ, №)."""
    words: dict[str, str] = {}
    for first, end in _WIDE:
        for code in range(first, end):
            plain = unicodedata.normalize("NFKC", chr(code))
            if plain != chr(code) and plain.isascii() and plain.isalnum():
                words[chr(code)] = plain.lower()
    return Expansions(re.compile(f"[{''.join(words)}]"), words)


@cache
def trigger_array() -> npt.NDArray[np.uint8]:
    """Return 1 for each code point that the array alone cannot fold."""
    flags = np.zeros(PLANES, dtype=np.uint8)
    flags[[ord(c) for c in (*TRIGGERS, *expansions().words)]] = 1
    return flags

"""What each character is to the linear tier: its folded code and its kind."""

from __future__ import annotations

import unicodedata
from functools import cache

import numpy as np
import numpy.typing as npt

from needlens.text._codepoints import PLANES
from needlens.text._folding_tables import char_array

SPACE, LINE, WORD, HAN, SIGN, MARK, COMMA, STOP, LIST = range(9)
"""Kinds: SPACE and LINE (its end) are no units, those after LINE are. A WORD character joins its
neighbours to one unit, HAN and SIGN stand alone; so do MARK, COMMA, STOP and LIST, which may end
a clause."""

_HAN = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x323B0))
_MARKS = {LINE: "\r\n\u2028\u2029", MARK: "。!?;…~", COMMA: ",", STOP: ".", LIST: "、"}
_ALIKE = {
    "著": "着",
    "乾": "干",
    "覆": "复",
    "瞭": "了",
    "藉": "借",
    "彷": "仿",
    "划": "画",
    "甚": "什",
}
"""Characters whose simplified form depends on their neighbours. Both forms are taken for one,
so that traditional and simplified texts are read alike without looking at neighbours."""


@cache
def codes() -> npt.NDArray[np.uint32]:
    """Return the folded code of each character; the folding never changes the length."""
    table = char_array().copy()
    alike = np.arange(PLANES, dtype=np.uint32)
    for old, new in _ALIKE.items():
        alike[ord(old)] = ord(new)
    folded: npt.NDArray[np.uint32] = alike[table]
    return folded


@cache
def kinds() -> npt.NDArray[np.uint8]:
    """Return the kind of each character, folded or not."""
    table = np.full(PLANES, SIGN, dtype=np.uint8)
    for code in range(0x3400):
        table[code] = _kind(chr(code))
    for first, end in _HAN:
        table[first:end] = HAN
    for kind, marks in _MARKS.items():
        table[[ord(mark) for mark in marks]] = kind
    kind_of_code: npt.NDArray[np.uint8] = table[codes()]
    return kind_of_code


def _kind(sign: str) -> int:
    if sign.isspace() or unicodedata.category(sign) in {"Cc", "Cf", "Mn"}:
        return SPACE
    return WORD if sign.isalnum() or sign == "'" else SIGN

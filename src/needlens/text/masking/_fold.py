"""Bring the many ways of writing a digit or letter to one, character for character.

Folding keeps the length, so that offsets in the folded text are offsets in the original.
"""

from __future__ import annotations

import re

from needlens.text.masking._found import PLACEHOLDER

FILLER = "\x00"
"""Stands for what is masked already; no pattern matches it or looks across it."""

HIDDEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufe0f\u20e3\ufeff"
"""Zero-width characters and emoji key caps: they hide a number from a pattern."""
INVISIBLE = re.compile(f"[{HIDDEN}]")

_TRADITIONAL = "電話機號碼聯繫絡識別單運遞郵編箱帳戶銀證縣區鎮鄉裡樓棟棧園莊灣廈廣場學陽龍東門寬買賣發貨給請門牌層組號衛"
_SIMPLIFIED = "电话机号码联系络识别单运递邮编箱账户银证县区镇乡里楼栋栈园庄湾厦广场学阳龙东门宽买卖发货给请门牌层组号卫"


def _table() -> dict[str, str]:
    table = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= dict.fromkeys("\u00a0\u2002\u2003\u2009\u202f\u3000", " ")
    table |= dict.fromkeys("‐‑‒–—―−﹣", "-")
    table |= {"﹫": "@", "．": ".", "｡": ".", "⓪": "0", "⓿": "0"}
    for first in (0x2460, 0x2776, 0x2780, 0x278A):
        table |= {chr(first + i): str(1 + i) for i in range(9)}
    table |= {chr(0x1D7CE + i): str(i % 10) for i in range(50)}
    return table | dict(zip(_TRADITIONAL, _SIMPLIFIED, strict=True))


TABLE = _table()
"""What a character is folded to, one for one."""
_CODES = str.maketrans(TABLE)


def fold(text: str) -> str:
    """Return ``text`` with plain digits, letters and signs, and what is masked blanked.

    >>> fold("電話：１３８ ⟨qq⟩").replace(FILLER, "_")
    '电话:138 ____'
    """
    if "⟨" in text:
        text = PLACEHOLDER.sub(lambda m: FILLER * len(m[0]), text)
    return text.translate(_CODES)

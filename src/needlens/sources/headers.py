"""Headers 表头: where the header of a table is, and what is left of a name once folded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from needlens.sources.words import KNOWN, PERSONAL_PARTS, PRIVATE, UNUSED, bare
from needlens.text.folding import fold
from needlens.text.masking import mask

LOOKED_AT = 20
"""How many rows may stand above the header."""

MOST_COLUMNS = 16_384
"""As many as a sheet of Excel has; a table with more is a mistake or a trick."""

_LISTED = 40

UNITS = {
    "元": "元", "rmb": "元", "cny": "元", "¥": "元", "人民币": "元", "万元": "万元", "亿元": "亿元", "万": "万",
    "亿": "亿", "千元": "千元", "分": "分钱", "%": "%", "‰": "‰", "usd": "usd", "$": "usd", "us$": "usd",
    "美元": "usd", "eur": "eur", "€": "eur", "gbp": "gbp", "£": "gbp", "hkd": "hkd", "港币": "hkd",
    "twd": "twd", "nt$": "twd", "台币": "twd", "jpy": "jpy", "日元": "jpy", "ms": "ms", "毫秒": "ms",
}  # fmt: skip
"""Units in a header's brackets → what is written behind each cell before it is read."""

_BRACKET = re.compile(r"[(\[{<【〔「]([^()\[\]{}<>【】〔〕「」]*)[)\]}>】〕」]")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NUMBER = re.compile(r"^[-+(]?[¥$€£]?\s*\d[\d,.\s]*\s*[%元)]?$")
_DATE = re.compile(r"^\d{2,4}[-/.年]\d{1,2}([-/.月]\d{1,4})?")
_LINK = re.compile(r"^(https?:)?//|^\S+@\S+\.\S+$")


class Header(NamedTuple):
    """A column's name without its unit, both folded."""

    name: str
    """Folded, without blanks, signs and bracketed remarks: ``price``, ``价格``."""
    unit: str = ""
    """A unit of :data:`UNITS` found in brackets, as it is written behind cells."""
    full: str = ""
    """As ``name``, but with what stood in the brackets."""


@lru_cache(maxsize=4096)
def normalise_header(text: str) -> Header:
    r"""Fold a header so that its spellings compare equal, and split off its unit.

    Width, byte-order mark, blanks, case, traditional characters, required-field stars
    and camel case do not count.

    >>> normalise_header("價格（元）")
    Header(name='价格', unit='元', full='价格元')
    >>> normalise_header("\ufeff*Review　Text").name == normalise_header("review_text").name
    True
    """
    folded = fold(unicodedata.normalize("NFKC", text).strip("\ufeff\u200b \t\r\n")).text
    inside = [part.strip() for part in _BRACKET.findall(folded)]
    unit = next((UNITS[part] for part in inside if part in UNITS), "")
    name = bare(_BRACKET.sub("", folded))
    return Header(name or bare(folded), unit, bare(folded))


def words_of(text: str) -> list[str]:
    """Return the folded words of a header, so that its last words can be looked up.

    >>> words_of("customerReview_text"), words_of("買家評價內容")
    (['customer', 'review', 'text'], ['买家评价内容'])
    """
    spaced = _CAMEL.sub(" ", unicodedata.normalize("NFKC", _BRACKET.sub("", text)))
    return [word for word in re.split(r"[\W_]+", fold(spaced).text) if word]


def is_known(text: str) -> bool:
    """Return whether a cell reads as the name of a column needlens knows.

    >>> is_known("评价内容"), is_known("很好用，物流也快"), is_known("Unit Price ($)")
    (True, False, True)
    """
    header = normalise_header(text)
    return any(
        name in KNOWN or name in PRIVATE or name in UNUSED for name in (header.name, header.full)
    )


def column_name(text: str) -> str:
    """Return a header as a column can be named: ``*`` and ``^…$`` are patterns to polars.

    >>> column_name("评分*"), column_name("*"), column_name("^.*$")
    ('评分*', '＊', '＾.*$')
    """
    if text == "*":
        return "＊"
    return f"＾{text[1:]}" if text.startswith("^") and text.endswith("$") else text


def listed(names: Sequence[str]) -> str:
    """Return the names of columns for a message; customers' words in their place are not shown.

    >>> listed(["评价内容", "评分"]), listed(["很好用", "13800138000"])
    ('评价内容, 评分', '2 cells that look like values; is the header in another row?')
    """
    if any(_is_value(name) or len(name) > 40 for name in names):
        return f"{len(names)} cells that look like values; is the header in another row?"
    more = f" and {len(names) - _LISTED:,} more" if len(names) > _LISTED else ""
    return (mask(", ".join(names[:_LISTED])) or "(none)") + more


def find_header(rows: list[list[str]]) -> int:
    """Return which of the first rows is the header, or -1 when the data have none.

    Title rows, notes and blank rows may stand above it. A row is the header when most
    of its cells are known names of columns; else when its cells are short words, all
    different, and the rows below hold figures, dates or longer texts.

    >>> find_header([["2026年10月评价导出"], [], ["订单编号", "评价内容"], ["1", "很好"]])
    2
    >>> find_header([["1", "4.5", "2026-10-01"], ["2", "3.5", "2026-10-02"]])
    -1
    """
    seen = [[str(cell or "").strip() for cell in row] for row in rows[:LOOKED_AT]]
    width = max((_filled(row) for row in seen), default=0)
    best, best_known = -1, 0
    for i, row in enumerate(seen):
        known = sum(1 for cell in row if cell and len(cell) <= 40 and is_known(cell))
        filled = _filled(row)
        enough = known >= 2 or (known == 1 and filled == 1 and width == 1)
        if enough and (known * 3 >= filled or _names(row)) and known > best_known:
            best, best_known = i, known
    return best if best >= 0 else _by_shape(seen, width)


def _by_shape(rows: list[list[str]], width: int) -> int:
    """Return the first full row of names above rows of another shape, or -1."""
    for i, row in enumerate(rows):
        below = [other for other in rows[i + 1 :] if _filled(other)]
        if _filled(row) < max(1, 0.6 * width) or not below:
            continue
        if _names(row) and (any(is_known(c) for c in row if c) or _differs(row, below)):
            return i
        if any(_is_value(cell) for cell in row):
            return -1
    return -1


def _filled(row: list[str]) -> int:
    return sum(1 for cell in row if cell)


def _names(row: list[str]) -> bool:
    cells = [cell for cell in row if cell]
    return len(set(cells)) == len(cells) and all(
        len(cell) <= 60 and not _is_value(cell) and not re.search(r"[。！？!?]", cell)
        for cell in cells
    )


def _differs(row: list[str], below: list[list[str]]) -> bool:
    """Return whether some column holds values under a word, or texts far longer than it."""
    for column, name in enumerate(row):
        cells = [other[column] for other in below if column < len(other) and other[column]]
        if name and cells:
            longer = sum(len(cell) for cell in cells) / len(cells) > 3 * len(name) + 10
            if longer or sum(_is_value(cell) for cell in cells) * 2 > len(cells):
                return True
    return False


def _is_value(cell: str) -> bool:
    plain = unicodedata.normalize("NFKC", cell).strip("\t' ")
    return bool(_NUMBER.match(plain) or _DATE.match(plain) or _LINK.search(plain))


def is_personal(header: Header) -> bool:
    """Return whether a column holds personal data, by its name.

    >>> is_personal(normalise_header("收件人手机号")), is_personal(normalise_header("手机型号"))
    (True, False)
    """
    names = (header.name, header.full)
    return any(n in PRIVATE for n in names) or bool(re.search(PERSONAL_PARTS, header.name))

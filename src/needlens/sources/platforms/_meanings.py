"""What each column of an unknown table seems to hold, and how sure that is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import polars as pl

from needlens.sources.blanks import plain, without_nothing
from needlens.sources.choices import ratings
from needlens.sources.dates import dates
from needlens.sources.headers import Header, is_personal, normalise_header, words_of
from needlens.sources.numbers import numbers
from needlens.sources.platforms._platform import PERSONAL_NOTE, UNKNOWN_NOTE
from needlens.sources.words import KNOWN, PRIVATE, RANK, UNUSED

LOOKED_AT = 200
"""How many of a column's first cells are looked at."""

TEXTS = ("review_text", "text", "message", "post_text", "follow_up", "description")
TIMES = (
    "review_time",
    "order_time",
    "paid_time",
    "search_time",
    "event_time",
    "message_time",
    "post_time",
    "time",
)
NUMBERS = (
    "quantity",
    "price",
    "list_price",
    "amount",
    "discount",
    "stock",
    "likes",
    "helpful",
    "query_results",
    "position",
    "dwell",
)
_VAGUE = frozenset(("name", "id", "type", "title", "customer", "value", "channel", "status"))
"""Meanings that the last word of a longer header does not carry."""
_OTHERS = re.compile(
    "物流|快递|运单|店铺|仓库|发票|支付单|运费|邮费|积分|佣金|服务费|成本|税|发货|退款|客单|平均|累计|排行|率$|shipping|ship|tax|shop|"
    "expected|predicted|store|warehouse|freight|fee|cost|tip|avg|average|mean|count|rate|previous|last|next"
)
"""Words that make an unknown header speak of something else than its last word says."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column holds; ``name`` is empty when it is not taken, and ``note`` says why."""

    column: str
    name: str
    certain: bool = True
    note: str = ""
    rank: int = 0
    """Among columns of one meaning the lowest counts."""


def meanings(frame: pl.DataFrame) -> list[Meaning]:
    """Return the meaning of every column, by its header and its first cells.

    >>> frame = pl.DataFrame({"顧客評價內容": ["很好"], "评分": ["5"], "手机号": ["1"], "备用": ["x"]})
    >>> [(m.name, m.certain, m.note) for m in meanings(frame)][:2]
    [('review_text', False, 'by its last words'), ('rating', True, '')]
    >>> [m.note for m in meanings(frame)][2:]
    ['not taken: personal data', 'not used']
    """
    head = frame.head(LOOKED_AT)
    return [_checked(meaning_of(column), head[column]) for column in frame.columns]


def meaning_of(column: str) -> Meaning:
    """Return what a column holds by its header alone."""
    header = normalise_header(column)
    for name in _spellings(header):
        if name in KNOWN:
            return Meaning(column, KNOWN[name], rank=RANK[name])
    for name in _spellings(header):
        if name in PRIVATE:
            return Meaning(column, "", note=PERSONAL_NOTE)
        if name in UNUSED:
            return Meaning(column, "", note=UNUSED[name])
    if is_personal(header):
        return Meaning(column, "", note=PERSONAL_NOTE)
    ending = _by_ending(column)
    if ending:
        return Meaning(column, ending, False, "by its last words", rank=1000)
    return Meaning(column, "", note=UNKNOWN_NOTE)


def _spellings(header: Header) -> list[str]:
    """Return the ways to look a header up: with its remark, without, in the singular."""
    names = [header.full, header.name]
    names += [
        n.replace("reviews", "review", 1)
        for n in names
        if n.startswith("reviews") and n != "reviews"
    ]
    return names


def _by_ending(column: str) -> str:
    """Return the meaning of a header's last words: both languages put the noun last."""
    words = words_of(column)
    joined = "".join(words)
    if _OTHERS.search(joined):
        return ""
    endings = ["".join(words[start:]) for start in range(1, len(words))]
    # One character before the ending makes another word of it: 提货号 is no 货号.
    endings += [joined[i:] for i in range(2, len(joined) - 1) if "\u4e00" <= joined[i] <= "\u9fff"]
    for ending in endings:
        if ending in PRIVATE:
            return ""
        name = KNOWN.get(ending, "")
        if name and name not in _VAGUE:
            return name
    return ""


def _checked(meaning: Meaning, cells: pl.Series) -> Meaning:
    """Doubt a meaning, or drop it, when the column's first cells speak against it."""
    if not meaning.name:
        return meaning
    found = without_nothing(plain(cells)).drop_nulls()
    if found.is_empty():
        return meaning
    if meaning.name in TEXTS:
        if numbers(found).count() > 0.8 * len(found) or _is_links(found):
            return replace(meaning, name="", note="holds figures or links, not text")
        return meaning
    if meaning.name == "image_url" and not _is_links(found):
        return replace(meaning, name="has_image", certain=False, note="holds no links")
    readable = _readable(meaning.name, found)
    if readable >= 0.5:
        return meaning
    if not meaning.certain:
        return replace(meaning, name="", note=UNKNOWN_NOTE)
    return replace(
        meaning,
        certain=False,
        note=f"most of its first cells are not {_WHAT[_shape(meaning.name)]}",
    )


_WHAT = {"rating": "grades", "time": "dates", "number": "numbers"}


def _shape(name: str) -> str:
    if name == "rating":
        return "rating"
    return "time" if name in TIMES else "number" if name in NUMBERS else ""


def _readable(name: str, found: pl.Series) -> float:
    shape = _shape(name)
    if shape == "rating":
        return float(ratings(found, 5.0).count() / len(found))
    if shape == "time":
        return float(dates(found).values.count() / len(found))
    return float(numbers(found).count() / len(found)) if shape == "number" else 1.0


def _is_links(found: pl.Series) -> bool:
    return int(
        found.str.contains(r"^[\[\"' ]*(https?:)?//|\.(?i:jpe?g|png|webp|gif)").sum()
    ) > 0.5 * len(found)

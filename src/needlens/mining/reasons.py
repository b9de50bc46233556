"""Reasons for use 购买理由: for whom, where, when and what for a thing is bought or used.

What Amazon's COSMO asks a language model for (Yu et al. 2024) is read here only where a
customer says it: a person, place, time or occasion of the facet lexicon in a frame of
buying or using, and a few open frames (用来切菜, bought it to store shoes).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from needlens.mining.facet_finder import Hit, finder
from needlens.mining.reason_frames import (
    DOING,
    EN,
    GIFTS_ZH,
    NOT_BEFORE_EN,
    NOT_BEFORE_ZH,
    PEOPLE,
    USE,
    WHEN,
    WHERE,
    ZH,
    Frame,
)
from needlens.mining.reason_purposes import purposes
from needlens.mining.reason_words import statement
from needlens.records.remark import Remark
from needlens.text.folding import fold

CATEGORY = "DEMAND#USE"

_HAN = re.compile("[\u4e00-\u9fff]")
_CUT_ZH = re.compile(r"[\n。！？!?;；,，.~～…:：、\s()（）]")
_CUT_EN = re.compile(r"[\n。！？!?;；,，.…:()\"]")
_ASKS = re.compile(r"[^,，。!！\n]{0,8}(?:吗|么\?|[?？])")
_REACH_ZH, _REACH_EN = 24, 70
_NEAR_ZH = re.compile(
    "(?:的|们|和|跟|与|或|或者|在|去|放|买来|平时|时|的时候|、|每天|自己|过|家|,|，)?"
)
_NEAR_EN = re.compile(
    r"(?:'s|s'|s)?(?: and| or|,|/|&| for| at| in| on| to)*(?: my| our| a| an| the| his| her)?(?: \w+)? ?"
)
_EDGE = " \t\n,，.。!！?？;；:：~～…、的"
_TAIL = re.compile(
    r"(?:[\s,，.。!！?？;；:：~～…、]|很|挺|正好|刚好|非常|都|合适|最|也|太|比较|应该|足够|够|方便|舒服|不错|超|特别"
    r"|着|起来|感觉|还|蛮|效果|真|绝对|完全|一定|再|既|更| (?:it|this|them|these|an?|his|her|one|new|something|the))+$"
)
_NARRATED = frozenset(
    {"time:after-washing", "time:after-short-use", "time:long-use", "time:last-minute",
     "time:long-sitting", "place:entrance", "place:narrow-space", "occasion:renovation",
     "occasion:double-eleven", "occasion:collecting", "occasion:offerings", "place:metro", "place:wardrobe"}
)  # fmt: skip
"""Told of, not bought for."""
_LODGING = frozenset({"place:hotel", "place:shop", "place:hospital"})
_EATEN_AT = frozenset({"time:night", "time:noon", "time:evening"})


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason in folded text."""

    start: int
    end: int
    statement: str
    confidence: float
    facets: tuple[str, ...] = ()


def reasons(text: str) -> list[Remark]:
    """Return what a text says the thing is bought or used for.

    A good word for the shop (给商家点赞), delivery (送货很快), the shop's own presents and
    sizes (too small for me) are no reasons.

    >>> [(r.statement, text[r.start:r.end]) for text in ["送女朋友的生日礼物，送货很快",
    ...     "Got it for my dad, too big for me"] for r in reasons(text)]
    [('送女朋友的生日礼物', '送女朋友的生日礼物'), ('for father', 'for my dad')]
    """
    folded = fold(text)
    plain = folded.text
    return [
        Remark(
            "reason", CATEGORY, r.statement, r.facets, r.confidence, *folded.span(r.start, r.end)
        )
        for r in found(plain, finder().hits(plain))
    ]  # fmt: skip


def found(text: str, hits: Sequence[Hit]) -> Iterator[Reason]:
    """Yield the reasons in folded ``text``, given the facet words in it (see facet_finder)."""
    framed = list(_framed(text, hits))
    yield from framed
    spans = np.asarray([(r.start, r.end) for r in framed], dtype=np.int64).reshape(-1, 2)
    for start, end, words, confidence in purposes(text):
        if not np.any((spans[:, 0] < end) & (start < spans[:, 1])):
            facets = {id for hit in finder().hits(words) for id in hit.ids}
            yield Reason(start, end, words, confidence, tuple(sorted(facets)))


def _framed(text: str, hits: Sequence[Hit]) -> Iterator[Reason]:
    useful = [hit for hit in hits if _useful(hit)]
    taken = 0
    matches = [_matched(text, hit) for hit in useful]
    i = 0
    while i < len(useful):
        match = matches[i]
        if match is None or useful[i].start < taken:
            i += 1
            continue
        first, last = i, i
        while first and useful[first - 1].start >= taken and _near(text, useful[first - 1], useful[first]):  # fmt: skip
            first -= 1
        while last + 1 < len(useful) and _near(text, useful[last], useful[last + 1]):
            last += 1
        group = [m for m in matches[first : last + 1] if m is not None]
        start = min(useful[first].start, *(m[0] for m in group))
        end = max(useful[last].end, *(m[1] for m in group))
        reason = _reason(text, start, end, useful[first : last + 1], group)
        if reason is not None:
            yield reason
        taken, i = end, last + 1


def _useful(hit: Hit) -> bool:
    return any(id.partition(":")[0] in USE and id not in _NARRATED for id in hit.ids)


def _near(text: str, one: Hit, other: Hit) -> bool:
    gap = text[one.end : other.start]
    if "\n" in gap or len(gap) > 14:
        return False
    if _is_english(text, one) and _is_english(text, other):
        return _NEAR_EN.fullmatch(gap) is not None and bool(gap)
    return _NEAR_ZH.fullmatch(gap) is not None


def _is_english(text: str, hit: Hit) -> bool:
    if not text[hit.start : hit.end].isascii():
        return False
    return not _HAN.search(text, max(0, hit.start - 6), min(len(text), hit.end + 6))


_Match = tuple[int, int, Frame]


def _matched(text: str, hit: Hit) -> _Match | None:
    """Return where the first frame that fits begins and ends, and the frame."""
    english = _is_english(text, hit)
    reach, cut = (_REACH_EN, _CUT_EN) if english else (_REACH_ZH, _CUT_ZH)
    left = text[max(0, hit.start - reach) : hit.start]
    cuts = list(cut.finditer(left))
    left = left[cuts[-1].end() :] if cuts else left
    right = text[hit.end : hit.end + 30].partition("\n")[0]
    kinds = {id.partition(":")[0] for id in hit.ids if id not in _NARRATED}
    word = text[hit.start : hit.end]
    own = _PREPOSITION.match(word) if english else None
    if own:
        left += own[0]
    at = hit.start + (own.end() if own else 0)
    for frame in _frames(hit, word, english):
        after = frame.after.match(right)
        if after is None or kinds.isdisjoint(frame.facets) or not _fits(hit, after[0], right):
            continue
        before = frame.before.search(left)
        if before is None or _refused(left[: before.start()], english):
            continue
        return at - (len(left) - before.start()), hit.end + after.end(), frame
    return None


_PREPOSITION = re.compile("(?:for|at|in|on|to|during|as a) ")


def _frames(hit: Hit, word: str, english: bool) -> tuple[Frame, ...]:
    if english:
        return EN
    if "occasion:gift" in hit.ids or word.endswith("礼物"):
        return GIFTS_ZH if word.startswith(("送", "当", "拿得")) else GIFTS_ZH[1:]
    return ZH


def _refused(before: str, english: bool) -> bool:
    if english:
        return NOT_BEFORE_EN.search(before.rstrip()) is not None
    return NOT_BEFORE_ZH.search(before) is not None


def _fits(hit: Hit, after: str, right: str) -> bool:
    """Tell whether a frame fits this very word: a hotel's towels are not for use in hotels."""
    if after[:1] in "用使的" and not _LODGING.isdisjoint(hit.ids) and after:
        return False
    if any(c in "吃喝玩" for c in after) and not _EATEN_AT.isdisjoint(hit.ids):
        return False
    return _ASKS.match(right) is None


def _reason(
    text: str, start: int, end: int, hits: Sequence[Hit], matches: Sequence[_Match]
) -> Reason | None:
    end -= len(text[start:end]) - len(_TAIL.sub("", text[start:end]))
    while start < end and text[start] in _EDGE:
        start += 1
    ids = list(
        dict.fromkeys(
            id
            for hit in hits
            for id in hit.ids
            if id.partition(":")[0] in (PEOPLE, DOING, WHERE, WHEN) and id not in _NARRATED
        )
    )
    english = _is_english(text, hits[0])
    gift = any(frame.gift for _, _, frame in matches)
    if gift and "occasion:gift" not in ids:
        ids.append("occasion:gift")
    said = statement(ids, gift, text[start:end], english)
    confidence = max(frame.confidence for _, _, frame in matches)
    return Reason(start, end, said, confidence, tuple(sorted(set(ids)))) if said else None

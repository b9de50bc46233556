"""Name the thing an opinion is about when no word of the domain does."""

from __future__ import annotations

import re
from functools import cache

from needlens.mining._grammar import grammar
from needlens.mining._parts import Clause, Phrase, Term
from needlens.text.segment import Segmenter

_FAR = 14
"""How many characters before a Chinese opinion a name is looked for."""
_HAN = re.compile("[\u4e00-\u9fff]")
_NOUNS = frozenset(["n", "nz", "vn", "eng", "ns", "nt", "ng", "nrt", "nr", "an", "b", "x"])
_BETWEEN = re.compile(
    r"(?:吃|喝|用|穿|看|摸|闻|听|拿|坐|睡|住)(?:起来|上去)|做得|做的|弄得|的确|[的得也都就还是又，, ]"
)
_BEFORE_EN = re.compile(
    r"(?P<name>(?:[a-z][a-z-]+ ){0,3}?[a-z][a-z-]+) "
    r"(?:is|are|was|were|looks?|tastes?|tasted|feels?|sounds?|smells?|seems?|has been|have been)"
    r"(?: (?:all|also|both|still|always|just|even|a|the|an|so|very|not))* ?$"
)
_AFTER_EN = re.compile(
    r" (?:(?:the|this|these|that|those|my|its|their|our|his|her|your|all) )?"
    r"(?P<name>[a-z][a-z-]+(?: [a-z][a-z-]+){0,2}?)(?= *$|[^a-z \-]| (?P<next>[a-z']+))"
)


@cache
def _segmenter() -> Segmenter:
    return Segmenter()


def named(clause: Clause, phrase: Phrase, since: int, category: str) -> Term | None:
    """Return the noun that an opinion clearly belongs to, as a term of ``category``.

    Chinese: the nouns right before it (豆腐很嫩). English: the subject of is/are/was…
    (the crust was soggy) or the noun right after it (delicious dumplings).
    ``since`` is where the previous opinion ended.
    """
    if phrase.token[2].english:
        span = _english(clause, phrase, since)
    else:
        span = _chinese(clause, phrase, since)
    return Term(*span, category) if span else None


def _chinese(clause: Clause, phrase: Phrase, since: int) -> tuple[int, int] | None:
    word = phrase.token[2].opinion
    first = max(clause.start, since, phrase.start - _FAR)
    if phrase.start - first < 2 or (word is not None and word.takes_object):
        return None
    before = clause.text[first : phrase.start]
    while match := _BETWEEN.search(before, max(0, len(before) - 3)):
        if match.end() != len(before):
            break
        before = before[: match.start()]
    if len(before) < 2 or not _HAN.match(before[-1]):
        return None
    end = first + len(before)
    start = end
    for text, tag in reversed(_segmenter().tags(before)):
        if tag not in _NOUNS or text in grammar().never_names:
            break
        start -= len(text)
    while start < end and clause.text[start] in " 这那此该本我你他她":
        start += 1
    return (start, end) if end - start >= 2 else None


def _english(clause: Clause, phrase: Phrase, since: int) -> tuple[int, int] | None:
    text = clause.text
    never = grammar().never_names
    subject = _BEFORE_EN.search(text, max(clause.start, since), phrase.start)
    if subject:
        words = subject["name"].split(" ")
        kept: list[str] = []
        for name in reversed(words):
            if name in never:
                break
            kept.insert(0, name)
        if kept:
            end = subject.end("name")
            return end - len(" ".join(kept)), end
        return None
    following = _AFTER_EN.match(text, phrase.end, clause.end)
    if following is None or any(word in never for word in following["name"].split(" ")):
        return None
    ends = following["next"] is None or following["next"] in never
    return following.span("name") if ends else None

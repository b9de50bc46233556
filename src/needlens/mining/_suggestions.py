"""Suggestions 改进建议 by pattern: what a customer asks for in so many words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick

from needlens.mining._lexicon import lexicon_of
from needlens.mining._opinions import TIER
from needlens.mining._parts import Term
from needlens.mining._reader import ENDERS, Read, reader_of
from needlens.mining._terms import Terms
from needlens.mining._wishes import (
    CHINESE,
    CUES,
    ENGLISH,
    ENGLISH_START,
    NOT_CHINESE,
    NOT_ENGLISH,
    Wish,
)
from needlens.mining.domain import Domain, OpinionWord, Reading
from needlens.records import Suggestion
from needlens.text.splitting import Span

_HAN = re.compile("[\u4e00-\u9fff]")
_EDGE = " \t\n,，.。!！?？;；:：~～…\"'()（）"
_TAIL = re.compile(
    r"(?:就好|吧|啊|哦|呢|哈|呀|喔|嘛|啦|谢谢|吗|么|[ ,.。!！?？~～…;；:：)）\"'])+$"
)
_EMPTY = frozenset(
    [
        "有的话",
        "这样",
        "能这样",
        "可以",
        "有货",
        "改进",
        "加强",
        "提高",
        "改善",
        "又",
        "还有",
        "是的话",
    ]
)
_HEAD = re.compile(
    r"(?:[ ,，:：\"'(（]|能够|能|可以|会|但是|但|而且|只是|不过|that |there |to |you |they |would |could |can |will |please )+"
)


def suggestions(text: str, domain: Domain | str = "ecommerce") -> list[Suggestion]:
    """Return what a text asks for, each with the category it belongs to.

    Good wishes (希望对你有帮助), advice to other buyers (建议购买) and guesses (should
    arrive tomorrow) are not suggestions.

    >>> [(s.ask, s.category) for s in suggestions("质量不错，希望物流能快一点！")]
    [('物流能快一点', 'LOGISTICS#SPEED')]
    >>> [s.ask for s in suggestions("I wish the straps were longer. I hope this helps.")]
    ['the straps were longer']
    """
    domain = Domain.load(domain) if isinstance(domain, str) else domain
    read = reader_of(domain).read(text)
    return [Suggestion(*values, TIER, domain.version) for values in fields(read, domain)]


def fields(read: Read, domain: Domain) -> Iterator[tuple[str, int, int, str, float, int, int]]:
    """Yield the values of a Suggestion's fields up to ``end``, in their order."""
    folded = read.folded
    plain = folded.text
    if not _cues().find_matches_as_indexes(plain):
        return
    for sentence in _sentences(plain, read.clauses):
        for (first, last), (begin, stop), confidence in _asks(plain, sentence):
            ask = folded.span(first, last)
            category = _asker(domain).category(plain[begin:stop], plain[first:last])
            yield (folded.original[slice(*ask)], *ask, category, confidence,
                   *folded.span(begin, stop))  # fmt: skip


@cache
def _cues() -> AhoCorasick:
    return AhoCorasick(list(CUES))


def _sentences(text: str, spans: list[Span]) -> Iterator[list[Span]]:
    """Yield the clauses of each sentence that has a cue."""
    sentence: list[Span] = []
    for i, span in enumerate(spans):
        sentence.append(span)
        if text[span[1] - 1] in ENDERS or i == len(spans) - 1:
            if _cues().find_matches_as_indexes(text[sentence[0][0] : span[1]]):
                yield sentence
            sentence = []


def _asks(text: str, sentence: list[Span]) -> Iterator[tuple[Span, Span, float]]:
    """Yield (ask, quote, confidence) of the wishes in one sentence, at most one a clause."""
    start, end = sentence[0][0], sentence[-1][1]
    if _HAN.search(text, start, end):
        taken = -1
        for first, last in sentence:
            if first < taken:
                continue
            found = _match(text, first, end, CHINESE, NOT_CHINESE, last)
            if found:
                yield found
                taken = found[1][1]
    else:
        found = _match_start(text, start, end) or _match(
            text, start, end, ENGLISH, NOT_ENGLISH, end
        )
        if found:
            (first, last), quote, confidence = found
            clause = next(b for a, b in sentence if b > first)
            subject = max(a for a, b in sentence if a <= quote[0])
            quote = _trimmed(text, subject, quote[1])
            yield _trimmed(text, first, min(last, clause)), quote, confidence


def _match(
    text: str,
    start: int,
    end: int,
    wishes: tuple[Wish, ...],
    never: re.Pattern[str],
    first_end: int,
) -> tuple[Span, Span, float] | None:
    """Return the best match that begins before ``first_end``."""
    part = text[start:end]
    for pattern, confidence in wishes:
        match = pattern.search(part)
        if match is None or start + match.start() >= first_end:
            continue
        stop = never.search(part)
        if stop is not None and stop.start() <= match.end() and stop.end() > match.start():
            continue
        ask = _ask(match, start, text, first_end)
        if ask is not None:
            quote = (start + match.start(), max(ask[1], min(start + match.end(), end)))
            return ask, _trimmed(text, min(quote[0], ask[0]), quote[1]), confidence
    return None


def _match_start(text: str, start: int, end: int) -> tuple[Span, Span, float] | None:
    for pattern, confidence in ENGLISH_START:
        match = pattern.match(text, start, end)
        if match is not None:
            return _trimmed(text, *match.span("ask")), _trimmed(text, *match.span()), confidence
    return None


def _ask(match: re.Match[str], start: int, text: str, clause_end: int) -> Span | None:
    """Return the span of what is asked for, without the words of wishing."""
    groups = match.groupdict()
    first, last = match.span("ask") if groups.get("ask") else match.span()
    first, last = start + first, start + last
    if _HAN.search(text, first, last) and first < clause_end - 1:
        last = min(last, clause_end)
    head = _HEAD.match(text, first, last)
    first = head.end() if head and head.end() < last else first
    first, last = _trimmed(text, first, last)
    tail = _TAIL.search(text[first:last])
    last = first + tail.start() if tail else last
    return (first, last) if last - first >= 2 and text[first:last] not in _EMPTY else None


def _trimmed(text: str, first: int, last: int) -> Span:
    while first < last and text[first] in _EDGE:
        first += 1
    while last > first and text[last - 1] in _EDGE:
        last -= 1
    return first, last


class _Asker:
    """Finds the category of what is asked for."""

    def __init__(self, domain: Domain) -> None:
        self._domain = domain
        self._lexicon = lexicon_of(domain)
        self._terms = Terms(domain)

    def category(self, clause: str, ask: str) -> str:
        """Return the category of the ask, by its aspects, then those around it, then its words."""
        found = self._category(clause, ask)
        return self._domain.aliases.get(found, found)

    def _category(self, clause: str, ask: str) -> str:
        terms, words = self._read(ask)
        around, _ = self._read(clause)
        specific = [t for t in (*terms, *around) if not self._vague(t.category)]
        for term in (*terms, *specific, *around):
            if not self._vague(term.category):
                return term.category
            readings = [r for w in words if (r := w.beside_aspect(term.category))]
            readings += [reading for word in words for reading in self._only(word)]
            implied = next((r.category for r in readings if r.category), "")
            if implied or term in terms:
                return implied or term.category
        implied = next((w.alone.category for w in words if w.alone and w.alone.category), "")
        implied = implied or next((r.category for w in words for r in self._only(w)), "")
        if implied:
            return implied
        return around[0].category if around else self._domain.general

    def _vague(self, category: str) -> bool:
        return category.endswith("#GENERAL") or category == self._domain.general

    def _only(self, word: OpinionWord) -> list[Reading]:
        """Return the readings of a word that has one category alone: longer is a size."""
        entity = self._domain.general.partition("#")[0] + "#"
        readings = [reading for reading in word.beside.values() if reading.category]
        categories = {reading.category for reading in readings}
        only = len(categories) == 1 and next(iter(categories)).startswith(entity)
        return readings if only else []

    def _read(self, text: str) -> tuple[list[Term], list[OpinionWord]]:
        tokens = self._lexicon.tokens(text)
        terms = self._terms.join(text, [token for token in tokens if token[2].aspect])
        return terms, [token[2].opinion for token in tokens if token[2].opinion]


@lru_cache(maxsize=8)
def _asker(domain: Domain) -> _Asker:
    return _Asker(domain)

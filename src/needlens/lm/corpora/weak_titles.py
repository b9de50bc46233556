"""Weak labels of function and attribute in titles, by word lists and patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from ahocorasick_rs import AhoCorasick

from needlens.lm.corpora.invented_titles import generate
from needlens.lm.corpora.measures import measures
from needlens.lm.corpora.samples import Sample
from needlens.lm.corpora.title_words import DECOY, KINDS, title_words

__all__ = ["KINDS", "Span", "generate", "label", "widened"]

Span = tuple[int, int, str]

_TAKEN = "\0"
_SURROGATE = re.compile("[\ud800-\udfff]")
_HAN = re.compile("[\u4e00-\u9fff]+")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789'")


def label(text: str, taken: Sequence[Span] = ()) -> tuple[Span, ...]:
    """Return the function and attribute spans of a folded title, in order.

    The longest word wins, from left to right (Aho & Corasick, 1975); nothing overlaps a
    span of ``taken`` (the brands and products that are known). A word of one Chinese
    character counts only where other such words, labels or signs are all around it.

    >>> text = "纯棉防水围裙女500ml"
    >>> [(text[a:b], kind) for a, b, kind in label(text, [(4, 6, "product")])]
    [('纯棉', 'attribute'), ('防水', 'function'), ('女', 'attribute'), ('500ml', 'attribute')]
    """
    free = _SURROGATE.sub("\ufffd", text)
    for start, end, _ in taken:
        free = free[:start] + _TAKEN * (end - start) + free[end:]
    found: list[Span] = []
    after = 0
    for start, end, kind in sorted(_candidates(free), key=lambda s: (s[0], -s[1])):
        if start >= after:
            found.append((start, end, kind))
            after = end
    found += _lone(free, found)
    return tuple(sorted(span for span in found if span[2] != DECOY))


def widened(samples: Iterable[Sample]) -> Iterator[Sample]:
    """Yield titles whose brands and products are known, with the weak labels added."""
    for sample in samples:
        known = sample.entities or ()
        entities = tuple(sorted((*known, *label(sample.text, known))))
        yield replace(sample, entities=entities, entity_kinds=sample.entity_kinds | KINDS)


@cache
def _finder() -> tuple[AhoCorasick, list[str], dict[str, str]]:
    kinds = title_words().kinds()
    lone = {word: kind for word, kind in kinds.items() if len(word) == 1}
    texts = [word for word in kinds if word not in lone]
    return AhoCorasick(texts), [kinds[word] for word in texts], lone


def _candidates(text: str) -> Iterator[Span]:
    automaton, kinds, _ = _finder()
    for i, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
        if not (_inside(text, start) or _inside(text, end)):
            yield start, end, kinds[i]
    for start, end in measures(text):
        yield start, end, "attribute"


def _inside(text: str, i: int) -> bool:
    """Say whether place ``i`` lies inside an English word or a number."""
    return 0 < i < len(text) and text[i - 1] in _LETTERS and text[i] in _LETTERS


def _lone(text: str, found: list[Span]) -> Iterator[Span]:
    """Yield words of one character from runs that have nothing else: …裤**女夏** 2024."""
    lone = _finder()[2]
    for start, end, _ in found:
        text = text[:start] + _TAKEN * (end - start) + text[end:]
    for run in _HAN.finditer(text):
        if all(sign in lone for sign in run[0]):
            yield from ((i, i + 1, lone[text[i]]) for i in range(*run.span()))

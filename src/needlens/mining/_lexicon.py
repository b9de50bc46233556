"""Find every word of a domain and of the grammar in a text, longest first."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from ahocorasick_rs import AhoCorasick, MatchKind

from needlens.mining._grammar import Role, grammar
from needlens.mining.domain import Domain, OpinionWord

_LETTER = re.compile("[a-z0-9&+/]")
_WORD = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


@dataclass(frozen=True, slots=True)
class Entry:
    """Everything a word can be: name of an aspect, opinion, word of grammar."""

    text: str
    aspect: str = ""
    opinion: OpinionWord | None = None
    degree: float = 0.0
    arousal: float = 0.0
    negation: int = 0
    reach: int = 0
    kind: frozenset[str] = field(default_factory=frozenset)
    english: bool = False
    single: bool = False
    """One Chinese character: it counts only when its neighbours allow it."""


Token: TypeAlias = tuple[int, int, Entry]
"""(start, end, entry) in the folded text."""


class Lexicon:
    """The words of a domain, ready to be found in folded text.

    By Aho-Corasick automata (Aho & Corasick, "Efficient string matching", 1975):
    Chinese words leftmost and longest, English ones the same among those that are not
    part of another word.
    """

    def __init__(self, domain: Domain) -> None:
        roles = grammar().roles
        texts = {*domain.aspect_words, *domain.opinion_words, *roles}
        entries = [_entry(t, domain, roles.get(t, Role())) for t in sorted(texts)]
        self._han = [entry for entry in entries if not entry.english]
        self._automaton = AhoCorasick(
            [entry.text for entry in self._han], matchkind=MatchKind.LeftmostLongest
        )
        self._english = [entry for entry in entries if entry.english]
        self._english_automaton = AhoCorasick([entry.text for entry in self._english])

    def tokens(self, text: str) -> list[Token]:
        """Return the words found in folded ``text``, in order, none overlapping another."""
        han = self._han
        found: list[Token] = [
            (start, end, han[i])
            for i, start, end in self._automaton.find_matches_as_indexes(text)
        ]
        if not _LETTER.search(text):
            return found
        found += self._english_tokens(text)
        found.sort(key=lambda token: token[0])
        kept: list[Token] = []
        after = 0
        for token in found:
            if token[0] >= after:
                kept.append(token)
                after = token[1]
        return kept

    def _english_tokens(self, text: str) -> list[Token]:
        matches = self._english_automaton.find_matches_as_indexes(text, overlapping=True)
        whole: dict[int, tuple[int, int]] = {}
        size = len(text)
        for i, start, end in matches:
            if start and text[start - 1] in _WORD and text[start] in _WORD:
                continue
            if end < size and text[end] in _WORD and text[end - 1] in _WORD:
                continue
            if start not in whole or whole[start][0] < end:
                whole[start] = (end, i)
        return [(start, end, self._english[i]) for start, (end, i) in sorted(whole.items())]


@lru_cache(maxsize=8)
def lexicon_of(domain: Domain) -> Lexicon:
    """Return the lexicon of a domain, built once."""
    return Lexicon(domain)


def _entry(text: str, domain: Domain, role: Role) -> Entry:
    return Entry(
        text=text,
        aspect=domain.aspect_words.get(text, ""),
        opinion=domain.opinion_words.get(text),
        degree=role.degree,
        arousal=role.arousal,
        negation=role.negation,
        reach=role.reach,
        kind=role.kind,
        english=text.isascii(),
        single=len(text) == 1 and not text.isascii(),
    )

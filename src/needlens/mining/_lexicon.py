"""Find every word of a domain and of the grammar in a text, longest first."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from ahocorasick_rs import AhoCorasick, MatchKind

from needlens.mining._grammar import Role, grammar
from needlens.mining.domain import Domain, OpinionWord

_SURROGATE = re.compile("[\ud800-\udfff]")
_LETTER = re.compile("[a-z0-9&+/]")
_LEADING = re.compile(r"(?:(?:the|an?|my|i|we|is|are|was|it's) |would (?!not|n))*(?=\S)")
_NUMBER = re.compile("[0-9.][0-9]")
"""A word that begins inside a number is no word: 10分 is not 0分."""
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
    choosy: bool = False
    """It counts only when its neighbours allow it: 好, 可以, short."""
    trim: int = 0
    """Characters at its beginning that are not shown: *the* best."""


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
        marks = {text for text, role in roles.items() if _only_marks(role)}
        texts = {*domain.aspect_words, *domain.opinion_words, *(roles.keys() - marks)}
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
        if not text.isascii():
            text = _SURROGATE.sub("\ufffd", text)
        found: list[Token] = [
            (start, end, han[i]) for i, start, end in self._automaton.find_matches_as_indexes(text)
        ]
        if _NUMBER.search(text):
            found = [t for t in found if not (t[0] and _NUMBER.match(text, t[0] - 1))]
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


def _only_marks(role: Role) -> bool:
    """Tell whether a role says something of an opinion word but is no word of its own."""
    mark = bool(role.kind) and role.kind <= {"overall", "lone"}
    return mark and not (role.degree or role.negation)


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
        choosy=(len(text) == 1 and not text.isascii()) or "lone" in role.kind,
        trim=len(_LEADING.match(text)[0]) if text.isascii() else 0,  # type: ignore[index]
    )

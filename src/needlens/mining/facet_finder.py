"""Find the words of the facet lexicon in folded text."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from ahocorasick_rs import AhoCorasick, MatchKind

from needlens.mining.denials import denied
from needlens.mining.facet_words import lexicon

_Flags = npt.NDArray[np.bool_]
_SURROGATE = re.compile("[\ud800-\udfff]")
_ENGLISH = re.compile("[a-z]")


class Hit(NamedTuple):
    """A word of the lexicon where it stands in the text, and the facets it means."""

    start: int
    end: int
    ids: tuple[str, ...]


class Finder:
    """Finds words by Aho-Corasick, Chinese and English, leftmost and longest.

    An English word counts only as a whole word; a plural ``s`` or ``es`` may follow.
    """

    def __init__(self) -> None:
        facets, never = lexicon()
        meanings: dict[str, list[str]] = {word: [] for word in never}
        for facet in facets.values():
            for word in (*facet.zh, *facet.en):
                meanings.setdefault(word, []).append(facet.id)
        words = sorted(meanings)
        self._ids = [tuple(sorted(set(meanings[word]))) for word in words]
        han = [i for i, word in enumerate(words) if not word.isascii()]
        english = [i for i, word in enumerate(words) if word.isascii()]
        self._han = _Part(words, han, MatchKind.LeftmostLongest)
        self._english = _Part(words, english, MatchKind.Standard)

    def hits(self, text: str) -> list[Hit]:
        """Return the words in folded ``text``, in order, without overlap; denied faults left out."""
        if not text.isascii():
            text = _SURROGATE.sub("\ufffd", text)
        found = self._han.find(text)
        if _ENGLISH.search(text):
            plain = text.replace("-", " ")
            found = np.concatenate([found, _whole_words(plain, self._english.find(plain))])
        order = np.lexsort((-found[:, 2], found[:, 1]))
        kept: list[Hit] = []
        after = 0
        for i, start, end in found[order].tolist():
            if start < after or _cuts_number(text, start, end):
                continue
            after = end
            ids = self._ids[i]
            if any(id.startswith("problem:") for id in ids) and denied(text, start, end):
                ids = tuple(id for id in ids if not id.startswith("problem:"))
            if ids:
                kept.append(Hit(start, end, ids))
        return kept


def _cuts_number(text: str, start: int, end: int) -> bool:
    """Tell whether a match begins or ends inside a number: 2岁 in 12岁."""
    before, after = text[start - 1 : start + 1], text[end - 1 : end + 1]
    return (before.isdecimal() and len(before) == 2) or (after.isdecimal() and len(after) == 2)


class _Part:
    def __init__(self, words: list[str], numbers: list[int], kind: Any) -> None:
        self._numbers = np.asarray(numbers, dtype=np.int64)
        self._overlapping = kind == MatchKind.Standard
        self._automaton = AhoCorasick([words[i] for i in numbers], matchkind=kind)

    def find(self, text: str) -> npt.NDArray[np.int64]:
        """Return rows of (word, start, end)."""
        found = self._automaton.find_matches_as_indexes(text, overlapping=self._overlapping)
        rows = np.asarray(found, dtype=np.int64).reshape(-1, 3)
        rows[:, 0] = self._numbers[rows[:, 0]]
        return rows


def _whole_words(text: str, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Keep the matches that are no part of another word, plural endings taken in."""
    letters, s, e = _letters(text)
    start, end = rows[:, 1], rows[:, 2]
    inside = letters[start] & np.where(start > 0, letters[start - 1], False)
    plain = ~letters[end]
    one = s[end] & ~letters[np.minimum(end + 1, len(text))]
    two = e[end] & s[np.minimum(end + 1, len(text))] & ~letters[np.minimum(end + 2, len(text))]
    kept = ~inside & (plain | one | two | ~letters[end - 1])
    rows = rows.copy()
    rows[:, 2] += np.where(plain, 0, np.where(one, 1, np.where(two, 2, 0)))
    chosen: npt.NDArray[np.int64] = rows[kept]
    return chosen


def _letters(text: str) -> tuple[_Flags, _Flags, _Flags]:
    """Return for each character (and one after the end) whether it is a letter or digit, s, e."""
    codes = np.frombuffer((text + " ").encode("utf-32-le"), dtype=np.uint32)
    digit = (codes >= ord("0")) & (codes <= ord("9"))
    letter = (codes >= ord("a")) & (codes <= ord("z"))
    return digit | letter, codes == ord("s"), codes == ord("e")


@cache
def finder() -> Finder:
    """Return the finder, built once."""
    return Finder()

"""Texts as hurried people write them: typos, homophones, other words for the same.

Each perturbation changes a share of what it can change (a tenth by default), the same way
on every run, and knows where every span of the text has gone. The tables of homophones and
synonyms are our own (``perturb_tables``).

>>> new = typos("The keyboard feels wonderful and sturdy", share=0.3, seed=3)
>>> new.edits, len(new.text) > 30
(2, True)
>>> plain = "这款手机的屏幕非常清晰"
>>> new = synonyms(plain, share=1.0, keep=[(5, 7)])
>>> new.text[slice(*new.span(5, 7))], new.text != plain
('屏幕', True)
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

from needlens.text import Segmenter, fold, unify

Span = tuple[int, int]
TABLES = Path(__file__).with_name("perturb_tables")
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_WORD = re.compile(r"[A-Za-z][A-Za-z']*")
_TYPED = 4
"""Shorter words are left alone: a typo there makes another word."""


@dataclass(frozen=True)
class Perturbed:
    """A changed text: ``changes`` are (start, end, new text), in order of the original."""

    original: str
    changes: tuple[tuple[int, int, str], ...]
    units: int
    """Words or characters that could have been changed or not: the whole of the share."""

    @property
    def edits(self) -> int:
        return len(self.changes)

    @property
    def text(self) -> str:
        parts, at = [], 0
        for start, end, new in self.changes:
            parts += [self.original[at:start], new]
            at = end
        return "".join(parts) + self.original[at:]

    def span(self, start: int, end: int) -> Span:
        """Return where a span of the original is now; a change half inside counts as inside."""
        first = last = 0
        for begin, stop, new in self.changes:
            grown = len(new) - (stop - begin)
            if stop <= start:
                first += grown
            elif begin < start:
                first += begin - start
            if begin < end:
                last += grown + max(0, stop - end)
        return start + first, end + last


Perturb = Callable[..., Perturbed]


def typos(text: str, share: float = 0.1, seed: int = 0, keep: Sequence[Span] = ()) -> Perturbed:
    """Mistype a share of the English words: a neighbouring key, two swapped, one lost or twice."""
    rng = random.Random(f"{seed}:{text}")
    words = [m.span() for m in _WORD.finditer(text)]
    able = [span for span in words if span[1] - span[0] >= _TYPED and not _in(span, keep)]
    chosen = _some(able, len(words), share, rng)
    changes = [(start, end, _mistyped(text[start:end], rng)) for start, end in chosen]
    return Perturbed(text, tuple(changes), len(words))


def homophones(
    text: str, share: float = 0.1, seed: int = 0, keep: Sequence[Span] = ()
) -> Perturbed:
    """Write a share of the Chinese characters as another one of the same sound."""
    rng = random.Random(f"{seed}:{text}")
    plain = unify(text)
    han = [i for i, sign in enumerate(plain) if "\u4e00" <= sign <= "\u9fff"]
    able = [(i, i + 1) for i in han if plain[i] in sounds() and not _in((i, i + 1), keep)]
    chosen = _some(able, len(han), share, rng)
    changes = [(start, end, rng.choice(sounds()[plain[start]])) for start, end in chosen]
    return Perturbed(text, tuple(changes), len(han))


def synonyms(text: str, share: float = 0.1, seed: int = 0, keep: Sequence[Span] = ()) -> Perturbed:
    """Say a share of the words otherwise, in Chinese and English."""
    rng = random.Random(f"{seed}:{text}")
    folded = fold(text)
    words = [span for span in _words(folded.text) if folded.offsets is None]
    able = [span for span in words if folded.text[slice(*span)] in others() and not _in(span, keep)]
    chosen = _some(able, len(words), share, rng)
    changes = []
    for start, end in chosen:
        new = rng.choice(others()[folded.text[start:end]])
        changes.append((start, end, new.capitalize() if text[start].isupper() else new))
    return Perturbed(text, tuple(changes), len(words))


@cache
def sounds() -> dict[str, list[str]]:
    """Return for each character the others of the same sound."""
    found: dict[str, list[str]] = {}
    for group in _lines("homophones.txt"):
        for one, other in combinations(dict.fromkeys(group), 2):
            found.setdefault(one, []).append(other)
            found.setdefault(other, []).append(one)
    return found


@cache
def others() -> dict[str, list[str]]:
    """Return for each folded word what may be said instead."""
    found: dict[str, list[str]] = {}
    for line in _lines("synonyms_zh.txt"):
        first, *rest = line.split()
        found.setdefault(fold(first).text, []).extend(rest)
    for line in _lines("synonyms_en.txt"):
        first, *rest = line.split(" | ")
        found.setdefault(first, []).extend(rest)
    return found


def _lines(name: str) -> list[str]:
    lines = (TABLES / name).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


@cache
def _segmenter() -> Segmenter:
    return Segmenter()


def _words(folded: str) -> list[Span]:
    """Return the places of words in a folded text, those of several parts (a lot of) as one."""
    found, at = [], 0
    phrases = [m.span() for m in _phrases().finditer(folded)]
    for word in _segmenter().words(folded):
        start = folded.find(word, at)
        if start < 0 or not word.strip():
            continue
        at = start + len(word)
        if any(c.isalnum() for c in word) and not _in((start, at), phrases):
            found.append((start, at))
    return sorted(found + phrases)


@cache
def _phrases() -> re.Pattern[str]:
    several = [word for word in others() if " " in word]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, several))})\b")


def _in(span: Span, others: Sequence[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _some(able: list[Span], units: int, share: float, rng: random.Random) -> list[Span]:
    """Choose a share of all units from those that can be changed; chance rounds."""
    wanted = int(units * share + rng.random())
    return sorted(rng.sample(able, min(wanted, len(able))))


def _mistyped(word: str, rng: random.Random) -> str:
    i = rng.randrange(1, len(word) - 1)
    how = rng.randrange(4)
    if how == 0 and word[i] != word[i + 1]:
        return word[:i] + word[i + 1] + word[i] + word[i + 2 :]
    if how == 1:
        return word[:i] + word[i + 1 :]
    if how == 2:
        return word[:i] + word[i] + word[i:]
    return word[:i] + _neighbour(word[i], rng) + word[i + 1 :]


def _neighbour(letter: str, rng: random.Random) -> str:
    row = next((row for row in ROWS if letter.lower() in row), None)
    if row is None:
        return ""
    at = row.index(letter.lower())
    near = row[max(0, at - 1) : at] + row[at + 1 : at + 2]
    new = rng.choice(near)
    return new.upper() if letter.isupper() else new

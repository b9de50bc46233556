"""What a labelled text looks like to the workshop, whatever corpus it came from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b

from needlens.text.folding import fold

NOWHERE = (-1, -1)
"""The span of a term that is only implied (NULL in DimABSA)."""


@dataclass(frozen=True, slots=True)
class Quad:
    """One opinion with the spans of its terms in the *folded* text."""

    aspect: tuple[int, int]
    opinion: tuple[int, int]
    category: str
    valence: float | None = None
    arousal: float | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """A folded text with whatever is known of it; what is None was not labelled."""

    id: str
    text: str
    domain: str
    quads: tuple[Quad, ...] | None = None
    positive: float | None = None
    """Sentiment of the whole, 0 or 1 (soft labels lie between)."""
    suggestion: float | None = None
    entities: tuple[tuple[int, int, str], ...] | None = None
    entity_kinds: frozenset[str] = field(default_factory=frozenset)
    """The kinds of entity that were labelled; of others nothing is known."""


def folded(text: str) -> str:
    """Return a text as the models see it: simplified, half-width, lower case."""
    return fold(text).text


def place(text: str, aspect: str | None, opinion: str | None) -> tuple[tuple[int, int], ...]:
    """Return the spans of two terms in a text, where they stand nearest to each other.

    Corpora like DimABSA give the words of the terms but not their place. Of two places as
    near the opinion after the aspect is taken.

    >>> place("屏幕好,电池也好", "电池", "好")
    ((4, 6), (7, 8))
    """
    ours = _spans(text, aspect)
    theirs = _spans(text, opinion)
    return min(
        ((a, o) for a in ours for o in theirs),
        key=lambda pair: (_gap(*pair), pair[1] < pair[0], pair),
    )


def _spans(text: str, words: str | None) -> list[tuple[int, int]]:
    if words is None:
        return [NOWHERE]
    found = [m.span() for m in re.finditer(re.escape(words), text)]
    return [span for span in found if _whole(text, span)] or found or [NOWHERE]


def _whole(text: str, span: tuple[int, int]) -> bool:
    """Say whether a span does not cut an English word in two."""
    start, end = span

    def joined(i: int) -> bool:
        return 0 < i < len(text) and text[i - 1 : i + 1].isascii() and text[i - 1 : i + 1].isalnum()

    return not joined(start) and not joined(end)


def _gap(aspect: tuple[int, int], opinion: tuple[int, int]) -> int:
    if NOWHERE in (aspect, opinion):
        return 0
    return max(aspect[0] - opinion[1], opinion[0] - aspect[1], -1) + (aspect == opinion)


def texts(samples: Iterable[Sample]) -> list[str]:
    """Return the texts of some samples."""
    return [sample.text for sample in samples]


def tenth(text: str) -> int:
    """Return which tenth a text belongs to, 0 to 9, today and on any machine.

    The BLAKE2b hash of the text (8 bytes, big-endian) modulo 10.

    >>> tenth("物流很快"), tenth("soft and warm")
    (9, 9)
    """
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") % 10

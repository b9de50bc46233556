"""Opinions 观点 of a text by rules: what, about what, how strongly, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from needlens.mining._confidence import confidence
from needlens.mining._parts import Found
from needlens.mining._reader import reader_of
from needlens.mining._strength import steps, strength
from needlens.mining.domain import Domain
from needlens.records import Opinion, polarity_of
from needlens.text.folding import Folded

TIER = "rule"


@dataclass(frozen=True, slots=True)
class Reason:
    """One step on the way to an opinion: the words that made it and the valence after it."""

    kind: Literal["word", "degree", "excess", "negation", "contrast", "aspect", "category"]
    words: str
    start: int
    end: int
    valence: float
    """Valence once this step is taken; the aspect's and category's steps change nothing."""

    def __str__(self) -> str:
        return f"{self.kind} {self.words} → {self.valence:.1f}"


def opinions(text: str, domain: Domain | str = "ecommerce") -> list[Opinion]:
    """Return the opinions a text states, in order, with spans of the text as given.

    Wishes, questions and suppositions are not opinions. An empty list means that no
    opinion was found, not that the customer is content.

    >>> for o in opinions("商品质量不错，物流速度很快，但客服服务态度一般"):
    ...     print(o.aspect, o.category, o.opinion, o.valence, o.polarity)
    商品质量 PRODUCT#QUALITY 不错 6.5 positive
    物流速度 LOGISTICS#SPEED 很快 6.89 positive
    客服服务态度 SERVICE#ATTITUDE 一般 4.9 neutral
    >>> [(o.aspect, o.opinion, o.polarity) for o in opinions("The zipper fell apart, great color though")]
    [('zipper', 'fell apart', 'negative'), ('color', 'great', 'positive')]
    """
    domain = Domain.load(domain) if isinstance(domain, str) else domain
    read = reader_of(domain).read(text)
    return [_opinion(read.folded, one, domain.version) for one in read.opinions]


def explain(text: str, domain: Domain | str = "ecommerce") -> list[tuple[Opinion, list[Reason]]]:
    """Return each opinion with the words that made its aspect, category and strength.

    >>> (opinion, reasons), = explain("物流不是很快")
    >>> opinion.valence, [str(reason) for reason in reasons]
    (4.2, ['aspect 物流 → 6.6', 'category LOGISTICS#SPEED → 6.6', 'word 快 → 6.6', 'negation 不是很 → 4.2'])
    """
    domain = Domain.load(domain) if isinstance(domain, str) else domain
    read = reader_of(domain).read(text)
    return [
        (_opinion(read.folded, one, domain.version), _reasons(read.folded, one))
        for one in read.opinions
    ]


def fields(folded: Folded, found: Found) -> tuple[object, ...]:
    """Return the values of an Opinion's fields up to ``end``, in their order."""
    valence, arousal = strength(found)
    term, phrase, span = found.term, found.phrase, folded.span
    start, end = span(phrase.start, phrase.end)
    first, last = span(term.start, term.end) if term else (-1, -1)
    text = folded.original
    return (
        text[first:last] if term else None,
        first,
        last,
        found.category,
        text[start:end],
        start,
        end,
        valence,
        arousal,
        polarity_of(valence),
        confidence(found, valence),
        *span(found.start, found.end),
    )


def _opinion(folded: Folded, found: Found, version: str) -> Opinion:
    return Opinion(*fields(folded, found), TIER, version)  # type: ignore[arg-type, call-arg]


def _reasons(folded: Folded, found: Found) -> list[Reason]:
    base = found.reading.valence
    reasons: list[Reason] = []
    if found.term is not None:
        start, end = folded.span(found.term.start, found.term.end)
        reasons.append(Reason("aspect", folded.original[start:end], start, end, base))
    reasons.append(Reason("category", found.category, -1, -1, base))
    for kind, token, valence, _ in steps(found):
        start, end = folded.span(token[0], token[1]) if token else (-1, -1)
        words = folded.original[start:end] if token else ""
        reasons.append(Reason(kind, words, start, end, round(valence, 2)))  # type: ignore[arg-type]
    return reasons

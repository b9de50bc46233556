"""Customers' sentences as the report shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from needlens.insight.numbers import Two, day, decimal
from needlens.insight.visible import visible
from needlens.records import Evidence, polarity_of

_ALL = "needlens export opinions opinions.xlsx"


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence in parts: each a text and what it is ('', aspect, opinion)."""

    parts: tuple[tuple[str, str], ...]
    side: str
    valence: str
    kind: str
    at: str
    product: str
    product_id: str
    provenance: str
    source: str
    line: int
    language: str


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences behind one number; ``total`` may be more than are shown."""

    id: str
    title: Two
    quotes: tuple[Quote, ...]
    total: int
    command: str
    """What prints or saves all of them."""


@dataclass(slots=True)
class Book:
    """All sentences of a report, by number; hands out the ids numbers refer to."""

    titles: Mapping[str, str]
    pages: list[Sentences] = field(default_factory=list)

    def add(self, title: Two, evidence: Sequence[Evidence], total: int, need_id: str = "") -> str:
        """Keep the sentences behind a number; return their id, '' when there are none."""
        if not evidence:
            return ""
        page = Sentences(
            id=f"s{len(self.pages) + 1}",
            title=title,
            quotes=tuple(quote_of(piece, self.titles) for piece in evidence),
            total=max(total, len(evidence)),
            command=f"needlens evidence {need_id}" if need_id else _ALL,
        )
        self.pages.append(page)
        return page.id


def quote_of(piece: Evidence, titles: Mapping[str, str]) -> Quote:
    """Return a piece of evidence as it is shown; ``titles`` are products' titles by id."""
    product = piece.product_id or ""
    return Quote(
        parts=tuple(marked(piece.quote, aspect=piece.aspect, opinion=piece.opinion)),
        side="asks" if piece.valence is None else polarity_of(piece.valence),
        valence="" if piece.valence is None else decimal(piece.valence),
        kind=piece.kind,
        at=day(piece.at),
        product=titles.get(product) or product,
        product_id=product,
        provenance=piece.provenance,
        source=piece.source,
        line=piece.line,
        language="zh-CN" if piece.language in ("zh", "mixed") else "en",
    )


def marked(quote: str, *, aspect: str | None, opinion: str | None) -> Iterable[tuple[str, str]]:
    """Yield the parts of a quote, saying which is the aspect and which the opinion.

    >>> list(marked("物流太慢了", aspect="物流", opinion="太慢"))
    [('物流', 'aspect'), ('太慢', 'opinion'), ('了', '')]
    """
    text = visible(quote)
    spans: list[tuple[int, int, str]] = []
    for term, what in ((opinion, "opinion"), (aspect, "aspect")):
        at = text.find(visible(term)) if term else -1
        if (
            term
            and at >= 0
            and all(at >= end or at + len(term) <= start for start, end, _ in spans)
        ):
            spans.append((at, at + len(visible(term)), what))
    done = 0
    for start, end, what in sorted(spans):
        if start > done:
            yield text[done:start], ""
        yield text[start:end], what
        done = end
    if done < len(text):
        yield text[done:], ""

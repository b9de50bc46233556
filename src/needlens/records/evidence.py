"""Evidence 证据: the words or acts a need rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Evidence:
    """One signal that supports a need, with the quoted span of its (masked) text."""

    need_id: str
    signal_id: str
    kind: Literal["review", "query", "chat", "post", "event", "order"]
    quote: str
    start: int
    end: int
    weight: float
    """Share of a full voice (0..1); near-duplicates of one text share one voice."""
    probability: float
    """How likely (0..1) the signal really expresses the need."""
    valence: float | None
    at: datetime | None
    customer_id: str | None
    product_id: str | None
    language: str | None
    provenance: str
    source: str
    line: int
    aspect: str | None = None
    """The aspect term in the quote, when one is named."""
    opinion: str | None = None
    """The words in the quote that judge it."""

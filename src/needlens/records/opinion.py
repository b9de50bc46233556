"""Opinion 观点: what one sentence says of one aspect, and how strongly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Polarity = Literal["negative", "neutral", "positive"]


def polarity_of(valence: float) -> Polarity:
    """Return the polarity of a valence: below 4.5 negative, above 5.5 positive.

    >>> polarity_of(6.6), polarity_of(4.9), polarity_of(2.0)
    ('positive', 'neutral', 'negative')
    """
    if valence < 4.5:
        return "negative"
    return "positive" if valence > 5.5 else "neutral"


@dataclass(frozen=True, slots=True)
class Opinion:
    """An aspect, what is said of it, and the strength of the feeling.

    Valence (1 very negative … 9 very positive) and arousal (1 calm … 9 excited) are
    on the scale of DimABSA 2026. Offsets count characters of the original text;
    ``aspect`` or ``opinion`` is None, and its offsets -1, when it is only implied.
    """

    aspect: str | None
    aspect_start: int
    aspect_end: int
    category: str
    """``ENTITY#ATTRIBUTE`` of the domain's taxonomy."""
    opinion: str | None
    opinion_start: int
    opinion_end: int
    valence: float
    arousal: float
    polarity: Polarity
    confidence: float
    """Probability (0..1) that a reader would agree with the opinion as given."""
    start: int
    """Where the clause that carries the opinion begins …"""
    end: int
    """… and ends: the quote to show is ``text[start:end]``."""
    tier: str = "rule"
    version: str = ""

"""Sentiment 情感: how a text as a whole feels, and which words make it so."""

from __future__ import annotations

from dataclasses import dataclass

from needlens.records.opinion import Polarity


@dataclass(frozen=True, slots=True)
class Sentiment:
    """The sentiment of a text: s = Σ value of its words."""

    polarity: Polarity
    probability: float
    """Probability (0..1) that the text is positive."""
    strength: float
    """Log-odds of being positive: 0 neither, above positive, below negative; unbounded."""
    words: tuple[tuple[int, int, float], ...]
    """(start, end, value) in characters of the text; the values sum to ``strength``."""

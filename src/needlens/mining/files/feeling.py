"""The sentiment of a whole text as its opinions have it, without a model."""

from __future__ import annotations

import math
from collections.abc import Sequence

from needlens.records import Opinion, Polarity
from needlens.records.sentiment import Sentiment


def of_opinions(found: Sequence[Opinion]) -> Sentiment:
    """Return the sentiment that the opinions of a text add up to; without any it is neutral.

    An opinion adds its distance from the middle of the scale times its confidence.

    >>> from needlens.mining import opinions
    >>> of_opinions(opinions("质量不错，但是物流太慢，包装也破了")).polarity
    'negative'
    """
    words = tuple((*_place(o), (o.valence - 5.0) * o.confidence) for o in found)
    strength = math.fsum(value for _, _, value in words)
    probability = 1.0 / (1.0 + math.exp(-strength))
    return Sentiment(side(strength), probability, strength, words)


def side(strength: float) -> Polarity:
    """Return the polarity of a strength whose middle is 0."""
    if abs(strength) < 1e-9:
        return "neutral"
    return "positive" if strength > 0 else "negative"


def _place(o: Opinion) -> tuple[int, int]:
    return (o.start, o.end) if o.opinion is None else (o.opinion_start, o.opinion_end)

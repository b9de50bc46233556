"""How often an opinion read like this one is right.

The weights are log-odds, fitted (logistic regression) on labelled Chinese and English
reviews: an opinion is right when a reader marked the same words with the same polarity.
``benchmarks/mining.py`` prints how well they hold on reviews they were not fitted on.
"""

from __future__ import annotations

import math

from needlens.mining._parts import Found

_HOW = {
    "beside": 2.1,
    "near": 1.45,
    "shared": 1.45,
    "joined": 1.9,
    "named": 2.0,
    "before": 1.2,
    "own": 1.9,
    "whole": 1.65,
}
_DEGREE, _NEGATED, _GUESS = 0.85, -0.35, -0.2
_NEGATIVE, _NEUTRAL = -1.05, -0.55
_LONG, _VERY_LONG = -0.45, -1.0
_AFTER_CONTRAST, _SHORT_WORD, _NOT_OVERALL = -0.15, -0.6, -0.45


def confidence(found: Found, valence: float) -> float:
    """Return the probability (0..1) that a reader would agree with the opinion."""
    phrase = found.phrase
    entry = phrase.token[2]
    length = (found.end - found.start) / (3 if entry.english else 1)
    odds = _HOW[found.how]
    odds += _DEGREE * bool(phrase.degrees) + _NEGATED * bool(phrase.negations)
    odds += _NEGATIVE if valence < 4.5 else _NEUTRAL if valence <= 5.5 else 0.0
    odds += _VERY_LONG if length >= 20 else _LONG if length >= 10 else 0.0
    odds += _AFTER_CONTRAST * (found.contrast == "after") + _GUESS * (phrase.guess is not None)
    odds += _SHORT_WORD * (entry.choosy and not entry.english)
    if found.how in {"own", "whole", "before"} and "overall" not in entry.kind:
        odds += _NOT_OVERALL
    return round(1.0 / (1.0 + math.exp(-odds)), 2)

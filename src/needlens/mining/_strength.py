"""How strong an opinion is: its word, then degrees, negation and contrast, step by step."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TypeAlias

from needlens.mining._lexicon import Token
from needlens.mining._parts import Found

Step: TypeAlias = tuple[str, Token | None, float, float]
"""(kind, the words that did it, valence and arousal after it)."""

_MIDDLE = 5.0
_BEFORE_CONTRAST = 0.85


def steps(found: Found) -> Iterator[Step]:
    """Yield how valence and arousal (1–9) come about; the last step is the result."""
    phrase, reading = found.phrase, found.reading
    valence, arousal = reading.valence, reading.arousal
    yield "word", phrase.token, valence, arousal
    for degree in phrase.degrees:
        valence = _scaled(valence, degree[2].degree)
        arousal = _within(arousal + degree[2].arousal)
        yield "degree", degree, valence, arousal
    if phrase.excess and valence > _MIDDLE:
        valence = _MIDDLE - 0.7 * (valence - _MIDDLE)
        yield "excess", phrase.degrees[0], valence, arousal
    if _is_a_bit_much(found) and valence > _MIDDLE:
        valence = _MIDDLE - (valence - _MIDDLE)
        yield "excess", phrase.degrees[0], valence, arousal
    if phrase.negations:
        valence = _negated(valence, phrase.negations)
        arousal = _within(arousal - 0.3)
        yield "negation", phrase.negations[0], valence, arousal
    for degree in phrase.outer:
        valence = _scaled(valence, degree[2].degree)
        arousal = _within(arousal + degree[2].arousal)
        yield "degree", degree, valence, arousal
    if found.contrast == "before":
        valence = _MIDDLE + _BEFORE_CONTRAST * (valence - _MIDDLE)
        yield "contrast", found.contrast_word, valence, arousal


def _is_a_bit_much(found: Found) -> bool:
    """Tell whether a bit of it is too much: 声音有点大, though 声音大 is praise."""
    word = found.phrase.token[2].opinion
    degrees = found.phrase.degrees
    a_bit = bool(degrees) and degrees[0][2].text.startswith(("有点", "有些", "有一点", "偏", "略"))
    return a_bit and word is not None and found.reading is not word.alone


def strength(found: Found) -> tuple[float, float]:
    """Return valence and arousal, rounded to hundredths."""
    *_, (_, _, valence, arousal) = steps(found)
    return round(valence, 2), round(arousal, 2)


def _scaled(valence: float, factor: float) -> float:
    """Move a valence away from the middle, never past the end of the scale.

    >>> [round(_scaled(6.6, f), 2) for f in (0.6, 1.25, 1.75)]
    [6.06, 6.89, 7.36]
    """
    distance = abs(valence - _MIDDLE) / 4.0
    moved = 4.0 * (1.0 - math.pow(1.0 - min(distance, 0.97), factor))
    return _MIDDLE + moved if valence >= _MIDDLE else _MIDDLE - moved


def _negated(valence: float, negations: list[Token]) -> float:
    """Turn a valence round, less far than it was; two negations are faint praise.

    Not excellent is not as bad as not good: strong words lose more than they turn.
    """
    distance = valence - _MIDDLE
    if len(negations) % 2 == 0:
        return _MIDDLE + 0.5 * distance
    if any(token[2].negation == 2 for token in negations):
        return _MIDDLE - (0.5 * min(distance, 2.0) if distance > 0 else 0.3 * distance)
    if distance <= 0:
        return _MIDDLE - 0.5 * distance
    return _MIDDLE - 0.85 * min(distance, 2.2) + 0.9 * max(distance - 2.2, 0.0)


def _within(arousal: float) -> float:
    return min(max(arousal, 1.0), 9.0)

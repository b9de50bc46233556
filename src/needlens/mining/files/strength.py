"""The strength of a given aspect, from the opinions a tier has found in the text."""

from __future__ import annotations

from collections.abc import Sequence

from needlens.mining.files.places import place
from needlens.records import Opinion
from needlens.text.folding import fold

NOTHING_SAID = (5.0, 5.0)
"""Valence and arousal of a text that says nothing: the middle of both scales."""


def of_aspect(text: str, aspect: str, found: Sequence[Opinion]) -> tuple[float, float]:
    """Return valence and arousal of ``aspect``: of the opinions nearest to being about it.

    These are the opinions of exactly this aspect, else of one that overlaps it, else of the
    clause it stands in, else all of the text.

    >>> from needlens.mining import opinions
    >>> text = "屏幕很清晰，就是電池不耐用"
    >>> of_aspect(text, "电池", opinions(text))[0] < 4.5 < of_aspect(text, "螢幕", [])[0]
    True
    """
    wanted = fold(aspect).text
    start, end = place(text, aspect)
    chosen = [
        [o for o in found if o.aspect is not None and fold(o.aspect).text == wanted],
        [
            o
            for o in found
            if o.aspect is not None and o.aspect_start < end and start < o.aspect_end
        ],
        [o for o in found if o.start < end and start < o.end],
        list(found),
    ]
    return _mean(next((some for some in chosen if some), []))


def of_aspects(
    texts: Sequence[str], aspects: Sequence[Sequence[str]], found: Sequence[Sequence[Opinion]]
) -> list[list[tuple[float, float]]]:
    """Return valence and arousal of the aspects of each text, given what was found in it."""
    return [
        [of_aspect(text, aspect, some) for aspect in wanted]
        for text, wanted, some in zip(texts, aspects, found, strict=True)
    ]


def _mean(found: Sequence[Opinion]) -> tuple[float, float]:
    weight = sum(o.confidence for o in found)
    if not weight:
        return NOTHING_SAID
    valence = sum(o.confidence * o.valence for o in found) / weight
    return valence, sum(o.confidence * o.arousal for o in found) / weight

"""What is answered to each text: one JSON object, offsets counting characters of the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from needlens.mining._suggestions import suggestions
from needlens.mining.domain import Domain
from needlens.mining.files.row import TextRow
from needlens.mining.files.safe import readable
from needlens.mining.files.text_reader import TextReader
from needlens.records import Opinion, Suggestion, polarity_of
from needlens.records.entity import Entity
from needlens.records.sentiment import Sentiment

IMPLIED = "NULL"
"""Stands for an aspect or opinion that no word of the text names, as in DimABSA."""
_ASKS = 0.5


class Answers(Protocol):
    """Answers a batch of rows; the id is added by the caller."""

    def __call__(self, rows: Sequence[TextRow]) -> list[dict[str, Any]]:
        """Return an answer for each row; none of them has an error."""


class Opinions:
    """Answers with the opinions of a text, and the strength of the aspects asked for."""

    def __init__(self, reader: TextReader) -> None:
        self._reader = reader

    def __call__(self, rows: Sequence[TextRow]) -> list[dict[str, Any]]:
        """Return ``opinions``, and ``aspects`` where the row names some."""
        texts = [readable(row.text) for row in rows]
        found = self._reader.opinions(texts)
        answers: list[dict[str, Any]] = [
            {"opinions": [_opinion(row.text, o) for o in some]}
            for row, some in zip(rows, found, strict=True)
        ]
        asked = [i for i, row in enumerate(rows) if row.aspects]
        if asked:
            wanted = [[readable(a) for a in rows[i].aspects] for i in asked]
            strengths = self._reader.strength([texts[i] for i in asked], wanted)
            for i, values in zip(asked, strengths, strict=True):
                answers[i]["aspects"] = _aspects(rows[i].aspects, values)
        return answers


class Sentiments:
    """Answers with the sentiment of a text as a whole, and the words it comes from."""

    def __init__(self, reader: TextReader) -> None:
        self._reader = reader

    def __call__(self, rows: Sequence[TextRow]) -> list[dict[str, Any]]:
        """Return ``polarity``, ``probability``, ``strength`` and ``words``."""
        found = self._reader.sentiment([readable(row.text) for row in rows])
        return [_sentiment(row.text, one) for row, one in zip(rows, found, strict=True)]


class Suggestions:
    """Answers whether a text asks for something, and what, as far as rules can tell."""

    def __init__(self, reader: TextReader, domain: Domain | str = "ecommerce") -> None:
        self._reader = reader
        self._domain = Domain.load(domain) if isinstance(domain, str) else domain

    def __call__(self, rows: Sequence[TextRow]) -> list[dict[str, Any]]:
        """Return ``suggestion``, ``probability`` and ``asks``."""
        texts = [readable(row.text) for row in rows]
        return [
            {
                "suggestion": probability >= _ASKS,
                "probability": round(float(probability), 4),
                "asks": [_ask(row.text, s) for s in suggestions(text, self._domain)],
            }
            for row, text, probability in zip(
                rows, texts, self._reader.suggestions(texts), strict=True
            )
        ]


class Entities:
    """Answers with the brands, products, functions and attributes a title names."""

    def __init__(self, reader: TextReader) -> None:
        self._reader = reader

    def __call__(self, rows: Sequence[TextRow]) -> list[dict[str, Any]]:
        """Return ``entities``."""
        found = self._reader.entities([readable(row.text) for row in rows])
        return [
            {"entities": [_entity(row.text, one) for one in some]}
            for row, some in zip(rows, found, strict=True)
        ]


def _opinion(text: str, o: Opinion) -> dict[str, Any]:
    return {
        "aspect": text[o.aspect_start : o.aspect_end] if o.aspect_start >= 0 else IMPLIED,
        "category": o.category,
        "opinion": text[o.opinion_start : o.opinion_end] if o.opinion_start >= 0 else IMPLIED,
        "valence": round(float(o.valence), 2),
        "arousal": round(float(o.arousal), 2),
        "polarity": o.polarity,
        "start": int(o.aspect_start),
        "end": int(o.aspect_end),
        "opinion_start": int(o.opinion_start),
        "opinion_end": int(o.opinion_end),
        "confidence": round(float(o.confidence), 4),
        "tier": o.tier,
        "version": o.version,
    }


def _aspects(
    aspects: Sequence[str], strengths: Sequence[tuple[float, float]]
) -> list[dict[str, Any]]:
    return [
        {
            "aspect": aspect,
            "valence": round(float(valence), 2),
            "arousal": round(float(arousal), 2),
            "polarity": polarity_of(round(float(valence), 2)),
        }
        for aspect, (valence, arousal) in zip(aspects, strengths, strict=True)
    ]


def _sentiment(text: str, one: Sentiment) -> dict[str, Any]:
    return {
        "polarity": one.polarity,
        "probability": round(float(one.probability), 6),
        "strength": round(float(one.strength), 9),
        "words": [
            {
                "words": text[start:end],
                "start": int(start),
                "end": int(end),
                "value": round(float(value), 9),
            }
            for start, end, value in one.words
        ],
    }


def _ask(text: str, s: Suggestion) -> dict[str, Any]:
    return {
        "ask": text[s.ask_start : s.ask_end],
        "category": s.category,
        "start": s.ask_start,
        "end": s.ask_end,
        "confidence": s.confidence,
    }


def _entity(text: str, one: Entity) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "words": text[one.start : one.end],
        "start": int(one.start),
        "end": int(one.end),
        "confidence": round(float(one.confidence), 4),
    }

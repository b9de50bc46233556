"""The reader tier as a reader of files of texts: aspects are given by their words."""

from __future__ import annotations

from collections.abc import Sequence

from needlens.mining.files.places import place
from needlens.mining.reader import Reader
from needlens.records import Opinion
from needlens.records.entity import Entity
from needlens.records.sentiment import Sentiment


class ReaderTexts:
    """Reads texts by the shipped model, or by another."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.version = f"reader {reader.version}"

    def opinions(self, texts: Sequence[str]) -> list[list[Opinion]]:
        """Return the opinions in each text."""
        return self.reader.opinions(texts)

    def sentiment(self, texts: Sequence[str]) -> list[Sentiment]:
        """Return the sentiment of each text, and what its words add to it."""
        return self.reader.sentiments(texts)

    def suggestions(self, texts: Sequence[str]) -> Sequence[float]:
        """Return the probability that each text asks for something."""
        return self.reader.suggestions(texts)

    def entities(self, texts: Sequence[str]) -> list[list[Entity]]:
        """Return the entities in each text."""
        return self.reader.entities(texts)

    def strength(
        self, texts: Sequence[str], aspects: Sequence[Sequence[str]]
    ) -> list[list[tuple[float, float]]]:
        """Return valence and arousal of the given aspects of each text."""
        spans = [
            [place(text, aspect) for aspect in wanted]
            for text, wanted in zip(texts, aspects, strict=True)
        ]
        return self.reader.strength(texts, spans)

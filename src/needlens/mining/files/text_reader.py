"""What a tier must be able to do to answer to files of texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from needlens.records import Opinion
from needlens.records.entity import Entity
from needlens.records.sentiment import Sentiment

TierName = Literal["rule", "linear", "reader", "cascade"]


class TextReader(Protocol):
    """Reads batches of texts; each result stands where its text stood."""

    @property
    def version(self) -> str:
        """The tier and its version, for people."""

    def opinions(self, texts: Sequence[str]) -> Sequence[Sequence[Opinion]]:
        """Return the opinions in each text."""

    def sentiment(self, texts: Sequence[str]) -> Sequence[Sentiment]:
        """Return the sentiment of each text as a whole."""

    def suggestions(self, texts: Sequence[str]) -> Sequence[float]:
        """Return the probability that each text asks for something."""

    def entities(self, texts: Sequence[str]) -> Sequence[Sequence[Entity]]:
        """Return the entities in each text."""

    def strength(
        self, texts: Sequence[str], aspects: Sequence[Sequence[str]]
    ) -> Sequence[Sequence[tuple[float, float]]]:
        """Return valence and arousal of the given aspects of each text."""

"""The cascade as a reader of files of texts: rules, linear tier, reader, as far as needed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from needlens.errors import UserError
from needlens.mining.cascade import Cascade
from needlens.mining.choosing import cascaded
from needlens.mining.domain import Domain
from needlens.mining.files import strength
from needlens.mining.files.linear_texts import LinearTexts
from needlens.mining.files.mined import mined
from needlens.mining.files.reader_texts import ReaderTexts
from needlens.mining.files.rule_texts import RuleTexts
from needlens.mining.linear.miner import TIER as LINEAR
from needlens.mining.reader.reader import TIER as READER
from needlens.mining.reader.reader import Reader
from needlens.records import Opinion
from needlens.records.entity import Entity
from needlens.records.sentiment import Sentiment


class CascadeTexts:
    """Reads each text by the cheapest tier that is sure of it; goes without a missing reader."""

    def __init__(self, domain: Domain | str = "ecommerce", model: Path | None = None) -> None:
        self._rules = RuleTexts(domain)
        self._linear = LinearTexts(domain)
        tiers = cascaded(domain, model)
        reader = tiers.get(READER)
        self._reader = ReaderTexts(reader) if isinstance(reader, Reader) else None
        self.cascade = Cascade(tiers)
        self.version = f"cascade {self.cascade.version}"

    def opinions(self, texts: Sequence[str]) -> list[list[Opinion]]:
        """Return the opinions in each text, those of a sentence by the same tier or by two."""
        return mined(self.cascade, texts)

    def sentiment(self, texts: Sequence[str]) -> list[Sentiment]:
        """Return the sentiment of each text: the linear tier's where that is sure."""
        found: list[Sentiment] = list(self._linear.sentiment(texts))
        if self._reader is None:
            return found
        sure = self.cascade.config.gates[LINEAR].sentiment
        doubted = [i for i, one in enumerate(found) if abs(one.probability - 0.5) < sure - 0.5]
        for i, better in zip(
            doubted, self._reader.sentiment([texts[i] for i in doubted]), strict=True
        ):
            found[i] = better
        return found

    def suggestions(self, texts: Sequence[str]) -> Sequence[float]:
        """Return the probability that each text asks for something."""
        return (self._reader or self._rules).suggestions(texts)

    def entities(self, texts: Sequence[str]) -> Sequence[Sequence[Entity]]:
        """Return the entities in each text; raise UserError without a reader."""
        if self._reader is None:
            raise UserError("only the reader reads entities, and its model is not installed")
        return self._reader.entities(texts)

    def strength(
        self, texts: Sequence[str], aspects: Sequence[Sequence[str]]
    ) -> list[list[tuple[float, float]]]:
        """Return valence and arousal of the given aspects of each text."""
        if self._reader is not None:
            return self._reader.strength(texts, aspects)
        return strength.of_aspects(texts, aspects, self.opinions(texts))

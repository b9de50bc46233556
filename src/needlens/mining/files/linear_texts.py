"""The linear tier as a reader of files of texts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from needlens.errors import UserError
from needlens.mining.domain import Domain
from needlens.mining.files import strength
from needlens.mining.files.feeling import side
from needlens.mining.files.mined import mined
from needlens.mining.files.rule_texts import RuleTexts
from needlens.mining.linear.contributions import contributions
from needlens.mining.linear.miner import LinearMiner
from needlens.mining.linear.whole import WEIGHTS
from needlens.records import Opinion
from needlens.records.entity import Entity
from needlens.records.sentiment import Sentiment


class LinearTexts:
    """Reads texts by the weights of their n-grams; opinions stand for whole clauses."""

    def __init__(self, domain: Domain | str = "ecommerce", model: Path | None = None) -> None:
        self.miner = LinearMiner(domain, model or WEIGHTS)
        self.version = f"linear tier {self.miner.version}"
        self._domain = domain

    def opinions(self, texts: Sequence[str]) -> list[list[Opinion]]:
        """Return the opinions in each text, without spans of terms."""
        return mined(self.miner, texts)

    def sentiment(self, texts: Sequence[str]) -> list[Sentiment]:
        """Return the feeling of each text; ``strength`` is what its words add up to."""
        likely = self.miner.sentiment(pl.Series(texts, dtype=pl.String))["probability"]
        return [self._feeling(text, p) for text, p in zip(texts, likely, strict=True)]

    def _feeling(self, text: str, probability: float | None) -> Sentiment:
        words = tuple((w.start, w.end, w.value) for w in contributions(text, self.miner))
        total = sum(value for _, _, value in words)
        if probability is None:  # not a word in it
            return Sentiment("neutral", 0.5, total, words)
        return Sentiment(side(probability - 0.5), probability, total, words)

    def suggestions(self, texts: Sequence[str]) -> list[float]:
        """Return the confidence of the surest suggestion the rules find in each text."""
        return RuleTexts(self._domain).suggestions(texts)

    def entities(self, texts: Sequence[str]) -> list[list[Entity]]:
        """Raise UserError: this tier does not know entities."""
        raise UserError("the linear tier does not read entities; use --tier reader")

    def strength(
        self, texts: Sequence[str], aspects: Sequence[Sequence[str]]
    ) -> list[list[tuple[float, float]]]:
        """Return valence and arousal of the given aspects of each text."""
        return strength.of_aspects(texts, aspects, self.opinions(texts))

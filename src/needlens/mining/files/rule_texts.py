"""The rule tier as a reader of files of texts."""

from __future__ import annotations

from collections.abc import Sequence

from needlens.errors import UserError
from needlens.mining._opinions import opinions
from needlens.mining._suggestions import suggestions
from needlens.mining.domain import Domain
from needlens.mining.files import feeling, strength
from needlens.records import Opinion
from needlens.records.entity import Entity
from needlens.records.sentiment import Sentiment

_NOTHING_ASKED = 0.05


class RuleTexts:
    """Reads texts by words and rules; it needs no model."""

    def __init__(self, domain: Domain | str = "ecommerce") -> None:
        self.domain = Domain.load(domain) if isinstance(domain, str) else domain
        self.version = f"rule tier {self.domain.version}"

    def opinions(self, texts: Sequence[str]) -> list[list[Opinion]]:
        """Return the opinions in each text."""
        return [opinions(text, self.domain) for text in texts]

    def sentiment(self, texts: Sequence[str]) -> list[Sentiment]:
        """Return the feeling the opinions of each text add up to."""
        return [feeling.of_opinions(found) for found in self.opinions(texts)]

    def suggestions(self, texts: Sequence[str]) -> list[float]:
        """Return the confidence of the surest suggestion in each text."""
        asked = ([s.confidence for s in suggestions(text, self.domain)] for text in texts)
        return [max(sure, default=_NOTHING_ASKED) for sure in asked]

    def entities(self, texts: Sequence[str]) -> list[list[Entity]]:
        """Raise UserError: there are no rules for entities."""
        raise UserError("the rule tier does not read entities; use --tier reader")

    def strength(
        self, texts: Sequence[str], aspects: Sequence[Sequence[str]]
    ) -> list[list[tuple[float, float]]]:
        """Return valence and arousal of the given aspects of each text."""
        return strength.of_aspects(texts, aspects, self.opinions(texts))

"""The tiers as ``needlens opinions`` and its sisters use them: texts in, JSON objects out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from needlens.errors import DomainError, UserError
from needlens.mining.domain import Domain
from needlens.mining.files.answers import Entities, Opinions, Sentiments, Suggestions
from needlens.mining.files.pipeline import answered
from needlens.mining.files.row import TextRow
from needlens.mining.files.text_reader import TextReader, TierName
from needlens.mining.files.tiers import text_reader
from needlens.mining.miner import RuleMiner
from needlens.mining.tiers import Tier

TIERS: tuple[TierName, ...] = ("rule", "linear", "reader", "cascade")
ANSWERS = {
    "opinions": Opinions,
    "sentiment": Sentiments,
    "suggestions": Suggestions,
    "entities": Entities,
}
MODEL: list[Path] = []
"""The folder of another model than the shipped one, when it was given."""

Predict = Callable[..., list[dict[str, Any]]]


@cache
def reading(tier: TierName, domain: str) -> TextReader:
    """Return a tier, loaded once."""
    model = MODEL[0] if MODEL and tier in ("reader", "cascade") else None
    return text_reader(tier, _domain(domain), model)


def stage(tier: TierName, domain: str = "ecommerce") -> Tier:
    """Return a tier as the batch stage a shop runs: a frame of texts in, of opinions out."""
    reader: Any = reading(tier, domain)
    if tier == "rule":
        return RuleMiner(_domain(domain))
    stages: dict[str, str] = {"linear": "miner", "reader": "reader", "cascade": "cascade"}
    found: Tier = getattr(reader, stages[tier])
    return found


@cache
def _domain(domain: str) -> str:
    try:
        Domain.load(domain)
    except DomainError:
        print(f"(there is no domain {domain}: read as ecommerce)")
        return "ecommerce"
    return domain


def able(tiers: Sequence[TierName] = TIERS) -> list[TierName]:
    """Return the tiers that can be loaded here, and say why another cannot."""
    found = []
    for tier in tiers:
        try:
            reading(tier, "ecommerce")
        except UserError as error:
            print(f"({tier} left out: {error})", file=sys.stderr)
        else:
            found.append(tier)
    return found


def predict(task: str, tier: TierName, domain: str = "ecommerce") -> Predict:
    """Return a function from texts, and aspects if any, to the answers of a tier."""
    answers = ANSWERS[task](reading(tier, domain))

    def run(
        texts: Iterable[str], aspects: Iterable[Sequence[str]] | None = None
    ) -> list[dict[str, Any]]:
        asked = list(aspects) if aspects is not None else None
        rows = (
            TextRow(i, i, text, tuple(asked[i]) if asked else ()) for i, text in enumerate(texts)
        )
        return list(answered(rows, answers))

    return run

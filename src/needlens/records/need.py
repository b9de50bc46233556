"""Need 需求: what customers want, how many, how well it is met, and the proof."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from needlens.records.evidence import Evidence

State = Literal["met", "underserved", "unmet"]


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its 95 % interval and the number of cases behind it."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Need:
    """A need with its evidence; without evidence it cannot be constructed.

    >>> Need(id="n-1", category="LOGISTICS#SPEED", ask="", statement_zh="更快的物流",
    ...      statement_en="faster delivery", state="unmet",
    ...      demand=Interval(1, 1, 1, 1), satisfaction=Interval(2, 2, 2, 1),
    ...      importance=5.0, opportunity=8.0, trend=None, evidence=())
    Traceback (most recent call last):
    ...
    ValueError: need n-1 (faster delivery) has no evidence; a need must rest on at least one signal
    """

    id: str
    category: str
    ask: str
    """What is asked for beyond the category; empty when the category says it all."""
    statement_zh: str
    statement_en: str
    state: State
    demand: Interval
    """Distinct voices (customers, or texts whose customer is unknown)."""
    satisfaction: Interval
    """Mean valence, 1–9, of what is said about it."""
    importance: float
    """0–10: how much of all that is said concerns this need."""
    opportunity: float
    """importance + max(importance − satisfaction on 0–10, 0), after Ulwick."""
    trend: Interval | None
    """Log2 ratio of the later to the earlier half of the period; None without dates."""
    evidence: tuple[Evidence, ...]
    """The strongest pieces first; ``demand.n`` may be larger than their number."""

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(
                f"need {self.id} ({self.statement_en}) has no evidence; "
                "a need must rest on at least one signal"
            )

    @property
    def statement(self) -> str:
        """The statement in the language most of its evidence is written in."""
        zh = sum(e.language in ("zh", "mixed") for e in self.evidence)
        return self.statement_zh if 2 * zh >= len(self.evidence) else self.statement_en

"""Need 需求: what customers want, how many, how well it is met, and the proof."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from needlens.records.evidence import Evidence

State = Literal["met", "underserved", "unmet"]
Kano = Literal["", "must-be", "one-dimensional", "attractive", "indifferent"]
WordedBy = Literal["template", "llm", "person"]
Status = Literal["", "pinned"]


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its 95 % interval and the number of cases behind it."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Origins:
    """How many voices of each origin a need has; a voice may have several."""

    opinion: float = 0.0
    suggestion: float = 0.0
    question: float = 0.0
    reason: float = 0.0
    implied: float = 0.0
    query: float = 0.0
    behaviour: float = 0.0


@dataclass(frozen=True, slots=True)
class NeedProduct:
    """A product a need is about, or one that satisfies it."""

    product_id: str
    voices: float
    valence: float | None = None
    """Mean 1–9 of what these voices say of it; None when nobody judged."""


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
    part: str = ""
    """What within its category it is: '' all of it, ``ask …``, ``pole …``, ``returned …``."""
    facets: tuple[str, ...] = ()
    """What at least a third of its voices name: ``audience:parents``, ``place:dormitory``."""
    origins: Origins = Origins()
    products: tuple[NeedProduct, ...] = ()
    """The products most voices are about, links assigned by us left out."""
    supply: tuple[NeedProduct, ...] = ()
    """The products that satisfy it, by their attributes or by what buyers say."""
    kano: Kano = ""
    """Kano's class where ratings allow to tell; '' where they do not."""
    money: Interval | None = None
    """Money at stake, in ``currency``; None without orders."""
    currency: str = ""
    suspicious: float = 0.0
    """Share (0..1) of its voices' weight taken away as suspicious."""
    worded_by: WordedBy = "template"
    status: Status = ""

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

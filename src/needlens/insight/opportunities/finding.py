"""What the opportunities report says, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from needlens.insight.facts import ProductCount
from needlens.insight.numbers import Two
from needlens.records import Interval, Need

Action = Literal["fix", "extend", "source", "delist", "explain", "service", "reprice"]
ACTIONS: tuple[Action, ...] = (
    "fix", "extend", "source", "delist", "explain", "service", "reprice",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do about a need, and the numbers that say so in a sentence."""

    action: Action
    reason: Two
    product_id: str = ""
    """The product to take out, when the action is delist."""


@dataclass(frozen=True, slots=True)
class Shift:
    """What becomes of a need's rank when some of the voices are left out."""

    without: Literal["suspicious", "product", "source"]
    name: str
    """The product's id or the source; '' for suspicious voices."""
    rank: int | None
    """None: nobody is left who brings it up."""


@dataclass(frozen=True, slots=True)
class Lift:
    """What would take a need past the one ranked before it."""

    past: int
    """The rank to take."""
    voices: int | None
    """How many more voices, as content as those so far; None: no number would do."""
    satisfaction: float | None
    """Below which mean valence (1–9); None: even the lowest would not do."""


@dataclass(frozen=True, slots=True)
class Opportunity:
    """A need or problem, ranked, with what to do about it and how sure its rank is."""

    rank: int
    need: Need
    value: Interval
    """Need.opportunity with its 95 % interval; ``n`` counts the signals behind it."""
    advice: Advice
    products: tuple[ProductCount, ...]
    """The products concerned, most voices first."""
    supply: tuple[ProductCount, ...]
    """The products that satisfy it."""
    tied: tuple[int, int]
    """First and last of the neighbouring ranks that cannot be told apart from this one."""
    lift: Lift | None
    """None for the first."""
    shifts: tuple[Shift, ...]
    """What moves its rank by more than three when left out."""


@dataclass(frozen=True, slots=True)
class Report:
    """The opportunities of a shop, greatest first, and what they were chosen from."""

    shop: str
    generated_at: datetime
    since: datetime | None
    until: datetime | None
    opportunities: tuple[Opportunity, ...]
    open_needs: int
    """Needs that are not met; those beyond ``opportunities`` are not shown."""
    met_needs: int

    @property
    def language(self) -> Literal["zh", "en"]:
        """The language most of the needs shown were brought up in."""
        zh = sum(one.need.statement == one.need.statement_zh for one in self.opportunities)
        return "zh" if 2 * zh >= len(self.opportunities) else "en"

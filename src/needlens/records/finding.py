"""Finding 发现: something people should look at now, with its proof."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from needlens.records.evidence import Evidence
from needlens.records.need import Interval


@dataclass(frozen=True, slots=True)
class Finding:
    """An alarm: complaints about one thing have surged, and these are the complaints.

    >>> from datetime import UTC
    >>> Finding(id="a-1", kind="alarm", category="LOGISTICS#SPEED", product_id="sku-1",
    ...         since=datetime(2026, 5, 1, tzinfo=UTC), until=None,
    ...         noticed_at=datetime(2026, 5, 2, tzinfo=UTC), voices=9.0, messages=12, copies=4,
    ...         suspicious=0, before=Interval(0.02, 0.01, 0.04, 300),
    ...         during=Interval(0.45, 0.26, 0.66, 20), e_value=1e6, by_chance=0.01, evidence=())
    Traceback (most recent call last):
    ...
    ValueError: finding a-1 (LOGISTICS#SPEED) has no evidence; it must rest on at least one signal
    """

    id: str
    kind: Literal["alarm"]
    category: str
    product_id: str | None
    """The product complained of; None: the shop as a whole."""
    since: datetime
    """When the first complaint of the surge was made."""
    until: datetime | None
    """When the last complaint of it was made; None while it goes on."""
    noticed_at: datetime
    """The message with which there was evidence enough for an alarm."""
    voices: float
    """Voices that complain; copies share one, suspicious ones weigh less."""
    messages: int
    """Messages that complain, each counted in full."""
    copies: int
    """How many of these are near-duplicates of another text."""
    suspicious: int
    """How many of these carry a sign of being fake."""
    before: Interval
    """Share of the voices that complained before; ``n`` counts voices."""
    during: Interval
    """Share of the voices that complain since; the start was chosen, so it leans upwards."""
    e_value: float
    """How much likelier a surge makes what was said, summed over when it may have begun."""
    by_chance: float
    """Alarms as strong as this that chance alone raises in the shop in 30 days, at most."""
    evidence: tuple[Evidence, ...]
    """The best sentences first; ``messages`` may be more than their number."""

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(
                f"finding {self.id} ({self.category}) has no evidence; "
                "it must rest on at least one signal"
            )

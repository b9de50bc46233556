"""What a report states besides the needs: where everything came from, and who said what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from needlens.records import Evidence

Unit = Literal["day", "week", "month", "quarter", "year"]


@dataclass(frozen=True, slots=True)
class RecordCount:
    """How many records of a kind are stored, by where they come from."""

    kind: str
    """As in ``needlens.records.KINDS``: review, product, …"""
    real: int = 0
    assigned: int = 0
    simulated: int = 0


@dataclass(frozen=True, slots=True)
class SourceCount:
    """The account of one source: ``rows == accepted + quarantined + duplicate``."""

    source: str
    platform: str
    rows: int
    accepted: int
    quarantined: int
    duplicate: int
    licence: str = ""
    note_zh: str = ""
    """What a reader must know of the source, such as what in it is not real."""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """A number of voices, and the sentences it rests on (the first of them)."""

    voices: float
    pieces: int
    """How many sentences there are in all; the report says when it shows fewer."""
    evidence: tuple[Evidence, ...] = ()


_NOBODY = Tally(0, 0)


@dataclass(frozen=True, slots=True)
class CategoryCount:
    """What is said of one category: complaints, neither, praise, and what is asked for."""

    category: str
    name_zh: str
    name_en: str
    negative: Tally = _NOBODY
    neutral: Tally = _NOBODY
    positive: Tally = _NOBODY
    asks: Tally = _NOBODY


@dataclass(frozen=True, slots=True)
class PeriodCount:
    """What is said within one day, week, month, quarter or year."""

    start: datetime
    negative: Tally = _NOBODY
    neutral: Tally = _NOBODY
    positive: Tally = _NOBODY
    asks: Tally = _NOBODY


@dataclass(frozen=True, slots=True)
class ProductCount:
    """How many voices a need has about one product, links assigned by us left out."""

    product_id: str
    title: str
    voices: float


@dataclass(frozen=True, slots=True)
class Standing:
    """How a product stands with those who judge it, over all categories."""

    product_id: str
    judges: float
    negative: float
    """Voices whose mean valence for it is negative; a return counts as such."""
    negative_low: float
    """Low end of the 95 % interval (Wilson) of their share."""
    categories: int
    bad_categories: int
    """Of these, how many have a negative mean."""


@dataclass(frozen=True, slots=True)
class Facts:
    """All a report needs to know besides the needs; empty parts are left out of it.

    ``since`` and ``until`` are the dates of the first and last signal (UTC);
    ``products`` goes by need id, most voices first; ``undated`` counts signals without a
    date, which no timeline can show.
    """

    shop: str
    generated_at: datetime
    since: datetime | None = None
    until: datetime | None = None
    records: tuple[RecordCount, ...] = ()
    sources: tuple[SourceCount, ...] = ()
    categories: tuple[CategoryCount, ...] = ()
    timeline: tuple[PeriodCount, ...] = ()
    timeline_unit: Unit = "month"
    undated: int = 0
    products: Mapping[str, tuple[ProductCount, ...]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    """Titles by id of the products that concern a need or satisfy it."""
    weak: Mapping[str, Standing] = field(default_factory=dict)
    """By id, the products most of whose judges are negative."""
    notes: tuple[tuple[str, str], ...] = ()
    """Further remarks, each in Chinese and English."""

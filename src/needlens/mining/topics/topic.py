"""Topic 话题: what a group of texts is about, with its texts and how they change in time."""

from __future__ import annotations

from dataclasses import dataclass

from needlens.records import Interval


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence typical of a topic, and where it stands."""

    kind: str
    signal_id: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of the shop's texts; counts are those of the period that was asked for."""

    id: str
    method: str
    name_zh: str
    """Its most telling words in Chinese texts; empty when there are none."""
    name_en: str
    """The same of English texts."""
    words_zh: tuple[str, ...]
    words_en: tuple[str, ...]
    texts: int
    voices: float
    """Distinct voices: a customer counts once, near-duplicates are one voice together."""
    share: float
    """Voices of this topic for each voice that wrote anything, 0..1."""
    valence: float | None
    """Mean valence, 1–9, of the opinions in its texts; None when none was read."""
    trend: Interval | None
    """Log2 ratio of the later to the earlier half of the period; None without dates."""
    typical: tuple[Sentence, ...]

    @property
    def name(self) -> str:
        """Both names, or the one there is, or the id."""
        return " | ".join(x for x in (self.name_zh, self.name_en) if x) or self.id

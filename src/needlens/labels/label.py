"""Label 标注: what an annotator says a sentence means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import polars as pl

from needlens.records import Polarity, polarity_of

SOURCES = ("person", "rule", "llm", "click")
"""Where a label can come from."""

OPINION = pl.Struct(
    {
        "aspect": pl.String,
        "aspect_start": pl.Int64,
        "aspect_end": pl.Int64,
        "category": pl.String,
        "opinion": pl.String,
        "opinion_start": pl.Int64,
        "opinion_end": pl.Int64,
        "valence": pl.Float64,
        "arousal": pl.Float64,
    }
)
"""One opinion as a value of a column; offsets count characters of the sentence."""

_COLUMNS: dict[str, Any] = {
    "id": pl.String,
    "kind": pl.String,
    "signal_id": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "text": pl.String,
    "opinions": pl.List(OPINION),
    "annotator": pl.String,
    "source": pl.String,
    "at": pl.Datetime("us", "UTC"),
}
LABELS = pl.Schema(_COLUMNS)
"""The columns of the table ``labels``."""


@dataclass(frozen=True, slots=True)
class LabelledOpinion:
    """An opinion as somebody marked it: the fields of ``Opinion`` that a reader can judge.

    Offsets count characters of the sentence; a term that is only implied is None, at -1.
    """

    aspect: str | None
    aspect_start: int
    aspect_end: int
    category: str
    opinion: str | None
    opinion_start: int
    opinion_end: int
    valence: float
    """1 very negative … 9 very positive."""
    arousal: float | None = None
    """1 calm … 9 excited; None: not judged."""

    @property
    def polarity(self) -> Polarity:
        """What the valence comes to."""
        return polarity_of(self.valence)


@dataclass(frozen=True, slots=True)
class Label:
    """All opinions of one sentence as one annotator sees them; none is a label, too.

    >>> from datetime import UTC
    >>> slow = LabelledOpinion("物流", 0, 2, "LOGISTICS#SPEED", "太慢", 2, 4, 2.2, 6.0)
    >>> one = Label("review", "r-1", 0, 5, "物流太慢。", (slow,), "li", "person", datetime.now(UTC))
    >>> one.opinions[0].polarity, one.id == one.id
    ('negative', True)
    """

    kind: str
    """Of the signal: review, chat or post."""
    signal_id: str
    start: int
    """The sentence is ``text[start:end]`` of the signal."""
    end: int
    text: str
    opinions: tuple[LabelledOpinion, ...]
    annotator: str
    source: str
    """person | rule | llm | click."""
    at: datetime

    @property
    def id(self) -> str:
        """The same for the same sentence, annotator and source: a new label replaces the old."""
        place = (self.kind, self.signal_id, str(self.start), str(self.end))
        content = "\x1f".join((*place, self.annotator, self.source))
        return "l-" + sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:20]

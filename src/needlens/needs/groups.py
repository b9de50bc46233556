"""Which statement belongs to which need, as far as is known: the memory between runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from needlens.lm.lengths import unit
from needlens.needs.centres import Centres
from needlens.needs.space import Floats, Space, chinese

MEMBERS = pl.Schema(
    {
        "category": pl.String(),
        "statement": pl.String(),
        "need_id": pl.String(),  # '' for none
        "loose": pl.Boolean(),  # there for want of a better
        "founds": pl.Boolean(),  # a complaint, a wish, a search: may begin a need
        "voices": pl.Float64(),
    }
)
EVENTS = pl.Schema(
    {
        "id": pl.String(),
        "event": pl.String(),  # born | split | merged | ...
        "other_id": pl.String(),
        "detail": pl.String(),
    }
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much alike statements must be: cosines in the space of statements.

    Chosen on the development part of the labelled set (benchmarks/needs).
    """

    known: float = 0.35
    """The probability from which a statement belongs to a need of the library."""
    named: float = 0.4
    """The same for a statement that has a category of the taxonomy."""
    meant: float = 0.1
    """The least probability that a complaint with a category wants anything: readers err."""
    looked: float = 0.03
    """The same of a search that may begin a need: "order history" wants nothing."""
    praised: float = 0.5
    """The probability from which praise speaks of a need of the library."""
    smoothing: float = 0.3
    """Statements each need of the library is taken to have before any is read."""
    same: float = 0.34
    """The mean probability with which the words of a category are a need of the library."""
    loose: float = 0.3
    """To the need of its category, to stay with it for want of a better."""
    link: float = 0.45
    """Mean cosine between the statements of a new need."""
    join: float = 0.60
    """To the centre of a need of the same category."""
    cross: float = 0.75
    """To the centre of a need of another category."""
    merge: float = 0.82
    """Between two centres of one category, to be one need."""
    across: float = 0.84
    """Between two centres of different categories, to be one need."""
    split: float = 0.25
    """Mean cosine between two halves of a need below which they are two needs."""
    calm: float = 0.50
    """Of praise, to the centre of a need of its category."""


@dataclass(slots=True)
class Groups:
    """Members, centres and the space they lie in; ``events`` are those of this run."""

    space: Space
    model: str = ""
    members: pl.DataFrame = field(default_factory=MEMBERS.to_frame)
    centres: Centres = field(default_factory=Centres)
    events: list[tuple[str, str, str | None, str | None]] = field(default_factory=list)

    def learn(self, words: pl.Series, vectors: Callable[[pl.Series], Floats]) -> None:
        """Learn the middles of the languages from words to begin with."""
        self.space.learn(unit(vectors(words)), chinese(words))

    def put(self, rows: pl.DataFrame) -> None:
        """Say of statements (columns MEMBERS) where they belong now."""
        known = self.members.join(rows, on=["category", "statement"], how="anti")
        self.members = pl.concat([known, rows.select(MEMBERS.names()).cast(MEMBERS)])

    def tell(self, need_id: str, event: str, other: str | None = None, detail: str = "") -> None:
        """Take an event into the history."""
        self.events.append((need_id, event, other, detail or None))

    def happened(self) -> pl.DataFrame:
        """Return the events of this run (columns EVENTS)."""
        return pl.DataFrame(self.events, schema=EVENTS, orient="row")

    def move(self, ids: Mapping[str, str]) -> None:
        """Give all members of some needs to others."""
        self.members = self.members.with_columns(pl.col("need_id").replace(dict(ids)))

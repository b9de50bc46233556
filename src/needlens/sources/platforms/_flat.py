"""Flat platforms: a table whose columns are declared, and nothing else to write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from needlens.errors import SourceError
from needlens.records import KINDS, Rejected
from needlens.sources.batch import Candidates, RawBatch
from needlens.sources.headers import is_personal, listed, normalise_header
from needlens.sources.notes import Notes
from needlens.sources.platforms._picks import Pick, build, table_of
from needlens.sources.platforms._platform import PERSONAL_NOTE, UNKNOWN_NOTE, ColumnUse
from needlens.sources.platforms._rows import reject_unused
from needlens.sources.words import bare


@dataclass(frozen=True, slots=True)
class Take:
    """One record each row gives: the headers of its fields, and when there is one."""

    kind: str
    fields: Mapping[str, str]
    """Field → headers separated by blanks (a header's own blanks as ``_``), best first."""
    needs: str = ""
    constants: Mapping[str, str] = field(default_factory=dict)
    titled_by: str = ""
    """Headers of the product's title, from which an id is made where there is none."""
    along: bool = False
    """Only in rows that hold the first take's record."""
    counted: bool = False
    several: str | None = None
    derive: Mapping[str, Callable[[pl.Expr], pl.Expr]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layout:
    """A table of one platform. ``required`` and ``telling`` are headers, ``a|b`` either."""

    name: str
    title_zh: str
    title_en: str
    takes: tuple[Take, ...]
    required: str
    """All of these columns must be there."""
    telling: str
    """Columns that hardly any other table has …"""
    enough: int = 1
    """… and how many of them tell that it is this one."""
    hints: tuple[str, ...] = ()
    """Words in a file's name that speak for it."""
    channel: str = ""
    time_zone: str = "UTC"
    doubts: Mapping[str, str] = field(default_factory=dict)
    """Header → why its meaning is not certain."""
    skipped: Mapping[str, str] = field(default_factory=dict)
    """Header → why it is not taken."""
    derived: Mapping[str, str] = field(default_factory=dict)
    """Column that a subclass adds → headers of the columns it is made of."""
    empty: str = "the row holds no record"
    """Why a row is rejected in which nothing is found."""


class Flat:
    """A platform whose files are tables of one declared layout."""

    def __init__(self, layout: Layout, fields: Mapping[str, str] | None = None) -> None:
        self.layout = layout
        self.name, self.channel = layout.name, layout.channel
        self.title_zh, self.title_en = layout.title_zh, layout.title_en
        self.time_zone = layout.time_zone
        self.notes = Notes()
        self._fields = dict(fields or {})

    def score(self, sample: RawBatch) -> float:
        """Return 0.6 to 1 by the share of columns known, or 0 when it is another table."""
        if sample.frame is None:
            return 0.0
        index = index_of(sample.frame.columns)
        if not all(_any(group, index) for group in self.layout.required.split()):
            return 0.0
        source = sample.source.lower()
        hinted = any(hint in source for hint in self.layout.hints)
        found = sum(_any(group, index) for group in self.layout.telling.split())
        if found + hinted < self.layout.enough:
            return 0.0
        known = {use.column for use in self.explain(sample) if use.note != UNKNOWN_NOTE}
        share = len(known) / max(1, len(sample.frame.columns))
        return min(1.0, 0.6 + 0.3 * share + 0.05 * hinted + 0.01 * min(found, 5))

    def explain(self, sample: RawBatch) -> list[ColumnUse]:
        """Return what becomes of each column."""
        columns = table_of(sample).columns
        uses: dict[str, list[ColumnUse]] = {column: [] for column in columns}
        for pick in self._picks([*columns, *self.layout.derived]):
            for name, column in pick.columns.items():
                for source in self._sources(column, columns):
                    doubt = _said(self.layout.doubts, source)
                    use = ColumnUse(source, pick.kind, name, not doubt, doubt)
                    if use not in uses[source]:
                        uses[source].append(use)
            if (
                pick.titled_by in uses
                and "product_id" not in pick.columns
                and not uses[pick.titled_by]
            ):
                note = "an id is made of the title"
                uses[pick.titled_by].append(
                    ColumnUse(pick.titled_by, pick.kind, "product_id", True, note)
                )
        return [use for column in columns for use in uses[column] or [self._unused(column)]]

    def candidates(self, batch: RawBatch) -> tuple[Candidates, list[Rejected]]:
        """Return the records of a batch, and the rows that hold none."""
        frame, rejected = self.prepared(batch)
        picks = self._picks(frame.columns)
        for pick in picks:
            for name, column in pick.columns.items():
                source = (self._sources(column, frame.columns) or [column])[0]
                self.notes.columns[pick.kind, name] = source
        frames = self.finished(build(frame, picks, self.channel), batch)
        refused = {r.line for r in rejected}
        if refused:
            bad = [i for i, line in enumerate(batch.lines) if line in refused]
            frames = {k: f.filter(~pl.col("row").is_in(bad)) for k, f in frames.items()}
        return frames, reject_unused(batch, frames.values(), rejected, self.layout.empty)

    def prepared(self, batch: RawBatch) -> tuple[pl.DataFrame, list[Rejected]]:
        """Return the table to pick from, and rows that cannot be used; one row a row."""
        return table_of(batch), []

    def finished(self, frames: dict[str, pl.DataFrame], batch: RawBatch) -> dict[str, pl.DataFrame]:
        """Return the frames with whatever the layout cannot declare."""
        return frames

    def _sources(self, column: str, columns: list[str]) -> list[str]:
        """Return the columns of the file that a derived column is made of, or the column."""
        if column not in self.layout.derived:
            return [column]
        index = index_of(columns)
        made_of = (index.get(bare(h)) for h in self.layout.derived[column].lower().split())
        return [source for source in made_of if source]

    def _picks(self, columns: list[str]) -> list[Pick]:
        index = index_of(columns)
        picks = [_resolved(take, index, self._chosen(take, columns)) for take in self.layout.takes]
        return [pick for pick in picks if pick.possible]

    def _chosen(self, take: Take, columns: list[str]) -> dict[str, str]:
        return chosen_fields(self._fields, take.kind, columns, first=take is self.layout.takes[0])

    def _unused(self, column: str) -> ColumnUse:
        note = _said(self.layout.skipped, column)
        if not note:
            note = PERSONAL_NOTE if is_personal(normalise_header(column)) else UNKNOWN_NOTE
        return ColumnUse(column, None, None, True, note)


def index_of(columns: list[str]) -> dict[str, str]:
    """Return folded name → column; of two columns of one name the first counts."""
    index: dict[str, str] = {}
    for column in columns:
        if column.startswith(":"):  # made by us, see Layout.derived
            index[column] = column
            continue
        header = normalise_header(column)
        for name in (header.full, header.name):
            index.setdefault(name, column)
    return index


def chosen_fields(
    fields: Mapping[str, str], kind: str, columns: list[str], *, first: bool = True
) -> dict[str, str]:
    """Return the user's own field → column choices that concern ``kind``.

    A bare field concerns the first record a row gives, ``product.title`` the product.
    """
    chosen = {}
    for given, column in fields.items():
        named, _, name = given.rpartition(".")
        if named != kind and not (named == "" and first):
            continue
        if name not in KINDS[kind].columns():
            known = ", ".join(c for c in KINDS[kind].columns() if c not in ("id", "source", "line"))
            raise SourceError(f"a {kind} has no field '{name}'; it has: {known}")
        if column not in columns:
            raise SourceError(
                f"--field {given}={column}: there is no column '{column}'; "
                f"the columns are: {listed(columns)}"
            )
        chosen[name] = column
    return chosen


def _resolved(take: Take, index: Mapping[str, str], chosen: Mapping[str, str]) -> Pick:
    columns = dict(chosen)
    for name, headers in take.fields.items():
        column = _column(headers, index)
        if column is not None and name not in columns:
            columns[name] = column
    return Pick(
        take.kind, columns, take.needs, take.constants, _column(take.titled_by, index),
        take.along, take.counted, take.several, take.derive,
    )  # fmt: skip


def _column(headers: str, index: Mapping[str, str]) -> str | None:
    names = (h if h.startswith(":") else bare(h) for h in headers.lower().split())
    return next((index[name] for name in names if name in index), None)


def _any(group: str, index: Mapping[str, str]) -> bool:
    return any(bare(word) in index for word in group.lower().split("|"))


def _said(notes: Mapping[str, str], column: str) -> str:
    header = normalise_header(column)
    for said, note in notes.items():
        if any(bare(word) in (header.name, header.full) for word in said.lower().split()):
            return note
    return ""

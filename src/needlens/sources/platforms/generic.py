"""Any other table: its columns are recognised by their names, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from needlens.errors import SourceError
from needlens.records import KINDS, Rejected
from needlens.sources.batch import Candidates, RawBatch
from needlens.sources.notes import Notes
from needlens.sources.platforms._kinds import kind_of, not_enough
from needlens.sources.platforms._meanings import meanings
from needlens.sources.platforms._picks import build, table_of
from needlens.sources.platforms._plan import Plan
from needlens.sources.platforms._platform import ColumnUse
from needlens.sources.platforms._rows import reject_unused


class Generic:
    """A table (or flat documents) of one main kind; further kinds come along.

    ``kind`` and ``fields`` (field → column) say what the names of the columns do not.
    """

    name = "generic"
    title_zh = "通用表格"
    title_en = "generic table"
    channel = ""
    time_zone = "UTC"

    def __init__(self, fields: Mapping[str, str] | None = None, kind: str | None = None) -> None:
        if kind is not None and kind not in KINDS:
            raise SourceError(f"unknown kind '{kind}'; known: {', '.join(KINDS)}")
        self.notes = Notes()
        self._fields = dict(fields or {})
        self._kind = kind
        self._plans: dict[tuple[str, ...], Plan] = {}

    def score(self, sample: RawBatch) -> float:
        """Return up to 0.59, by the share of columns known; 0 when no kind fits."""
        frame = table_of(sample)
        found = meanings(frame)
        kind = self._kind or kind_of([m.name for m in found], self._fields)
        if kind is None:
            return 0.0
        known = sum(1 for m in found if m.name or m.note.startswith("not taken"))
        return 0.2 + 0.39 * known / max(1, len(found))

    def explain(self, sample: RawBatch) -> list[ColumnUse]:
        """Return what becomes of each column."""
        return self._plan(table_of(sample)).uses

    def candidates(self, batch: RawBatch) -> tuple[Candidates, list[Rejected]]:
        """Return the records of a batch, and the rows that hold none."""
        frame = table_of(batch)
        if not frame.height:
            return {}, []
        plan = self._plan(frame)
        for pick in plan.picks:
            self.notes.columns |= {(pick.kind, name): c for name, c in pick.columns.items()}
        frames = build(plan.joined(frame), plan.picks, self.channel)
        return frames, reject_unused(batch, frames.values(), [], plan.empty)

    def _plan(self, frame: pl.DataFrame) -> Plan:
        columns = tuple(frame.columns)
        if columns not in self._plans:
            kept = next(iter(self._plans.values()), None)
            kind = self._kind or (kept.kind if kept else None)
            # Documents need not all have the column that the user named.
            fields = {n: c for n, c in self._fields.items() if kept is None or c in columns}
            plan = Plan(frame, fields, kind)
            if kept is None and not plan.picks[0].possible:
                raise SourceError(not_enough(plan.kind, columns))
            self._plans[columns] = plan
        plan = self._plans[columns]
        # Chinese exports rarely name a zone; their clocks are on Beijing time.
        if any("\u4e00" <= c <= "\u9fff" for m in plan.found if m.name for c in m.column):
            self.time_zone = "Asia/Shanghai"
        return plan

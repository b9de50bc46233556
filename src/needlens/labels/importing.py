"""A file of corrected labels into the workspace; what cannot be used is handed back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from needlens.errors import UserError
from needlens.labels.checking import Checker, Texts, refused
from needlens.labels.draft import Draft, Drafts, Refused, Unusable
from needlens.labels.label import SOURCES, Label
from needlens.labels.quoting import unarmoured
from needlens.labels.reading import read
from needlens.labels.stored import Kept, keep
from needlens.mining import Domain
from needlens.store import Database, results


@dataclass(frozen=True, slots=True)
class Imported:
    """The account of an import: labels kept, sentences waiting, rows refused."""

    kept: Kept
    pending: int
    refused: tuple[Refused, ...]
    form: str
    """table | rows | studio: what the file was."""


def import_labels(
    database: Database,
    path: Path,
    domain: Domain,
    *,
    annotator: str = "person",
    source: str = "person",
    checked: bool = False,
) -> Imported:
    """Check a file of labels against the workspace and store those that hold.

    ``annotator`` and ``source`` hold where the file names none; with ``checked`` rows count
    as checked whatever the file says. Every sentence of the file is added, replaces an
    earlier label, is a duplicate, is pending, or is refused with its line and a reason.
    """
    if source not in SOURCES:
        raise UserError(f"labels cannot come from {source!r}; known: {', '.join(SOURCES)}")
    drafts = read(path, checked=checked)
    checker = Checker(domain, _texts(database, drafts), annotator, datetime.now(UTC), source)
    labels, turned_down = _labels(drafts, checker)
    return Imported(keep(database, labels), drafts.pending, tuple(turned_down), drafts.form)


def _labels(drafts: Drafts, checker: Checker) -> tuple[list[Label], list[Refused]]:
    turned_down = list(drafts.refused)
    made: dict[str, tuple[Label, Draft]] = {}
    repeats: list[Label] = []
    for draft in drafts.drafts:
        try:
            label = checker.label(draft)
        except Unusable as fault:
            turned_down += refused(draft, fault)
            continue
        earlier = made.get(label.id)
        if earlier and earlier[0].opinions == label.opinions:
            repeats.append(label)
        elif earlier:
            again = f"{label.annotator} labels the sentence again at line {draft.lines[0]}, and that counts"
            turned_down += refused(earlier[1], Unusable(again))
        made[label.id] = (label, draft)
    turned_down.sort(key=lambda one: one.line)
    return [*repeats, *(label for label, _ in made.values())], turned_down


def _texts(database: Database, drafts: Drafts) -> Texts:
    """Return the texts of the signals the drafts speak of."""
    ids = {str(d.sentence.get("signal_id") or "").strip() for d in drafts.drafts}
    wanted = pl.DataFrame({"signal_id": sorted(ids)}, schema={"signal_id": pl.String})
    return {
        (kind, signal_id): text
        for kind in results.TEXTS
        for signal_id, text in results.texts(database, kind, wanted).iter_rows()
    }


def refused_table(rows: Sequence[Refused]) -> pl.DataFrame:
    """Return refused rows of a table as they were, with ``line`` and ``reason`` before them."""
    known = dict.fromkeys(key for one in rows for key in one.row if key not in _OURS)
    cells = [
        {"line": one.line, "reason": one.reason, **{k: _cell(one.row.get(k)) for k in known}}
        for one in rows
    ]
    schema = {"line": pl.Int64, "reason": pl.String, **dict.fromkeys(known, pl.String)}
    return pl.DataFrame(cells, schema=schema)


def _cell(value: object) -> str | None:
    """Return a cell as it was meant; writing it makes it safe again."""
    return None if value is None else unarmoured(str(value))


def refused_text(rows: Sequence[Refused], form: str) -> str:
    """Return refused rows as JSON: tasks for Label Studio, otherwise JSON Lines."""
    if form == "studio":
        # A task comes once, however many of its annotations were refused.
        tasks = {
            id(one.row): one.row | {"meta": (one.row.get("meta") or {}) | {"reasons": []}}
            for one in rows
        }
        for one in rows:
            tasks[id(one.row)]["meta"]["reasons"].append(one.reason)
        return json.dumps(list(tasks.values()), ensure_ascii=False, indent=1)
    ours = [{"line": one.line, "reason": one.reason} for one in rows]
    return "".join(
        json.dumps(mine | {k: v for k, v in one.row.items() if k not in _OURS}, ensure_ascii=False)
        + "\n"
        for mine, one in zip(ours, rows, strict=True)
    )


_OURS = ("line", "reason")
"""Columns of a file of refused rows that are not the row's own."""

"""Retry 重试: reading quarantined rows again, with the same or with new settings."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import polars as pl

from needlens.config import Config
from needlens.errors import SourceError
from needlens.records import Ingested
from needlens.sources.batch import RawBatch
from needlens.sources.prepare import Preparer
from needlens.sources.reading import Reading
from needlens.store import Database, append, quarantine
from needlens.text.sealing import Seal


@dataclass(frozen=True, slots=True)
class _Row:
    """A quarantined row that has cells, and so can be read again."""

    id: str
    line: int
    cells: dict[str, Any]


def retry(database: Database, config: Config, key: bytes, reading: Reading | None) -> Ingested:
    """Read all quarantined rows again; what can be stored now leaves quarantine.

    ``reading`` is used in place of the settings the rows were first read with. Rows that
    never had cells (an over-long line, broken JSON) stay. The account covers all rows.
    """
    account = Ingested("quarantine")
    seal = Seal(key)
    rows = quarantine.sealed(database)
    for (settings, source), group in rows.group_by(["settings", "source"], maintain_order=True):
        account.rows += group.height
        batch, ids = _rebuilt(
            str(source), _readable(group, seal), json.loads(str(settings))["header"]
        )
        how = reading or Reading(**json.loads(str(settings))["reading"])
        try:
            prepared = Preparer(how.chosen(batch), config, key)(batch) if ids else None
        except SourceError as error:
            account.warnings.append(str(error).splitlines()[0])
            prepared = None
        if prepared is None:
            account.quarantined += group.height
            continue
        failed = {r.line for r in prepared.rejected}
        done = [row_id for row_id, line in zip(ids, batch.lines, strict=True) if line not in failed]
        with database.transaction():
            appended = append(database, prepared.frames)
            quarantine.remove(database, done)
        account.accepted += len(appended.rows)
        account.duplicate += len(done) - len(appended.rows)
        account.quarantined += group.height - len(done)
    return account


def _readable(group: pl.DataFrame, seal: Seal) -> list[_Row]:
    found = []
    for row_id, line, raw in group.select("id", "line", "raw").iter_rows():
        try:
            cells = json.loads(seal.open(raw))
        except ValueError:
            continue
        if isinstance(cells, dict):
            found.append(_Row(row_id, line, cells))
    return found


def _rebuilt(source: str, rows: list[_Row], header: list[str] | None) -> tuple[RawBatch, list[str]]:
    """Return the rows as the batch they once were part of, and their quarantine ids."""
    lines, ids = [row.line for row in rows], [row.id for row in rows]
    if header is None:
        return RawBatch(source, lines, documents=[row.cells for row in rows]), ids
    columns = {name: [row.cells.get(name) for row in rows] for name in header}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(header, pl.String))
    return RawBatch(source, lines, frame=frame), ids

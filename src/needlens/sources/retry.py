"""Retry 重试: reading quarantined rows again, with the same or with new settings."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import polars as pl

from needlens.config import Config
from needlens.errors import SourceError
from needlens.records import Ingested
from needlens.sources.batch import ROW, RawBatch
from needlens.sources.prepare import Preparer
from needlens.sources.readers.json_text import BadJson, parse_object
from needlens.sources.reading import Reading
from needlens.store import Database, append, quarantine
from needlens.text.sealing import Seal

LOST = "\ufffd"
"""Stands in a row for bytes that could not be decoded: it must be read from its file."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A quarantined row that has cells, and so can be read again."""

    id: str
    line: int
    cells: dict[str, Any]


def retry(database: Database, config: Config, key: bytes, reading: Reading | None) -> Ingested:
    """Read all quarantined rows again; what can be stored now leaves quarantine.

    ``reading`` is used in place of the settings the rows were first read with. Rows that
    never had cells (an over-long line, broken JSON), have more than the header or lost
    bytes stay.
    The account covers all rows.
    """
    account = Ingested("quarantine")
    seal = Seal(key)
    rows = quarantine.sealed(database)
    for (settings, source), group in rows.group_by(["settings", "source"], maintain_order=True):
        account.rows += group.height
        read_as = json.loads(str(settings))
        rows_again = _readable(group, seal, read_as["header"])
        batch = _rebuilt(str(source), rows_again, read_as["header"])
        how = reading or Reading(**read_as["reading"])
        try:
            prepared = Preparer(how.chosen(batch), config, key)(batch) if rows_again else None
        except SourceError as error:
            account.warnings.append(str(error).splitlines()[0])
            prepared = None
        if prepared is None:
            account.quarantined += group.height
            continue
        failed = {r.line for r in prepared.rejected}
        done = [row.id for number, row in enumerate(rows_again) if number not in failed]
        lines = pl.Series("line", [row.line for row in rows_again], pl.Int64)
        frames = {k: f.with_columns(lines.gather(f[ROW])) for k, f in prepared.frames.items()}
        with database.transaction():
            appended = append(database, frames)
            quarantine.remove(database, done)
        account.accepted += len(appended.rows)
        account.duplicate += len(done) - len(appended.rows)
        account.quarantined += group.height - len(done)
    return account


def _readable(group: pl.DataFrame, seal: Seal, header: list[str] | None) -> list[_Row]:
    """Return the rows that are cells under the header, neither more nor the header itself."""
    found = []
    for row_id, line, raw in group.select("id", "line", "raw").iter_rows():
        text = seal.open(raw)
        try:
            cells = parse_object(text)
        except BadJson:
            continue
        if LOST in text:
            continue
        repeated = all(name == cell for name, cell in cells.items())
        if header is None or (set(cells) <= set(header) and not repeated):
            found.append(_Row(row_id, line, cells))
    return found


def _rebuilt(source: str, rows: list[_Row], header: list[str] | None) -> RawBatch:
    """Return the rows as a batch; they are numbered, for several may stand on one line."""
    numbers = list(range(len(rows)))
    if header is None:
        return RawBatch(source, numbers, documents=[row.cells for row in rows])
    columns = {name: [row.cells.get(name) for row in rows] for name in header}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(header, pl.String))
    return RawBatch(source, numbers, frame=frame)

"""Quarantine 隔离区: rows that were set aside, sealed, with a masked view for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from hashlib import sha256

import polars as pl

from needlens.records import Rejected
from needlens.store._database import Database

Seal = Callable[[list[str]], list[bytes]]


def add(
    database: Database,
    rejected: Sequence[Rejected],
    *,
    shown: pl.DataFrame,
    run_id: int,
    settings: str,
    seal: Seal,
) -> None:
    """Set rows aside once each; a row that is there already is not added again.

    Equal rows of one run stand on one line (documents of a JSON array may) or in two
    files of one name; they are different rows and all are kept. ``shown`` (reason, shown) is what people see of each row, masked; ``settings`` (JSON)
    is what a retry needs to read the row the same way again.
    """
    if not rejected:
        return
    frame = pl.DataFrame(
        {
            "id": _identities(database, rejected, run_id),
            "source": [r.source for r in rejected],
            "line": [r.line for r in rejected],
            "column": [r.column for r in rejected],
            "reason": shown["reason"],
            "shown": shown["shown"],
            "raw": seal([r.raw for r in rejected]),
        },
        schema_overrides={"column": pl.String, "raw": pl.Binary},
    )
    database.execute(
        "INSERT INTO quarantine "
        'SELECT id, ?, source, line, "column", reason, shown, raw, ? FROM batch '
        "WHERE id NOT IN (SELECT id FROM quarantine)",
        [run_id, settings],
        batch=frame,
    )


def view(database: Database) -> pl.DataFrame:
    """Return what was set aside, masked: id, source, line, column, reason, shown."""
    return database.query(
        'SELECT id, source, line, "column", reason, shown FROM quarantine ORDER BY source, line, id'
    )


def sealed(database: Database) -> pl.DataFrame:
    """Return every row with its sealed text and settings, for a retry."""
    return database.query(
        "SELECT id, source, line, raw, settings FROM quarantine ORDER BY settings, source, line, id"
    )


def remove(database: Database, ids: Sequence[str]) -> None:
    """Take rows out of quarantine, because they have been accepted or dropped."""
    gone = pl.DataFrame({"id": list(ids)}, schema={"id": pl.String})
    database.execute("DELETE FROM quarantine WHERE id IN (SELECT id FROM gone)", gone=gone)


def _identities(database: Database, rejected: Sequence[Rejected], run_id: int) -> list[str]:
    """Return an id for each row: a hash of it, for the second of equal rows with ``.2``."""
    hashes = [_hash(row) for row in rejected]
    known = database.query(
        "SELECT base, count(*) AS n FROM (SELECT split_part(id, '.', 1) AS base "
        "FROM quarantine WHERE run_id = ?) WHERE base IN (SELECT base FROM batch) GROUP BY base",
        [run_id],
        batch=pl.DataFrame({"base": hashes}),
    )
    seen = Counter(dict(known.iter_rows()))
    ids = []
    for base in hashes:
        seen[base] += 1
        ids.append(base if seen[base] == 1 else f"{base}.{seen[base]}")
    return ids


def _hash(row: Rejected) -> str:
    content = f"{row.source}\x1f{row.line}\x1f{row.raw}".encode("utf-8", "surrogatepass")
    return "x-" + sha256(content).hexdigest()[:20]

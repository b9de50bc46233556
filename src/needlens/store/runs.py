"""Runs 导入记录: what was ingested when, and where an interrupted run goes on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import polars as pl

from needlens.records import Ingested
from needlens.store._database import Database


@dataclass(frozen=True, slots=True)
class Run:
    """One ingest of one path; ``batches`` are stored and need not be read again."""

    id: int
    batches: int
    finished: bool
    accounts: tuple[Ingested, ...]


def find(database: Database, fingerprint: str) -> Run | None:
    """Return the latest run that read the same bytes with the same settings."""
    rows = database.query(
        "SELECT id, batches, finished_at IS NOT NULL AS finished, accounts FROM runs "
        "WHERE fingerprint = ? ORDER BY id DESC LIMIT 1",
        [fingerprint],
    ).to_dicts()
    if not rows:
        return None
    row = rows[0]
    return Run(row["id"], row["batches"], row["finished"], _accounts(row["accounts"]))


def start(database: Database, name: str, fingerprint: str, note: str | None) -> Run:
    """Record that a run begins."""
    frame = database.query(
        "INSERT INTO runs (name, fingerprint, started_at, batches, accounts, note) "
        "VALUES (?, ?, ?, 0, '[]', ?) RETURNING id",
        [name, fingerprint, datetime.now(UTC), note],
    )
    return Run(frame["id"][0], 0, False, ())


def checkpoint(
    database: Database, run_id: int, batches: int, accounts: Sequence[Ingested], *, finished: bool
) -> None:
    """Store how far a run has come, inside the transaction that stores its rows."""
    database.execute(
        "UPDATE runs SET batches = ?, accounts = ?, finished_at = ? WHERE id = ?",
        [
            batches,
            json.dumps([asdict(a) for a in accounts], ensure_ascii=False),
            datetime.now(UTC) if finished else None,
            run_id,
        ],
    )


def history(database: Database) -> list[dict[str, Any]]:
    """Return all runs, oldest first, each with its accounts (one per source)."""
    rows = database.query(
        "SELECT id, name, started_at, finished_at, accounts, note FROM runs ORDER BY id"
    ).to_dicts()
    return [row | {"accounts": _accounts(row["accounts"])} for row in rows]


def _accounts(text: str) -> tuple[Ingested, ...]:
    return tuple(
        Ingested(**item | {"ignored_columns": tuple(item["ignored_columns"])})
        for item in json.loads(text)
    )


def table_counts(database: Database, tables: Sequence[str]) -> pl.DataFrame:
    """Return table, provenance and count for each of ``tables``."""
    union = " UNION ALL ".join(
        f"SELECT '{t}' AS \"table\", provenance, count(*) AS n FROM {t} GROUP BY provenance"
        for t in tables
    )
    return database.query(f"SELECT * FROM ({union}) ORDER BY 1, 2")

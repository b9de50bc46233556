"""Appending records: each is stored once, whatever file it comes from and however often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from needlens.records import KINDS, Record
from needlens.store._database import Database


@dataclass(frozen=True, slots=True)
class Appended:
    """What an append changed: records per kind, and the batch rows they came from."""

    records: dict[str, int] = field(default_factory=dict)
    rows: frozenset[int] = frozenset()
    """Rows that gave at least one new or changed record; the others are duplicates."""


def append(database: Database, frames: Mapping[str, pl.DataFrame]) -> Appended:
    """Store the records of one batch that are new or changed, inside a transaction.

    ``frames``: kind → typed frame with the record's columns and ``row``. A record is
    known by its ``id``; a known one is updated when a mutable column differs.
    """
    records: dict[str, int] = {}
    rows: set[int] = set()
    for kind, frame in frames.items():
        fresh = _append(database, KINDS[kind], frame)
        if not fresh.is_empty():
            records[kind] = fresh.height
            rows.update(fresh["row"].to_list())
    return Appended(records, frozenset(rows))


def _append(database: Database, record: type[Record], frame: pl.DataFrame) -> pl.DataFrame:
    columns = record.column_names()
    # Of several versions in one batch the last one is the newest.
    frame = frame.unique(subset="id", keep="last", maintain_order=True)
    known = database.query(
        f"SELECT t.* FROM {record.table} t WHERE t.id IN (SELECT id FROM batch)", batch=frame
    )
    if known.is_empty():
        fresh = frame
    else:
        changed = _changed(record, frame, known)
        fresh = frame.join(known, on="id", how="anti")
        if not changed.is_empty():
            database.execute(
                f"DELETE FROM {record.table} WHERE id IN (SELECT id FROM changed)",
                changed=changed.select("id"),
            )
            fresh = pl.concat([fresh, changed])
    if not fresh.is_empty():
        names = ", ".join(f'"{c}"' for c in columns)
        database.execute(
            f"INSERT INTO {record.table} ({names}) SELECT {names} FROM batch",
            batch=fresh.select(columns),
        )
    return fresh


def _changed(record: type[Record], frame: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of ``frame`` whose stored version differs in a mutable column.

    A column that the new row leaves empty keeps what was known.
    """
    watched = record.watched()
    if not watched:
        return frame.clear()
    both = frame.join(
        known.select("id", *(pl.col(c).alias(f"known_{c}") for c in watched)), on="id", how="inner"
    )
    differs = pl.any_horizontal(
        pl.col(c).is_not_null()
        & pl.col(c).cast(pl.String).ne_missing(pl.col(f"known_{c}").cast(pl.String))
        for c in watched
    )
    kept = (
        pl.coalesce(pl.col(c), pl.col(f"known_{c}").cast(frame.schema[c])).alias(c) for c in watched
    )
    return both.filter(differs).with_columns(kept).select(frame.columns)

"""Appending records: each is stored once, whatever file it comes from and however often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from needlens.records import KINDS, Record, Signal
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
    known by its ``id``; a known one is updated when a mutable column differs. What a
    review or an order says of a product by the way only fills in what is not known.
    """
    records: dict[str, int] = {}
    rows: set[int] = set()
    said = [f["row"] for kind, f in frames.items() if issubclass(KINDS[kind], Signal)]
    by_the_way = pl.concat(said) if said else pl.Series([], dtype=pl.UInt32)
    for kind, frame in frames.items():
        fresh = _append(database, KINDS[kind], frame, by_the_way)
        if not fresh.is_empty():
            records[kind] = fresh.height
            rows.update(fresh["row"].to_list())
    return Appended(records, frozenset(rows))


def _append(
    database: Database, record: type[Record], frame: pl.DataFrame, by_the_way: pl.Series
) -> pl.DataFrame:
    columns = record.column_names()
    frame = _merged_versions(record, frame, by_the_way)
    known = database.query(
        f"SELECT t.* FROM {record.table} t WHERE t.id IN (SELECT id FROM batch)", batch=frame
    )
    if known.is_empty():
        fresh = frame
    else:
        changed = _changed(record, frame, known, by_the_way)
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


def _merged_versions(
    record: type[Record], frame: pl.DataFrame, by_the_way: pl.Series
) -> pl.DataFrame:
    """Return one row per id: what a batch's versions of a record come to, one after another.

    The first of them is the row that gave it; the others are its duplicates.
    """
    if frame["id"].n_unique() == frame.height:
        return frame
    fills = pl.lit(bool(record.key)) & pl.col("row").is_in(by_the_way.implode())
    # Of what is said by the way the first word counts, and any catalogue row goes before it.
    listed = frame.filter(~fills).with_columns(pl.col("row", "line").first().over("id"))
    ordered = pl.concat([frame.filter(fills).reverse(), listed])
    filled = ordered.with_columns(pl.col(record.watched()).forward_fill().over("id"))
    return filled.unique(subset="id", keep="last", maintain_order=True).sort("row")


def _changed(
    record: type[Record], frame: pl.DataFrame, known: pl.DataFrame, by_the_way: pl.Series
) -> pl.DataFrame:
    """Return the rows of ``frame`` that change a mutable column of their stored version.

    A column that the new row leaves empty keeps what was known.
    """
    watched = record.watched()
    if not watched:
        return frame.clear()
    before = known.select("id", *(pl.col(c).alias(f"known_{c}") for c in watched))
    both = frame.join(before, on="id", how="inner")
    fills = pl.lit(bool(record.key)) & pl.col("row").is_in(by_the_way.implode())
    merged = both.with_columns(_merged(c, frame.schema[c], fills) for c in watched)
    differs = (pl.col(c).cast(pl.String).ne_missing(_known(c, pl.String)) for c in watched)
    return merged.filter(pl.any_horizontal(differs)).select(frame.columns)


def _merged(column: str, dtype: pl.DataType, fills: pl.Expr) -> pl.Expr:
    new, old = pl.col(column), _known(column, dtype)
    return pl.when(fills).then(pl.coalesce(old, new)).otherwise(pl.coalesce(new, old)).alias(column)


def _known(column: str, dtype: pl.DataType | type[pl.DataType]) -> pl.Expr:
    return pl.col(f"known_{column}").cast(dtype)

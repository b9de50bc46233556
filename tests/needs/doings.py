"""A database with a few events, orders, products and searches, written out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl

from needlens.config import StoreConfig
from needlens.store import Database

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
TIMED = ("events", "orders", "queries")


def day(number):
    """Return noon of the day ``number`` days after the first."""
    return START + timedelta(days=number)


def doings(folder, **tables):
    """Return a database with the rows given for each table; what a row leaves out is null."""
    database = Database(folder / "shop.duckdb", StoreConfig(threads=1))
    for table, rows in tables.items():
        full = [_row(table, i, row) for i, row in enumerate(rows)]
        frame = pl.DataFrame(full, infer_schema_length=None)
        if table in TIMED and "at" in frame.columns:
            frame = frame.with_columns(pl.col("at").cast(pl.Datetime("us", "UTC")))
        database.execute(f"INSERT INTO {table} BY NAME SELECT * FROM given", given=frame)
    return database


def _row(table, i, row):
    plain = {"id": f"{table[0]}{i:05}", "provenance": "real", "source": f"{table}.csv", "line": i}
    return plain | row

"""Rejected 隔离行: a row that was set aside, and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rejected:
    """A quarantined row: where it stands, what was wrong, and the row itself."""

    source: str
    line: int
    """First physical line of the row (row number in a sheet or Parquet file), from 1."""
    column: str | None
    reason: str
    raw: str
    """The row as read: a JSON object of header → cell, or the text that was no row."""

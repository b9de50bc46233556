"""What flows through ``sources``: rows as read, then candidate records by kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import polars as pl

from needlens.records import Rejected

ROW = "row"
"""The column of every candidate frame that says which row of the batch it came from."""

Candidates: TypeAlias = Mapping[str, pl.DataFrame]
"""Kind → frame of String columns (named as the record's columns) plus ``row``.

``row`` (UInt32) indexes the batch's rows from 0; several records of one or several
kinds may come from the same row, and a row may be in no frame only when the platform
rejected it.
"""


@dataclass(slots=True)
class RawBatch:
    """Rows of one source as read, with nothing interpreted yet.

    Tabular formats fill ``frame``: every column is String, a missing or empty cell is
    null, columns carry the header's names. JSON formats fill ``documents`` instead.
    ``lines[i]`` is the first physical line (or row number) of row ``i``. Rows that
    could not be read at all are in ``rejected``, so that
    ``rows == len(lines) + len(rejected)``.
    """

    source: str
    lines: list[int]
    frame: pl.DataFrame | None = None
    documents: list[dict[str, Any]] | None = None
    rejected: list[Rejected] = field(default_factory=list)
    blank: int = 0
    encoding: str = ""
    warnings: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows were read, readable or not; blank ones are not rows."""
        return len(self.lines) + len(self.rejected)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read a source; every field has a good default.

    ``batch_rows`` bounds memory together with ``batch_chars``; a line longer than
    ``line_chars`` is quarantined, not parsed. ``encoding`` and ``delimiter`` override
    detection; ``sheet`` picks one sheet of a workbook; ``header_row`` (from 1) says
    where the header is when the guess is wrong.
    """

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    batch_rows: int = 20_000
    batch_chars: int = 16_000_000
    line_chars: int = 1_000_000

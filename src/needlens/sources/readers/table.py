"""Tables: rows of cells with a header somewhere near the top become ``RawBatch``es."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

import polars as pl

from needlens.records import Rejected
from needlens.sources.batch import RawBatch, ReadOptions
from needlens.sources.headers import find_header
from needlens.sources.readers.cells import unique_names
from needlens.sources.readers.rows import Row

_TOP_ROWS = 20
_MOST_TOP = 1_000


def batches(
    source: str,
    rows: Iterable[Row | Rejected],
    options: ReadOptions,
    *,
    header: list[str] | None = None,
    encoding: str = "",
    warnings: Iterable[str] = (),
) -> Iterator[RawBatch]:
    """Yield the rows below the header in batches; at least one, be it without rows.

    The header is looked for in the first rows unless it is given.
    Blank rows are counted and left out; a row with more cells than the header, or one
    that repeats the header, is rejected; missing cells are null.
    """
    rows = iter(rows)
    table = _Table(source, options, encoding)
    table.warnings += warnings
    if header is None:
        below = table.take_header(table.top(rows))
    else:
        below, table.names = [], unique_names(header)
    for item in chain(below, rows):
        if table.add(item):
            yield table.batch()
    if table.has_news():
        yield table.batch()


@dataclass(slots=True)
class _Table:
    """The rows of the batch being filled, and the header they stand under."""

    source: str
    options: ReadOptions
    encoding: str
    names: list[str] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    blank: int = 0
    chars: int = 0
    given: int = 0

    def top(self, rows: Iterator[Row | Rejected]) -> list[Row | Rejected]:
        """Return what is needed to find the header: 20 rows, or the one that was given."""
        top: list[Row | Rejected] = []
        found = 0
        for item in rows:
            if isinstance(item, Rejected):
                top.append(item)
            elif not _has_text(item[1]):
                self.blank += 1
            elif item[0] >= (self.options.header_row or 1):
                top.append(item)
                found += 1
            if found == (1 if self.options.header_row else _TOP_ROWS) or len(top) == _MOST_TOP:
                break
        return top

    def take_header(self, top: list[Row | Rejected]) -> list[Row | Rejected]:
        """Set the columns from the top rows; return the items that are below the header."""
        rows = [item for item in top if not isinstance(item, Rejected)]
        at = self._header_position(rows)
        if at < 0:
            self.names = unique_names([""] * max((len(cells) for _, cells in rows), default=0))
            if rows:
                self.warnings.append("no header row was found; columns are numbered")
            elif self.options.header_row:
                self.warnings.append(f"row {self.options.header_row} is beyond the last row")
            return top
        self.header = rows[at][1]
        while self.header and not self.header[-1].strip():
            self.header = self.header[:-1]
        self.names = unique_names(self.header)
        if at > 0:
            self.warnings.append(
                f"the header is in line {rows[at][0]}; {at} row(s) above it were left out"
            )
        return [item for item in top if isinstance(item, Rejected) or item[0] > rows[at][0]]

    def _header_position(self, rows: list[Row]) -> int:
        if self.options.header_row:
            return 0 if rows else -1
        return find_header([cells for _, cells in rows])

    def add(self, item: Row | Rejected) -> bool:
        """Take one row; return whether the batch is full."""
        if isinstance(item, Rejected):
            self.rejected.append(item)
            self.chars += len(item.raw)
        else:
            line, cells = item
            if not _has_text(cells):
                self.blank += 1
                return False
            width = len(self.names)
            if len(cells) != width:
                cells = self._fitted(line, cells, width)
                if not cells:
                    return self._full()
            if cells == self.header:
                self._reject(line, cells, "repeats the header row")
                return self._full()
            self.lines.append(line)
            self.cells.append(cells)
            self.chars += sum(map(len, cells))
        return self._full()

    def _full(self) -> bool:
        rows = len(self.lines) + len(self.rejected)
        return rows >= self.options.batch_rows or self.chars >= self.options.batch_chars

    def _fitted(self, line: int, cells: list[str], width: int) -> list[str]:
        """Return the cells in the table's width; none when the row was rejected."""
        if len(cells) < width:
            return cells + [""] * (width - len(cells))
        if _has_text(cells[width:]):
            self._reject(line, cells, f"has {len(cells)} cells; the header has {width}")
            return []
        return cells[:width]

    def _reject(self, line: int, cells: list[str], reason: str) -> None:
        names = self.names + [f"column_{i + 1}" for i in range(len(self.names), len(cells))]
        raw = json.dumps(dict(zip(names, cells, strict=False)), ensure_ascii=False)
        self.chars += len(raw)
        self.rejected.append(Rejected(self.source, line, None, reason, raw))

    def has_news(self) -> bool:
        """Tell whether there is anything left to hand over, or nothing was handed over yet."""
        return bool(not self.given or self.lines or self.rejected or self.blank or self.warnings)

    def batch(self) -> RawBatch:
        """Hand over what was gathered and start afresh under the same header."""
        columns = zip(*self.cells, strict=True) if self.cells else ([] for _ in self.names)
        frame = pl.DataFrame(
            [
                pl.Series(name, list(column), pl.String)
                for name, column in zip(self.names, columns, strict=True)
            ]
        ).with_columns(pl.col(pl.String).replace("", None))
        made = RawBatch(
            self.source,
            self.lines,
            frame if self.names else None,
            rejected=self.rejected,
            blank=self.blank,
            encoding=self.encoding,
            warnings=self.warnings,
        )
        self.lines, self.cells, self.rejected, self.warnings = [], [], [], []
        self.blank = self.chars = 0
        self.given += 1
        return made


def _has_text(cells: list[str]) -> bool:
    return bool("".join(cells).strip())

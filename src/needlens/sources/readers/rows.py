"""Rows of a delimited text: physical lines joined and split by the csv module, guarded.

A quote that is never closed would swallow the rest of the file. So a row that ends in
the middle of a quoted cell, grows over 1,000 lines or over ``line_chars``, or has text
after a closing quote on a later line, costs only its first physical line: that one is
rejected and reading goes on with the next.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from needlens.records import Rejected
from needlens.sources.readers.lines import SHOWN_CHARS, Line

Row: TypeAlias = "tuple[int, list[str]]"
"""First physical line and cells."""

MOST_LINES = 1_000

csv.field_size_limit(2**31 - 1)  # line_chars is our limit; the module's own is for the process


class _Runaway(Exception):
    """The row being read has grown beyond every plausible row."""


class _Feed:
    """Hands lines to the csv reader and remembers those of the row being read."""

    def __init__(self, lines: Iterable[Line], line_chars: int) -> None:
        self.row: list[Line] = []
        self._lines = iter(lines)
        self._again: deque[Line] = deque()
        self._line_chars = line_chars
        self._chars = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        if self.row:
            self._chars += len(line.text)
            if len(self.row) >= MOST_LINES or self._chars > self._line_chars:
                self._again.appendleft(line)
                raise _Runaway
        else:
            self._chars = len(line.text)
        self.row.append(line)
        return line.text.replace("\x00", "") if "\x00" in line.text else line.text

    def back_to_second(self) -> Line:
        """Return the row's first line; the others will be read again."""
        self._again.extendleft(reversed(self.row[1:]))
        return self.row[0]


def read_rows(
    lines: Iterable[Line], delimiter: str, source: str, line_chars: int
) -> Iterator[Row | Rejected]:
    """Yield the rows of ``lines``, or a rejection for each one that cannot be read."""
    feed = _Feed(lines, line_chars)
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    while True:
        feed.row.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, _Runaway) as error:
            yield _repaired(feed, delimiter, source, isinstance(error, _Runaway))
            reader = csv.reader(feed, delimiter=delimiter, strict=True)
            continue
        fault = next((line for line in feed.row if line.fault), None)
        if fault:
            yield _rejected(source, feed.row, fault.fault)
        else:
            yield feed.row[0].number, cells


def _repaired(feed: _Feed, delimiter: str, source: str, runaway: bool) -> Row | Rejected:
    """Return the row of a lone line with careless quotes, or reject its first line."""
    first = feed.row[0]
    if first.fault:
        feed.back_to_second()
        return _rejected(source, [first], first.fault)
    if len(feed.row) == 1 and not runaway and first.text.count('"') > 1:
        text = first.text.replace("\x00", "")
        return first.number, next(csv.reader([text], delimiter=delimiter))
    feed.back_to_second()
    return _rejected(source, [first], "a quoted cell begins here and is never closed")


def _rejected(source: str, row: list[Line], reason: str) -> Rejected:
    raw = "".join(line.text for line in row)[:SHOWN_CHARS]
    return Rejected(source, row[0].number, None, reason, raw.rstrip("\r\n"))

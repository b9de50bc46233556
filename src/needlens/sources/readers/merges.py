"""Merged cells of a sheet: exports merge an order's id over the rows of its items."""

from __future__ import annotations

import re
from typing import IO

_RANGE = re.compile(
    rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"'
)
_BLOCK = 1 << 20
_OVERLAP = 200
_MOST = 200_000


class Merges:
    """Repeats the value of a merged cell in each row it spans."""

    def __init__(self, ranges: dict[int, list[tuple[int, int]]]) -> None:
        self._ranges = ranges
        """First row → (column from 0, last row) of the cells merged downwards."""
        self._open: dict[int, tuple[int, str]] = {}

    def fill(self, number: int, cells: list[str]) -> None:
        """Write into row ``number`` what merged cells above it say.

        >>> merges, second = Merges({1: [(0, 2)]}), ["", "红色"]
        >>> merges.fill(1, ["A-1", "蓝色"]); merges.fill(2, second)
        >>> second
        ['A-1', '红色']
        """
        for column, (last, text) in list(self._open.items()):
            if number > last:
                del self._open[column]
            else:
                cells.extend([""] * (column + 1 - len(cells)))
                cells[column] = cells[column] or text
        for column, last in self._ranges.get(number, ()):
            if column < len(cells) and cells[column]:
                self._open[column] = (last, cells[column])


def read_merges(file: IO[bytes]) -> Merges:
    """Return the ranges that a sheet's XML says are merged over several rows."""
    ranges: dict[int, list[tuple[int, int]]] = {}
    kept, found = b"", 0
    while (block := file.read(_BLOCK)) and found < _MOST:
        text = kept + block
        end = 0
        for match in _RANGE.finditer(text):
            end = match.end()
            first, last = int(match[2]), int(match[3])
            if last > first:
                found += 1
                ranges.setdefault(first, []).append((_column(match[1]), last))
        kept = text[max(end, len(text) - _OVERLAP) :]
    return Merges(ranges)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1

"""Which character separates the cells of a text file."""

from __future__ import annotations

import re
from collections import Counter

from needlens.records import Rejected
from needlens.sources.headers import LOOKED_AT, is_known
from needlens.sources.readers.lines import Line
from needlens.sources.readers.rows import read_rows

DELIMITERS = (",", "\t", ";", "|")
NONE = "\x1f"
"""Stands for "one column": the unit separator, which exports do not contain."""

_HINT = re.compile(r'"?sep=([^\n"])"?\s*$')


def hinted(line: str) -> str | None:
    r"""Return the delimiter of a first line such as ``sep=;``, which Excel understands.

    >>> hinted("sep=;\n"), hinted("id;name")
    (';', None)
    """
    found = _HINT.match(line)
    return found[1] if found else None


def sniff(lines: list[Line], line_chars: int) -> str:
    r"""Return the delimiter of the text these first lines are from.

    The one that uncovers names of columns needlens knows wins; else the one that gives most
    rows the same number of cells; of equals, the one that gives more cells. Text that none
    of them divides regularly is one column.

    >>> sniff([Line(1, "编号;价格\n"), Line(2, "1;72,93\n"), Line(3, "2;5,00\n")], 1000)
    ';'
    """
    best, best_score = NONE, (0, 0.0, 0)
    for delimiter in DELIMITERS:
        found = read_rows(lines, delimiter, "", line_chars)
        rows = [row[1] for row in found if not isinstance(row, Rejected) and any(row[1])]
        known = max((sum(map(is_known, cells)) for cells in rows[:LOOKED_AT]), default=0)
        share, cells = _regularity(rows)
        score = (known if known > 1 else 0, round(share, 1), cells)
        if cells > 1 and (known > 1 or share >= 0.5) and score > best_score:
            best, best_score = delimiter, score
    if best != NONE:
        return best
    first = next((line.text for line in lines if line.text.strip()), "")
    return max(DELIMITERS, key=first.count) if any(d in first for d in DELIMITERS) else NONE


def _regularity(rows: list[list[str]]) -> tuple[float, int]:
    """Return the share of rows that have the most usual number of cells, and that number."""
    several = Counter(len(cells) for cells in rows if len(cells) > 1)
    if not several:
        return 0.0, 1
    cells, n = max(several.items(), key=lambda item: (item[1], item[0]))
    return n / len(rows), cells

"""Cells: a value of a typed format as the text that stands for it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from needlens.errors import SourceError
from needlens.sources.headers import MOST_COLUMNS, column_name


def text_of(value: Any) -> str | None:
    """Return ``value`` as text: whole numbers without ``.0``, dates in ISO 8601.

    >>> text_of(4999.0), text_of(True), text_of(0.1 + 0.2), text_of(float("nan"))
    ('4999', 'true', '0.3', None)
    >>> text_of(datetime(2024, 3, 5, 16, 13)), text_of([1, "好"])
    ('2024-03-05T16:13:00', '[1, "好"]')
    """
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False, default=text_of)
    return str(value)


def _float(value: float) -> str | None:
    if value != value or value in {float("inf"), float("-inf")}:
        return None
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.15g}"


def unique_names(header: Sequence[str | None]) -> list[str]:
    r"""Return column names for a header row: blanks are numbered, repeats get a number.

    >>> unique_names(["评价", "", "评价", " SKU\ufeff"])
    ['评价', 'column_2', '评价_2', 'SKU']
    """
    if len(header) > MOST_COLUMNS:
        raise SourceError(
            f"the table has {len(header):,} columns; at most {MOST_COLUMNS:,} are read. "
            "Is the separator of its cells right?"
        )
    taken: dict[str, int] = {}
    names = []
    for position, cell in enumerate(header, 1):
        wanted = " ".join((cell or "").replace("\ufeff", "").split()) or f"column_{position}"
        wanted = column_name(wanted)
        name, n = wanted, taken.get(wanted, 0)
        while name in taken:
            n += 1
            name = f"{wanted}_{n}"
        taken[wanted] = max(n, 1)
        taken.setdefault(name, 1)
        names.append(name)
    return names

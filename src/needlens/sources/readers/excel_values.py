"""Numbers and other values of Excel cells as the text their writer meant."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import Any

from needlens.sources.readers.cells import text_of

_ERRORS = frozenset(
    (
        *("#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!", "#NAME?", "#NULL!"),
        *("#SPILL!", "#CALC!", "#GETTING_DATA", "#FIELD!"),
    )
)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LONG = 12
_SHOWN = 6
_EXACT = 15


def text_of_cell(value: Any) -> str:
    """Return the text of a cell; empty cells and error values are the empty text.

    >>> text_of_cell(4999.0), text_of_cell("#N/A"), text_of_cell(0.15)
    ('4999', '', '0.15')
    >>> text_of_cell(6901234567890), text_of_cell(1.03531e12), text_of_cell(4.20012345678901e17)
    ('6901234567890', '1.03531E+12', '4.20012E+17')
    >>> text_of_cell(datetime(2024, 3, 5)), text_of_cell(datetime(2024, 3, 5, 16, 13))
    ('2024-03-05', '2024-03-05T16:13:00')
    """
    if isinstance(value, str):
        if value in _ERRORS:
            return ""
        return _ESCAPED.sub(_character, value) if "_x" in value else value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return text_of(value) or ""


def _number(value: float) -> str:
    if isinstance(value, float) and not value.is_integer():
        return text_of(value) or ""
    digits = str(int(value))
    significant = len(digits.lstrip("-").rstrip("0"))
    length = len(digits.lstrip("-"))
    if length < _LONG:
        return digits
    cut = length > _EXACT and (isinstance(value, float) or significant <= _EXACT)
    return _scientific(value) if cut or significant <= _SHOWN else digits


def _scientific(value: float) -> str:
    """Write a number as Excel shows it in a cell of general format."""
    mantissa, exponent = f"{value:.{_SHOWN - 1}E}".split("E")
    mantissa = mantissa.rstrip("0").rstrip(".")
    return f"{mantissa}E{int(exponent):+03d}"


def _character(found: re.Match[str]) -> str:
    """Return the character that ``_x000D_`` and the like stand for in Office files."""
    code = int(found[1], 16)
    return found[0] if 0xD800 <= code <= 0xDFFF or code == 0 else chr(code)

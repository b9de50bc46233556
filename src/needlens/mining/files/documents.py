"""Rows of JSON Lines, or of one JSON array."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from needlens.mining.files.row import FIELDS, TextRow, kind, row_of
from needlens.sources.readers.json_text import DECODER, MOST_DEPTH, BadJson
from needlens.sources.readers.json_values import JsonValues
from needlens.sources.readers.lines import Line

_ID = re.compile(r'"id"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d{1,18}(?![\d.eE]))', re.IGNORECASE)


def lines_of(lines: Iterator[Line], names: Mapping[str, str]) -> Iterator[TextRow]:
    """Yield a row for each line of JSON Lines that is not blank."""
    keys = _keys(names)
    for number, text, fault in lines:
        if not fault and not text.strip():
            continue
        try:
            if fault:
                raise BadJson(fault)
            values = _named(_object(text.lstrip("\ufeff")), keys)
        except BadJson as error:
            yield _unreadable(number, text, str(error))
        else:
            yield row_of(number, values)


def items_of(lines: Iterator[Line], names: Mapping[str, str], line_chars: int) -> Iterator[TextRow]:
    """Yield a row for each item of a JSON array that spreads over the lines."""
    keys = _keys(names)
    for item in JsonValues((line.text for line in lines), line_chars):
        if item.document is None:
            yield _unreadable(item.line, item.raw, item.fault)
        else:
            yield row_of(item.line, _named(item.document, keys))


def _object(text: str) -> dict[str, Any]:
    """Return the object in a line, its texts untouched, since offsets will refer to them."""
    try:
        value = DECODER.decode(text)
    except json.JSONDecodeError as problem:
        raise BadJson(f"is not valid JSON: {problem.msg} at character {problem.pos + 1}") from None
    except RecursionError:
        raise BadJson(f"is nested deeper than {MOST_DEPTH} levels") from None
    except ValueError:
        raise BadJson("holds a number of thousands of digits") from None
    if not isinstance(value, dict):
        raise BadJson(f'is {kind(value)}, not an object such as {{"id": 1, "text": "…"}}')
    return value


def _keys(names: Mapping[str, str]) -> dict[str, str]:
    return {field: names.get(field, field) for field in FIELDS}


def _named(document: dict[str, Any], keys: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields of a document; a key of the exact name comes first."""
    values = {field: document[key] for field, key in keys.items() if key in document}
    if "text" not in values or "id" not in values:
        lower = {key.lower(): value for key, value in document.items()}
        for field, key in keys.items():
            if field not in values and key.lower() in lower:
                values[field] = lower[key.lower()]
    return values


def _unreadable(line: int, text: str, why: str) -> TextRow:
    """Return a row under the id that stands in the line, so that its answer can be found."""
    id: Any = None
    found = _ID.search(text)
    if found:
        try:
            id = json.loads(found[1])
        except ValueError:
            id = None
    return TextRow(line, id, error=f"line {line} cannot be read: it {why}")

"""One row of a file of texts, or why it is none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

FIELDS = ("id", "text", "aspects")


class TextRow(NamedTuple):
    """A text to read; with an ``error`` (a sentence) there is nothing to read."""

    line: int
    id: str | int | float | None
    """The row's own id, else its line number; None when a broken line shows no id."""
    text: str = ""
    """As given, to the character: offsets refer to it."""
    aspects: tuple[str, ...] = ()
    """Aspects whose strength is asked for."""
    error: str = ""


def row_of(line: int, values: Mapping[str, Any]) -> TextRow:
    """Make a row of ``values``: ``text`` and, if given, ``id`` and ``aspects``.

    >>> row_of(3, {"id": "a", "text": "屏幕不错", "aspects": ["屏幕"]})
    TextRow(line=3, id='a', text='屏幕不错', aspects=('屏幕',), error='')
    >>> row_of(4, {"id": 7, "text": 5}).error
    'line 4: text is a number, not a text'
    """
    id, text, aspects = (values.get(name) for name in FIELDS)
    if id is None:
        id = line
    elif isinstance(id, bool) or not isinstance(id, str | int | float):
        return TextRow(line, line, error=f"line {line}: id is {kind(id)}, not a text or number")
    if text is None:
        return TextRow(line, id, error=f"line {line} has no text")
    if not isinstance(text, str):
        return TextRow(line, id, error=f"line {line}: text is {kind(text)}, not a text")
    if not text.strip():
        return TextRow(line, id, error=f"line {line}: text is empty")
    if aspects is None:
        return TextRow(line, id, text)
    if not isinstance(aspects, list) or not all(isinstance(a, str) for a in aspects):
        return TextRow(line, id, error=f"line {line}: aspects is no list of texts")
    return TextRow(line, id, text, tuple(aspects))


def listed(cell: str) -> list[Any]:
    """Return the aspects in a cell of a table: a JSON list, or parts between ; or |.

    >>> listed("屏幕；电池"), listed('["screen", "battery"]')
    (['屏幕', '电池'], ['screen', 'battery'])
    """
    if cell.lstrip().startswith("["):
        try:
            value = json.loads(cell)
        except ValueError:
            value = None
        if isinstance(value, list):
            return value
    parts = cell.replace("；", ";").replace("|", ";").split(";")
    return [part.strip() for part in parts if part.strip()]


def kind(value: object) -> str:
    """Name the type of a JSON value for people."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    names = {str: "a text", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), type(value).__name__)

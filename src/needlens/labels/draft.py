"""A label as a file has it, before it is checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from needlens.records import Rejected

Row = dict[str, Any]


class Unusable(ValueError):
    """A draft cannot be a label; the message says why, and ``row`` which of its rows it is."""

    def __init__(self, message: str, row: int | None = None) -> None:
        super().__init__(message)
        self.row = row


@dataclass(slots=True)
class Draft:
    """What one annotator marked in one sentence, as values of the file.

    ``rows`` are the file's rows it was read from, ``lines`` where they begin. A draft of a
    table has one row an opinion; other drafts have one row.
    """

    lines: list[int]
    rows: list[Row]
    sentence: Row
    """kind, signal_id, start, end, text, annotator, source, at: as given, or missing."""
    opinions: list[tuple[int, Row]] = field(default_factory=list)
    """Each with the number of its row in ``rows``."""
    fault: str = ""
    """What is wrong already, before anything was compared."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that did not become a label, with its line and the reason."""

    line: int
    reason: str
    row: Row


@dataclass(slots=True)
class Drafts:
    """What a file holds: drafts, rows nobody has checked yet, and rows that are none."""

    form: str
    """table | rows | studio."""
    drafts: list[Draft] = field(default_factory=list)
    pending: int = 0
    """Sentences that are not marked as checked (no annotation in Label Studio)."""
    refused: list[Refused] = field(default_factory=list)


def refusals(rejected: Sequence[Rejected]) -> list[Refused]:
    """Return what a reader could not read as refused rows."""
    return [Refused(one.line, one.reason, {"raw": one.raw}) for one in rejected]


def number(value: Any, what: str) -> float | None:
    """Return a cell as a number, None when it is empty; raise Unusable.

    >>> number("6.5", "valence"), number("", "valence"), number("３", "arousal")
    (6.5, None, 3.0)
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        if isinstance(value, bool):
            raise ValueError
        return float(value)
    except (TypeError, ValueError):
        raise Unusable(f"{what} {value!r} is not a number") from None


def whole(value: Any, what: str) -> int | None:
    """Return a cell as a whole number, None when it is empty; raise Unusable."""
    found = number(value, what)
    if found is None:
        return None
    if found != found or abs(found) > 1e9 or found != int(found):
        raise Unusable(f"{what} {value!r} is not a whole number")
    return int(found)

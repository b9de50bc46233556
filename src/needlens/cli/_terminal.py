"""What commands print: tables and progress for people, JSON for programs."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from typing import Any, Protocol

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Ticker(Protocol):
    """Shows how far a stage has come."""

    def __call__(self, what: str, done: int, total: int | None = None) -> None:
        """Show ``done`` (of ``total``, when known) for the part called ``what``."""


def say(text: str = "") -> None:
    """Print a line for people; rich colours only where a terminal shows them."""
    from rich.console import Console

    Console(highlight=False, soft_wrap=True).print(safe(text), markup=False)


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table without its empty columns; cells are data, never read as markup."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    kept = [i for i, _ in enumerate(columns) if not rows or any(row[i] is not None for row in rows)]
    drawn = Table(title=Text(title) if title else None, title_justify="left")
    for i in kept:
        drawn.add_column(columns[i], overflow="fold")
    for row in rows:
        cells = (row[i] for i in kept)
        drawn.add_row(*(Text(safe("" if cell is None else str(cell))) for cell in cells))
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=160)
    console.print(drawn)


def print_json(value: Any) -> None:
    """Print a value as JSON; times in ISO 8601, dataclasses as objects.

    What could steer a terminal is escaped; a program reads the same text.
    """
    text = json.dumps(value, ensure_ascii=False, indent=2, default=_plain)
    escaped = _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    sys.stdout.write(escaped + "\n")


@contextmanager
def progress() -> Iterator[Ticker]:
    """Give a ticker that draws bars on a terminal and is silent elsewhere."""
    if not sys.stderr.isatty():
        yield lambda what, done, total=None: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def tick(what: str, done: int, total: int | None = None) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(safe(what).replace("[", "("), total=total)
            bars.update(tasks[what], completed=done, total=total)

        yield tick


def safe(text: str) -> str:
    """Take out of a text what could steer a terminal, such as escape codes, or is no character."""
    return _CONTROL.sub("", text)


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)

"""``needlens export``: a table as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from needlens.cli._context import shop
from needlens.cli._terminal import say


def command(
    context: typer.Context,
    table: Annotated[
        str,
        typer.Argument(
            help="needs, evidence, opinions, suggestions, labels, quarantine, or a kind's table: "
            "reviews, …"
        ),
    ],
    out: Annotated[str, typer.Argument(help="File to write: .csv, .xlsx, .jsonl or .parquet.")],
) -> None:
    """Write a table to a file; no cell can run as a formula."""
    with shop(context, read_only=True) as opened:
        n = opened.export(table, Path(out))
    say(f"{n:,} rows written to {out}")

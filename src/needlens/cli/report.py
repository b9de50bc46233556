"""``needlens report``: the report for people."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from needlens.cli import _options as options
from needlens.cli._context import shop
from needlens.cli._terminal import say


def command(
    context: typer.Context,
    out: Annotated[str, typer.Argument(help="The HTML file to write.")],
    since: options.Since = None,
) -> None:
    """Write the needs report: one HTML file, Chinese and English, with all its evidence."""
    with shop(context, read_only=True) as opened:
        path = opened.report(Path(out), since=since)
    say(f"written: {path} ({path.stat().st_size / 1e6:.1f} MB)")

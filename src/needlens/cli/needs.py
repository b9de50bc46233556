"""``needlens needs``: what customers need."""

from __future__ import annotations

from typing import Annotated

import typer

from needlens.cli import _options as options
from needlens.cli._context import shop
from needlens.cli._needs import show_needs
from needlens.cli._terminal import print_json


def command(
    context: typer.Context,
    since: options.Since = None,
    n: Annotated[int, typer.Option("-n", help="How many.", min=1)] = 20,
    json: options.Json = False,
) -> None:
    """List the needs with the greatest opportunity, each with its size and a quote."""
    with shop(context, read_only=True) as opened:
        found = opened.needs(since=since, n=n)
    print_json(found) if json else show_needs(found)

"""``needlens config``: the settings in force."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from needlens.cli import _options as options
from needlens.cli._context import folder
from needlens.cli._terminal import print_json


def command(
    context: typer.Context,
    default: Annotated[bool, typer.Option("--default", help="Print the defaults instead.")] = False,
    json: options.Json = False,
) -> None:
    """Print the settings in force, each with its meaning, as a file that can be saved."""
    from needlens.config import Config

    config = Config() if default else Config.load(folder(context) / "needlens.toml")
    if json:
        print_json(asdict(config))
    else:
        typer.echo(config.to_text())

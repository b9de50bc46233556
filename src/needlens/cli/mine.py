"""``needlens mine``: read the texts."""

from __future__ import annotations

import typer

from needlens.cli import _options as options
from needlens.cli._context import shop
from needlens.cli._terminal import print_json, progress, say


def command(context: typer.Context, json: options.Json = False) -> None:
    """Read all texts not yet read: opinions, suggestions, near-duplicates; then the needs."""
    with shop(context) as opened, progress() as tick:
        mined = opened.mine(progress=tick)
    if json:
        print_json(mined)
        return
    say(
        f"{mined.texts:,} texts read with domain {mined.domain} (version {mined.version}): "
        f"{mined.opinions:,} opinions, {mined.suggestions:,} suggestions; {mined.needs:,} needs in the shop"
    )
    if not mined.texts:
        say("nothing new to read; edit the workspace's domain file or ingest more")

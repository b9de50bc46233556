"""``needlens open``: make a workspace, or show what is in one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from needlens.cli import _options as options
from needlens.cli._terminal import print_json, say, table


def command(
    folder: Annotated[str, typer.Argument(help="The workspace folder.")] = "my-shop",
    json: options.Json = False,
) -> None:
    """Make a workspace (settings, database, key, domain file), or show what is in one."""
    from needlens.shop import Shop

    with Shop.open(Path(folder)) as shop:
        rows = shop.counts().to_dicts()
    if json:
        print_json({"folder": str(Path(folder).resolve()), "records": rows})
        return
    say(f"workspace {Path(folder).resolve()}")
    if rows:
        table(
            "",
            ["table", "provenance", "records"],
            [(r["table"], r["provenance"], r["n"]) for r in rows],
        )
    else:
        say(f"it is empty; bring something in: needlens --shop {folder} ingest FILE …")

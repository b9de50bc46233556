"""``needlens demo``: a shop made from public data, from files to report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from needlens.cli._accounts import show_accounts
from needlens.cli._needs import show_needs
from needlens.cli._terminal import progress, say


def command(
    folder: Annotated[str, typer.Argument(help="The workspace to make.")] = "demo-shop",
    report: Annotated[str, typer.Option(help="The report to write.")] = "report.html",
    cache: Annotated[
        str, typer.Option(help="Where downloaded packages and prepared files are kept.")
    ] = ".demo-data",
) -> None:
    """Make the demo shop: download public data, ingest, mine, print the ten strongest needs."""
    from needlens.demo import LICENCES
    from needlens.demo.build import build

    with progress() as tick:
        shop, accounts = build(Path(folder), Path(cache), say, tick)
    with shop:
        show_accounts(accounts)
        for licence in LICENCES:
            say(f"  {licence.title_en}: {licence.licence}. {licence.note_en}")
            say(f"  {licence.title_zh}：{licence.note_zh}")
        show_needs(shop.needs(n=10))
        path = shop.report(Path(report))
    say(f"report: {path}  (open it in a browser)")
    say(f"go on with: needlens --shop {folder} needs | evidence ID | ingest YOUR-FILE")

"""``needlens doctor``: look whether everything is in order."""

from __future__ import annotations

import typer

from needlens.cli import _options as options
from needlens.cli._context import folder
from needlens.cli._terminal import print_json, table


def command(context: typer.Context, json: options.Json = False) -> None:
    """Show versions, the machine and the workspace's health; exit 2 if something is wrong."""
    from needlens.cli._doctor import examine

    findings = examine(folder(context))
    if json:
        print_json(findings)
    else:
        rows = [("ok" if f.ok else "WRONG", f.what, f.found, f.advice) for f in findings]
        table("", ["", "what", "found", "advice"], rows)
    if not all(f.ok for f in findings):
        raise typer.Exit(2)

"""``needlens quarantine``: rows that were set aside."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from needlens.cli import _options as options
from needlens.cli._accounts import account_json, show_accounts
from needlens.cli._context import reading, shop
from needlens.cli._terminal import print_json, say, table


def command(
    context: typer.Context,
    retry: Annotated[
        bool, typer.Option("--retry", help="Read the rows again, e.g. with other settings.")
    ] = False,
    save: Annotated[
        str | None,
        typer.Option(help="Write the unmasked rows to a JSON Lines file, to mend and ingest them."),
    ] = None,
    drop: Annotated[bool, typer.Option("--drop", help="Forget all rows set aside.")] = False,
    platform: options.Platform = None,
    kind: options.Kind = None,
    field: options.Field = None,
    json: options.Json = False,
) -> None:
    """List rows set aside with their reasons (masked); retry, save or drop them."""
    with shop(context, read_only=not (retry or drop)) as opened:
        if retry:
            given = platform or kind or field
            how = reading(platform, kind, field, None, None, None, None, None) if given else None
            account = opened.retry(how)
            print_json(account_json(account)) if json else show_accounts([account])
            return
        rows = opened.quarantine()
        if save:
            n = opened.save_quarantine(Path(save))
            say(f"{n} rows written to {save}; they are not masked, keep the file safe")
            return
        if drop:
            opened.drop_quarantine()
            say(f"{rows.height} rows dropped")
            return
    if json:
        print_json(rows.to_dicts())
        return
    shown = rows.head(50)
    table(
        f"{rows.height} rows set aside"
        + (f"; the first {shown.height}" if rows.height > shown.height else ""),
        ["source", "line", "column", "reason", "row (masked)"],
        [
            (r["source"], r["line"], r["column"], r["reason"], r["shown"][:160])
            for r in shown.to_dicts()
        ],
    )

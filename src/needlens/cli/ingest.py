"""``needlens ingest``: bring files into the workspace."""

from __future__ import annotations

import typer

from needlens.cli import _options as options
from needlens.cli._accounts import account_json, show_accounts
from needlens.cli._context import reading, shop
from needlens.cli._terminal import print_json, progress


def command(
    context: typer.Context,
    paths: options.Paths,
    platform: options.Platform = None,
    kind: options.Kind = None,
    field: options.Field = None,
    encoding: options.Encoding = None,
    delimiter: options.Delimiter = None,
    sheet: options.Sheet = None,
    header_row: options.HeaderRow = None,
    query: options.Query = None,
    json: options.Json = False,
) -> None:
    """Bring files into the workspace; every row is accepted, set aside or a duplicate."""
    how = reading(platform, kind, field, encoding, delimiter, sheet, header_row, query)
    with shop(context) as opened, progress() as tick:
        accounts = [a for path in paths for a in opened.ingest(path, how, progress=tick)]
    if json:
        print_json([account_json(a) for a in accounts])
    else:
        show_accounts(accounts)

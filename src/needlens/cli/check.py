"""``needlens check``: what a file is and what would become of it, without storing."""

from __future__ import annotations

import typer

from needlens.cli import _options as options
from needlens.cli._accounts import show_accounts
from needlens.cli._checked import checked_json, show_checked
from needlens.cli._context import folder, reading
from needlens.cli._terminal import print_json, say


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
    """Show kind, encoding, mapping and first rows of files, and what would be set aside."""
    from needlens.shop import check

    how = reading(platform, kind, field, encoding, delimiter, sheet, header_row, query)
    found = [one for path in paths for one in check(path, how, folder(context))]
    if json:
        print_json([checked_json(one) for one in found])
        return
    for one in found:
        show_checked(one)
    show_accounts([one.account for one in found])
    say("nothing was stored")

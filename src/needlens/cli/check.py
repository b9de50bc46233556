"""``needlens check``: what a file is and what would become of it, without storing."""

from __future__ import annotations

import typer

from needlens.cli import _options as options
from needlens.cli._accounts import account_json, show_accounts
from needlens.cli._context import folder, reading
from needlens.cli._terminal import print_json, say, table


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
    from dataclasses import asdict

    from needlens.shop import check

    how = reading(platform, kind, field, encoding, delimiter, sheet, header_row, query)
    found = [one for path in paths for one in check(path, how, folder(context))]
    if json:
        print_json(
            [
                account_json(one.account)
                | {
                    "complete": one.complete,
                    "columns": [asdict(use) for use in one.columns],
                    "sample": {k: f.to_dicts() for k, f in one.sample.items()},
                    "rejected": [
                        {"line": r.line, "column": r.column, "reason": r.reason}
                        for r in one.rejected
                    ],
                    "masked": one.masked,
                }
                for one in found
            ]
        )
        return
    for one in found:
        account = one.account
        say(f"\n{account.source}: {one.title_en} {one.title_zh} · {account.encoding}")
        table(
            "mapping",
            ["column", "becomes", "sure", "note"],
            [
                (
                    u.column,
                    f"{u.kind}.{u.field}" if u.field else "—",
                    "yes" if u.certain else "?",
                    u.note,
                )
                for u in one.columns
            ],
        )
        for kind_name, frame in one.sample.items():
            shown = [
                c
                for c in frame.columns
                if c not in ("row", "id", "source") and frame[c].null_count() < frame.height
            ]
            rows = [[_short(v) for v in row] for row in frame.select(shown).rows()]
            table(f"first {frame.height} of kind {kind_name}, as they would be stored", shown, rows)
        if one.rejected:
            table(
                f"would be set aside ({account.quarantined}); the first {len(one.rejected)}",
                ["line", "column", "reason"],
                [(r.line, r.column, r.reason) for r in one.rejected],
            )
        if one.masked:
            say(
                "personal data masked: "
                + ", ".join(f"{n} {k}" for k, n in sorted(one.masked.items()))
            )
        if not one.complete:
            say(f"  judged by the first {account.rows:,} rows")
    show_accounts([one.account for one in found])
    say("nothing was stored")


def _short(value: object) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= 60 else text[:57] + "…"

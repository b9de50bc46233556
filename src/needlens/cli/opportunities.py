"""``needlens opportunities``: what product development could work on first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from needlens.cli import _options as options
from needlens.cli._context import shop
from needlens.cli._terminal import print_json, say, table

if TYPE_CHECKING:
    from needlens.insight.opportunities import Report


def command(
    context: typer.Context,
    out: Annotated[
        str | None,
        typer.Argument(help="The file to write: .html, .xlsx or .md; without it, a table."),
    ] = None,
    language: Annotated[
        Literal["zh", "en"] | None,
        typer.Option(help="zh or en; by default the one most needs were brought up in."),
    ] = None,
    since: options.Since = None,
    n: Annotated[int, typer.Option("-n", help="How many.", min=1, max=500)] = 40,
    json: options.Json = False,
) -> None:
    """Rank needs and problems with what to do about each and how firm its rank is."""
    from needlens.insight.opportunities.writing import checked

    path = checked(Path(out)) if out else None
    with shop(context, read_only=True) as opened:
        if path:
            found = opened.write_opportunities(path, language=language, since=since, n=n)
        else:
            found = opened.opportunities(since=since, n=n)
    if json:
        print_json(found)
    elif path:
        say(f"written: {path} ({path.stat().st_size / 1e6:.1f} MB)")
    else:
        _show(found, language or found.language)


def _show(report: Report, language: str) -> None:
    if not report.opportunities:
        say(
            "no need that is not met rests on enough evidence yet; ingest more, then: needlens mine"
        )
        return
    from needlens.insight.opportunities.summary import summary

    which = 0 if language == "zh" else 1
    columns, rows = summary(report, which)
    table("", columns, rows)
    say("one in detail: needlens need ID; as a file: needlens opportunities opportunities.html")

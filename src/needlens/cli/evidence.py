"""``needlens evidence``: the sentences behind a need."""

from __future__ import annotations

from typing import Annotated

import typer

from needlens.cli import _options as options
from needlens.cli._context import shop
from needlens.cli._terminal import print_json, say, table


def command(
    context: typer.Context,
    need: Annotated[str, typer.Argument(help="The id of a need, as `needlens needs` shows it.")],
    n: Annotated[int, typer.Option("-n", help="How many to print.", min=1)] = 50,
    since: options.Since = None,
    json: options.Json = False,
) -> None:
    """Show the sentences a need rests on, with where each came from."""
    with shop(context, read_only=True) as opened:
        found = opened.evidence(need, since=since)
    if json:
        print_json(found[:n])
        return
    table(
        f"{need}: {min(n, len(found)):,} of {len(found):,} pieces of evidence",
        ["quote", "valence", "weight", "date", "product", "customer", "provenance", "from"],
        [
            (
                f"“{e.quote}”",
                None if e.valence is None else f"{e.valence:.1f}",
                f"{e.weight:.2f}",
                e.at.date() if e.at else None,
                e.product_id,
                e.customer_id,
                e.provenance,
                f"{e.source}:{e.line}",
            )
            for e in found[:n]
        ],
    )
    if len(found) > n:
        say(f"all of them: needlens evidence {need} -n {len(found)}")

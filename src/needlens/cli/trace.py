"""``needlens trace``: from a sentence to its need, and from a need to its sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from needlens.cli import _options as options
from needlens.cli._context import shop
from needlens.cli._terminal import print_json, say, table

if TYPE_CHECKING:
    from needlens.needs.tracing import Link


def command(
    context: typer.Context,
    what: Annotated[
        str, typer.Argument(help="The id of a need or a signal, or some words of a text.")
    ],
    n: Annotated[int, typer.Option("-n", help="How many texts at most.", min=1)] = 10,
    json: options.Json = False,
) -> None:
    """Show the chain sentence → what it says → need → product, from either end."""
    with shop(context, read_only=True) as opened:
        found = opened.trace(what, n)
    if json:
        print_json(found)
        return
    for one in found:
        where = f"{one.kind} {one.signal_id} · {one.source}:{one.line}"
        product = f" · product {one.product_id}" if one.product_id else ""
        say(f"“{one.text}”")
        say(f"  {where}{product}")
        if not one.links:
            say("  nothing in it speaks of a need")
            continue
        table(
            "",
            ["it says", "as", "category", "valence", "confidence", "need", "statement", "state"],
            [
                (
                    f"“{link.quote}”",
                    link.origin,
                    link.category or None,
                    None if link.valence is None else f"{link.valence:.1f}",
                    None if link.confidence is None else f"{link.confidence:.2f}",
                    link.need_id or None,
                    _became(link),
                    link.state or None,
                )
                for link in one.links
            ],
        )


def _became(link: Link) -> str:
    if link.shown:
        return f"{link.need_zh} · {link.need_en}"
    return "too few voices yet" if link.need_id else "belongs to no need, or to a rejected one"

"""``needlens need``: one need in detail."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from needlens.cli import _options as options
from needlens.cli._context import shop
from needlens.cli._terminal import print_json, say, table

if TYPE_CHECKING:
    from needlens.insight.opportunities import Advice, Shelf
    from needlens.records import Need

_SHOWN = 8


def command(
    context: typer.Context,
    need: Annotated[str, typer.Argument(help="The id of a need, as `needlens needs` shows it.")],
    json: options.Json = False,
) -> None:
    """Show all that is known of one need: measures, products, evidence and history."""
    from needlens.insight.opportunities import advise

    with shop(context, read_only=True) as opened:
        found = opened.need(need)
        past = opened.history(need).to_dicts()
        shelf = opened.shelf(found)
    advice = advise(found, shelf)
    if json:
        print_json(asdict(found) | {"advice": asdict(advice), "history": past})
        return
    _measures(found, shelf, advice)
    _evidence(found)
    if past:
        columns = ["at", "event", "other_id", "detail", "by"]
        table("history", columns, [[row[name] for name in columns] for row in past])


def _measures(need: Need, shelf: Shelf, advice: Advice) -> None:
    from needlens.insight.portrait import portrait
    from needlens.insight.render import worded

    say(f"{need.id} · {need.category}")
    say(f"{need.statement_zh} · {need.statement_en}")
    lines = [
        (worded("state"), worded(need.state)),
        *portrait(need, shelf.titles),
        (worded("action"), worded(f"action_{advice.action}")),
        (worded("reason"), advice.reason),
    ]
    table("", ["", "中文", "English"], [(f"{a.zh} {a.en}", b.zh, b.en) for a, b in lines])


def _evidence(need: Need) -> None:
    pieces = need.evidence[:_SHOWN]
    table(
        f"{len(pieces):,} of {need.demand.n:,} pieces of evidence",
        ["quote", "valence", "date", "product", "from"],
        [
            (
                f"“{e.quote}”",
                None if e.valence is None else f"{e.valence:.1f}",
                e.at.date() if e.at else None,
                e.product_id,
                f"{e.source}:{e.line}",
            )
            for e in pieces
        ],
    )
    say(f"all of them: needlens evidence {need.id}")

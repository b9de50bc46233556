"""``needlens alarms``: what customers suddenly complain of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from needlens.cli import _options as options
from needlens.cli._context import shop
from needlens.cli._terminal import print_json, say, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from needlens.insight.alarms import BackTest
    from needlens.records import Finding, Interval


def command(
    context: typer.Context,
    since: options.Since = None,
    back_test: Annotated[
        bool,
        typer.Option("--back-test", help="Try the alarms on surges put into the shop's history."),
    ] = False,
    size: Annotated[
        float,
        typer.Option(
            help="For --back-test: share of the messages that complain in a surge.",
            min=0.01,
            max=0.99,
        ),
    ] = 0.3,
    json: options.Json = False,
) -> None:
    """Show surges of complaints about a product or the shop, each with its sentences."""
    with shop(context, read_only=True) as opened:
        if back_test:
            outcome = opened.back_test_alarms(size=size)
            print_json(outcome) if json else _show_back_test(outcome)
            return
        found = opened.alarms(since=since)
        categories = opened.domain().categories
    names = {c.id: f"{c.name_zh} · {c.name_en}" for c in categories.values()}
    print_json(found) if json else _show(found, names)


def _show(found: Sequence[Finding], names: Mapping[str, str]) -> None:
    if not found:
        say("no surge of complaints · 没有负面评价激增 (only dated messages can surge)")
        return
    table(
        "",
        ["product", "complaint", "since", "until", "voices", "before", "now", "by chance", "quote"],
        [
            (
                alarm.product_id or "the whole shop · 全店",
                names.get(alarm.category, alarm.category),
                f"{alarm.since:%Y-%m-%d %H:%M}",
                f"{alarm.until:%Y-%m-%d %H:%M}" if alarm.until else "goes on · 持续中",
                _voices(alarm),
                _share(alarm.before),
                _share(alarm.during),
                f"{alarm.by_chance:.2g} in 30 days",
                f"“{alarm.evidence[0].quote}”",
            )
            for alarm in found
        ],
    )
    say("all the sentences: needlens alarms --json · how reliable: needlens alarms --back-test")


def _voices(alarm: Finding) -> str:
    parts = [f"{alarm.messages:,} messages"]
    parts += [f"{alarm.copies:,} copies"] if alarm.copies else []
    parts += [f"{alarm.suspicious:,} suspicious"] if alarm.suspicious else []
    return f"{alarm.voices:,.1f} ({', '.join(parts)})"


def _show_back_test(outcome: BackTest) -> None:
    delay = "–" if outcome.median_delay is None else f"{outcome.median_delay:,.0f} messages"
    table(
        f"{outcome.messages:,} messages, {outcome.products:,} products, {outcome.days:,.0f} days",
        ["measure", "value (95 %)"],
        [
            (
                f"surges found within {outcome.within} messages, when {outcome.size:.0%} complain "
                f"(n = {outcome.found.n})",
                _share(outcome.found),
            ),
            ("median delay", delay),
            ("false alarms per product in 30 days", _number(outcome.per_product_month)),
            ("false alarms in the whole shop in 30 days", _number(outcome.per_month)),
        ],
    )


def _share(x: Interval) -> str:
    return f"{x.value:.1%} ({x.low:.1%}–{x.high:.1%})"


def _number(x: Interval) -> str:
    return f"{x.value:.3f} ({x.low:.3f}–{x.high:.3f})"

"""How needs are shown on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from needlens.cli._terminal import say, table

if TYPE_CHECKING:
    from needlens.records import Interval, Need


def show_needs(needs: Sequence[Need]) -> None:
    """Print needs, the strongest first, each with one quote."""
    if not needs:
        say("no need rests on enough evidence yet; ingest reviews, then: needlens mine")
        return
    rows = [
        (
            need.id,
            f"{need.statement_zh} · {need.statement_en}",
            need.state,
            f"{need.opportunity:.1f}",
            _interval(need.demand, 0),
            _interval(need.satisfaction, 1) if need.satisfaction.n else "not judged · 未评价",
            f"“{need.evidence[0].quote}”",
        )
        for need in needs
    ]
    columns = ["id", "need", "state", "opportunity", "voices", "satisfaction 1–9", "in their words"]
    table("", columns, rows)
    say("all the sentences behind one: needlens evidence ID")


def _interval(x: Interval, digits: int) -> str:
    return f"{x.value:,.{digits}f} ({x.low:,.{digits}f}–{x.high:,.{digits}f})"

"""The opportunities as a short table, for a terminal."""

from __future__ import annotations

from needlens.insight.numbers import decimal
from needlens.insight.opportunities.finding import Opportunity, Report
from needlens.insight.render import worded

_COLUMNS = ("rank", "need", "opportunity", "size", "satisfaction", "action", "reason")


def summary(report: Report, which: int) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return the columns and rows of the table, in Chinese (``which`` 0) or English (1)."""
    columns = ["id", *(worded(name)[which] for name in _COLUMNS)]
    return columns, [_row(one, which) for one in report.opportunities]


def _row(one: Opportunity, which: int) -> tuple[str, ...]:
    need = one.need
    first, last = one.tied
    grade = need.satisfaction
    return (
        need.id,
        str(one.rank) if first == last else f"{one.rank} ({first}–{last})",
        (need.statement_zh, need.statement_en)[which],
        f"{decimal(one.value.value)} ({decimal(one.value.low)}–{decimal(one.value.high)})",
        f"{need.demand.value:,.0f} ({need.demand.low:,.0f}–{need.demand.high:,.0f})",
        decimal(grade.value) if grade.n else "–",
        worded(f"action_{one.advice.action}")[which],
        one.advice.reason[which],
    )

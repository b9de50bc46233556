"""The needs report: one HTML file for people who decide what the shop does next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from needlens.insight import charts
from needlens.insight.facts import CategoryCount, Facts, PeriodCount, Unit
from needlens.insight.numbers import Two, day, decimal, moment
from needlens.insight.quotes import Book
from needlens.insight.render import render, worded
from needlens.insight.view import (
    MOST_CATEGORIES,
    MOST_MET,
    MOST_NEEDS,
    category_rows,
    complaint_share,
    need_rows,
    period_rows,
)
from needlens.needs.measures import MET_FROM, UNMET_BELOW
from needlens.records import Need


def report(needs: Sequence[Need], facts: Facts) -> str:
    """Return the report as one HTML page, Chinese and English, that loads nothing else.

    Needs that are not met come first, greatest opportunity first. Every number opens the
    sentences it rests on. Whatever customers wrote is shown as text and never runs.

    >>> from datetime import datetime
    >>> page = report([], Facts(shop="<b>小店</b>", generated_at=datetime(2026, 11, 21)))
    >>> "&lt;b&gt;小店&lt;/b&gt;" in page, "<b>小店" in page, "还没有发现需求" in page
    (True, False, True)
    """
    ranked = sorted(needs, key=lambda n: (n.state == "met", -n.opportunity, -n.demand.value, n.id))
    acting = [need for need in ranked if need.state != "met"]
    met = [need for need in ranked if need.state == "met"]
    shown_acting, shown_met = acting[:MOST_NEEDS], met[:MOST_MET]
    book = Book(titles(facts))
    act_rows = need_rows(shown_acting, facts, book)
    met_rows = need_rows(shown_met, facts, book, first_rank=len(act_rows) + 1)
    categories = facts.categories[:MOST_CATEGORIES]
    periods = period_rows(facts.timeline, book)
    return render(
        "report.html.j2",
        facts=facts,
        heading="title",
        nav=_nav(bool(categories), bool(periods)),
        shop=facts.shop,
        title=worded("title_of", shop=facts.shop),
        period=period_of(facts),
        made=moment(facts.generated_at),
        states=_states(ranked),
        lists=[
            ("needs", "act_first", act_rows, len(acting)),
            ("met", "met_title", met_rows, len(met)),
        ],
        map=charts.opportunity_map([*shown_acting, *shown_met]),
        map_summary=_map_summary(ranked),
        categories=category_rows(categories, book),
        categories_summary=_categories_summary(categories),
        periods=periods,
        columns=charts.columns(
            [
                (
                    _label(c.start, facts.timeline_unit),
                    c.negative.voices,
                    c.neutral.voices,
                    c.positive.voices,
                )
                for c in facts.timeline
            ]
        ),
        time_summary=_time_summary(facts.timeline, facts),
        sources=_sources(facts),
        pages=book.pages,
        thresholds={"unmet": decimal(UNMET_BELOW), "met": decimal(MET_FROM)},
    )


def titles(facts: Facts) -> dict[str, str]:
    """Return the titles of all products that facts name."""
    named = {p.product_id: p.title for products in facts.products.values() for p in products}
    return named | dict(facts.titles)


def _nav(has_categories: bool, has_periods: bool) -> list[tuple[str, str]]:
    parts = [("needs", "nav_needs"), ("map", "nav_map")]
    parts += [("categories", "nav_categories")] if has_categories else []
    parts += [("timeline", "nav_time")] if has_periods else []
    return [
        *parts,
        ("sources", "nav_sources"),
        ("method", "nav_method"),
        ("sentences", "nav_sentences"),
    ]


def period_of(facts: Facts) -> Two:
    """Return the days the data is from."""
    if facts.since is None or facts.until is None:
        return worded("no_dates")
    both_days = f"{day(facts.since)} – {day(facts.until)}"
    return Two(both_days, both_days)


def _label(start: datetime, unit: Unit) -> str:
    if unit in ("day", "week"):
        return f"{start:%m-%d}"
    return f"{start:%Y}" if unit == "year" else f"{start:%Y-%m}"


def _states(needs: Sequence[Need]) -> dict[str, int]:
    return {
        state: sum(need.state == state for need in needs)
        for state in ("unmet", "underserved", "met")
    }


def _map_summary(needs: Sequence[Need]) -> Two | None:
    if not needs:
        return None
    top = needs[0]
    return worded(
        "map_summary",
        n=len(needs),
        **_states(needs),
        top=Two(top.statement_zh, top.statement_en),
        value=decimal(top.opportunity),
    )


def _categories_summary(counts: Sequence[CategoryCount]) -> Two | None:
    judged = [c for c in counts if c.negative.voices + c.neutral.voices + c.positive.voices > 0]
    if not judged:
        return None
    worst = max(judged, key=complaint_share)
    return worded(
        "categories_summary",
        most=Two(judged[0].name_zh, judged[0].name_en),
        worst=Two(worst.name_zh, worst.name_en),
        share=f"{complaint_share(worst):.0%}",
    )


def _time_summary(timeline: Sequence[PeriodCount], facts: Facts) -> Two | None:
    if not timeline:
        return None
    worst = max(timeline, key=lambda period: period.negative.voices)
    return worded(
        "time_summary",
        first=day(timeline[0].start),
        last=day(timeline[-1].start),
        n=len(timeline),
        unit=worded(facts.timeline_unit),
        worst=day(worst.start),
        voices=worst.negative.voices,
    )


def _sources(facts: Facts) -> list[dict[str, Any]]:
    return [
        {
            "source": one.source,
            "platform": one.platform,
            "numbers": (one.rows, one.accepted, one.quarantined, one.duplicate),
            "licence": one.licence,
            "note": Two(one.note_zh or one.note_en, one.note_en or one.note_zh),
        }
        for one in facts.sources
    ]

"""The opportunities report as one HTML page, Chinese and English."""

from __future__ import annotations

from collections import Counter
from typing import Any

from needlens.insight import charts
from needlens.insight.facts import Facts
from needlens.insight.numbers import moment
from needlens.insight.opportunities.finding import ACTIONS, Opportunity, Report
from needlens.insight.opportunities.method import method
from needlens.insight.opportunities.sureness import sentences
from needlens.insight.quotes import Book, Quote, quote_of
from needlens.insight.render import render, worded
from needlens.insight.report import period_of, titles
from needlens.insight.view import Meter, need_rows
from needlens.records import Need

_QUOTES = 3
_BAR = charts.Scale(0, 20, 6, 154)
_NAV = (("needs", "nav_list"), ("method", "nav_method"), ("sentences", "nav_sentences"))


def page(report: Report, facts: Facts) -> str:
    """Return the report as a page that loads nothing else and opens every number's sentences."""
    book = Book(titles(facts))
    rows = need_rows([one.need for one in report.opportunities], facts, book)
    shown = [
        (row, one, list(sentences(one, book.titles)), _meter(one), _quotes(one.need, book))
        for row, one in zip(rows, report.opportunities, strict=True)
    ]
    return render(
        "opportunities.html.j2",
        heading="op_title",
        nav=_NAV,
        shop=report.shop,
        title=worded("op_title_of", shop=report.shop),
        period=period_of(facts),
        made=moment(report.generated_at),
        report=report,
        rows=shown,
        actions=_actions(report),
        method=[line for _, line in method()],
        pages=book.pages,
    )


def _actions(report: Report) -> list[tuple[str, int]]:
    counts = Counter(one.advice.action for one in report.opportunities)
    return [(action, counts[action]) for action in ACTIONS if counts[action]]


def _meter(one: Opportunity) -> Meter:
    return Meter(_BAR(one.value.low), _BAR(one.value.high), _BAR(one.value.value))


def _quotes(need: Need, book: Book) -> list[Quote]:
    """Return the first quotes, among them the first in another language."""
    first = need.evidence[0]
    other = next((e for e in need.evidence if e.language != first.language), None)
    rest = [piece for piece in need.evidence[1:] if piece is not other]
    chosen: list[Any] = [first, *([other] if other else []), *rest][:_QUOTES]
    return [quote_of(piece, book.titles) for piece in chosen]

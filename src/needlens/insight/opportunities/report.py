"""From needs to the opportunities of a shop."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from needlens.insight.facts import Facts, ProductCount
from needlens.insight.opportunities.actions import advise
from needlens.insight.opportunities.draws import drawn, interval
from needlens.insight.opportunities.finding import Opportunity, Report
from needlens.insight.opportunities.leaving_out import shifts
from needlens.insight.opportunities.lifting import lift
from needlens.insight.opportunities.ranking import ranked, tied
from needlens.insight.opportunities.shelf import Shelf
from needlens.records import Need, NeedProduct

SHOWN = 40
MOST_RANKED = 500
"""Needs whose ranks are compared; what is far down the list changes nothing above."""
_YARDSTICKS = 20


def opportunities(
    needs: Sequence[Need],
    facts: Facts,
    assigned: pl.DataFrame | None = None,
    *,
    n: int = SHOWN,
) -> Report:
    """Return the first ``n`` (at most 500) opportunities among ``needs``, all of a shop's needs.

    ``assigned`` holds the expressions the needs rest on (columns EXPRESSIONS and DERIVED)
    with ``need_id`` and ``voice``; without it nothing is said of what leaving voices out
    would change. The answer does not depend on
    the order of needs or rows.

    >>> from datetime import datetime
    >>> opportunities([], Facts(shop="小店", generated_at=datetime(2026, 11, 21))).open_needs
    0
    """
    open_needs = ranked(needs)
    compared = open_needs[:MOST_RANKED]
    shown = compared[:n]
    met = [need for need in needs if need.state == "met"]
    largest = sorted(met, key=lambda need: (-need.demand.value, need.id))[:_YARDSTICKS]
    draws = drawn([*compared, *largest])[: len(compared)]
    most = max((need.demand.value for need in needs), default=0.0)
    ties = tied(draws, len(shown))
    moves = {} if assigned is None else shifts(compared, largest, assigned)
    shelf = Shelf(facts.titles, facts.weak)
    found = tuple(
        Opportunity(
            rank=place + 1,
            need=need,
            value=interval(need, draws[place]),
            advice=advise(need, shelf),
            products=_counts(need.products, shelf),
            supply=_counts(need.supply, shelf),
            tied=ties[place],
            lift=lift(need, shown[place - 1], place + 1, most) if place else None,
            shifts=moves.get(need.id, ()),
        )
        for place, need in enumerate(shown)
    )
    return Report(
        facts.shop, facts.generated_at, facts.since, facts.until, found, len(open_needs), len(met)
    )


def _counts(products: Sequence[NeedProduct], shelf: Shelf) -> tuple[ProductCount, ...]:
    return tuple(ProductCount(p.product_id, shelf.title(p.product_id), p.voices) for p in products)

"""The numbers of a report from expressions: by category, over time, by product."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from needlens.insight.facts import CategoryCount, PeriodCount, ProductCount, Tally, Unit
from needlens.needs import CategoryName, as_evidence, count_voices, said
from needlens.records import Evidence

SHOWN = 8
"""Sentences kept for each number."""

_EVERY: dict[Unit, str] = {"day": "1d", "week": "1w", "month": "1mo", "quarter": "1q", "year": "1y"}
_UP_TO: tuple[tuple[Unit, timedelta], ...] = (
    ("day", timedelta(days=31)),
    ("week", timedelta(days=7 * 30)),
    ("month", timedelta(days=365 * 3)),
    ("quarter", timedelta(days=365 * 8)),
)


def by_category(
    expressions: pl.DataFrame, names: Mapping[str, CategoryName], shown: int = SHOWN
) -> tuple[CategoryCount, ...]:
    """Return what is said of each category, the most spoken of first."""
    found = _tallied(said(expressions), "category", shown)
    counts = []
    for category, sides in found.items():
        name = names.get(category) or CategoryName(category, category, category, category)
        counts.append(CategoryCount(category, name.name_zh, name.name_en, **sides))
    return tuple(sorted(counts, key=lambda c: (-_voices(c), c.category)))


def over_time(
    expressions: pl.DataFrame, now: datetime | None = None, shown: int = SHOWN
) -> tuple[tuple[PeriodCount, ...], Unit]:
    """Return what is said in each period, and the period's unit; empty periods are 0.

    Undated signals are left out, and dates after ``now``, which are wrong.
    """
    dated = said(expressions).filter(pl.col("at").is_not_null())
    if now is not None:
        dated = dated.filter(pl.col("at") <= now)
    first, last = dated["at"].min(), dated["at"].max()
    if not isinstance(first, datetime) or not isinstance(last, datetime):
        return (), "month"
    unit = unit_of(first, last)
    every = _EVERY[unit]
    found = _tallied(
        dated.with_columns(pl.col("at").dt.truncate(every).alias("start")), "start", shown
    )
    ends = pl.Series([first, last]).dt.truncate(every)
    starts = pl.datetime_range(ends[0], ends[1], every, eager=True)
    return tuple(PeriodCount(start, **found.get(start, {})) for start in starts), unit


def by_product(
    needs: pl.DataFrame, titles: Mapping[str, str]
) -> dict[str, tuple[ProductCount, ...]]:
    """Return the products each need concerns (frame NEEDS), with their titles."""
    return {
        need: tuple(
            ProductCount(one["product_id"], titles.get(one["product_id"]) or "", one["voices"])
            for one in products
        )
        for need, products in needs.select("id", "products").iter_rows()
        if products
    }


def unit_of(first: datetime, last: datetime) -> Unit:
    """Return the unit that gives a readable number of periods.

    >>> unit_of(datetime(2026, 1, 1), datetime(2026, 1, 20)), unit_of(
    ...     datetime(2024, 1, 1), datetime(2026, 1, 1))
    ('day', 'month')
    """
    return next((unit for unit, most in _UP_TO if last - first <= most), "year")


def _tallied(frame: pl.DataFrame, by: str, shown: int) -> dict[Any, dict[str, Tally]]:
    """Return per value of ``by`` and side the voices, pieces and best sentences."""
    pieces = frame.group_by(by, "side").agg(pl.col("signal_id").n_unique().alias("pieces"))
    sums = count_voices(frame, [by, "side"]).join(pieces, on=[by, "side"])
    best = (
        frame.sort(by, "side", -pl.col("strength"), "signal_id")
        .unique([by, "side", "signal_id"], keep="first", maintain_order=True)
        .group_by(by, "side", maintain_order=True)
        .head(shown)
    )
    quotes = _quotes(best, by)
    found: dict[Any, dict[str, Tally]] = {}
    for value, side, voices, n in sums.sort(by, "side").iter_rows():
        tally = Tally(round(voices, 6), n, tuple(quotes.get((value, side), ())))
        found.setdefault(value, {})[side] = tally
    return found


def _quotes(best: pl.DataFrame, by: str) -> dict[tuple[Any, str], list[Evidence]]:
    quotes: dict[tuple[Any, str], list[Evidence]] = {}
    keys: Iterable[tuple[Any, ...]] = best.select(by, "side").iter_rows()
    for (value, side), evidence in zip(keys, as_evidence(best), strict=True):
        quotes.setdefault((value, side), []).append(evidence)
    return quotes


def _voices(count: CategoryCount) -> float:
    sides = (count.negative, count.neutral, count.positive, count.asks)
    return sum(side.voices for side in sides)

"""One need in detail, line by line, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from needlens.insight.numbers import Two, change, count_range, decimal, number
from needlens.insight.render import worded
from needlens.insight.tags import facet_tags, marks, money, origin_tags
from needlens.records import Interval, Need, NeedProduct

_NAMED = 5


Line = tuple[Two, Two]
"""A name and a value."""


def portrait(need: Need, titles: Mapping[str, str], value: Interval | None = None) -> list[Line]:
    """Return what is known of a need; what is not known is left out.

    ``titles`` are products' titles by id, ``value`` its opportunity where the interval is
    known.
    """
    return [*_measures(need, value), *_context(need), *_products(need, titles)]


def _measures(need: Need, value: Interval | None) -> Iterator[Line]:
    yield worded("opportunity"), _graded(value) if value else same(decimal(need.opportunity))
    size, span = number(need.demand.value), count_range(need.demand.low, need.demand.high)
    yield worded("size"), Two(f"{size.zh} ({span.zh})", f"{size.en} ({span.en})")
    grade = need.satisfaction
    yield worded("satisfaction"), _graded(grade) if grade.n else worded("not_judged")
    yield worded("importance"), same(decimal(need.importance))
    if need.trend is None:
        yield worded("trend"), worded("no_trend")
    else:
        ends = f"{change(need.trend.low)} … {change(need.trend.high)}"
        yield worded("trend"), same(f"{change(need.trend.value)} ({ends})")
    if stake := money(need):
        yield worded("money"), stake


def _context(need: Need) -> Iterator[Line]:
    if origins := origin_tags(need):
        parts = [Two(f"{name.zh} {n.zh}", f"{name.en} {n.en}") for name, n in origins]
        yield worded("origins"), _joined(parts)
    if facets := facet_tags(need):
        yield worded("facets"), _joined(facets)
    if found := marks(need):
        yield worded("notes"), _joined(found)


def _products(need: Need, titles: Mapping[str, str]) -> Iterator[Line]:
    for name, products in (("products_concerned", need.products), ("supply", need.supply)):
        if products:
            yield worded(name), _joined([_product(p, titles) for p in products[:_NAMED]])


def same(text: str) -> Two:
    """Return a text that is the same in both languages."""
    return Two(text, text)


def _product(product: NeedProduct, titles: Mapping[str, str]) -> Two:
    title, n = titles.get(product.product_id) or product.product_id, number(product.voices)
    return Two(f"{title} ({n.zh})", f"{title} ({n.en})")


def _graded(grade: Interval) -> Two:
    return same(f"{decimal(grade.value)} ({decimal(grade.low)}–{decimal(grade.high)})")


def _joined(texts: Sequence[Two]) -> Two:
    return Two(" · ".join(text.zh for text in texts), " · ".join(text.en for text in texts))

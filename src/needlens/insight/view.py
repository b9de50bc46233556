"""What the report's template is given: everything worked out, nothing but to be placed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from needlens.insight import charts
from needlens.insight.facts import CategoryCount, Facts, PeriodCount, Tally
from needlens.insight.numbers import Two, change, count_range, day, decimal, number
from needlens.insight.opportunities import Advice, Shelf, advise
from needlens.insight.quotes import Book, Quote, quote_of
from needlens.insight.render import worded
from needlens.insight.tags import facet_tags, marks, money, origin_tags
from needlens.needs.choice import SURE
from needlens.records import Need

SIDES = ("negative", "neutral", "positive", "asks")
MOST_NEEDS = 40
MOST_MET = 20
MOST_CATEGORIES = 20
MOST_PRODUCTS = 3
_SAMPLES = 2
_BAR = charts.Scale(1, 9, 6, 114)


@dataclass(frozen=True, slots=True)
class Number:
    """A number and the id of the sentences it opens ('' when it rests on none)."""

    text: Two
    sentences: str


@dataclass(frozen=True, slots=True)
class Meter:
    """The bar of a mean on 1–9: its interval and its value, in pixels."""

    low: float
    high: float
    value: float


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A need as a row of the list."""

    rank: int
    need: Need
    statement: Two
    sentences: str
    demand: Two
    demand_range: Two
    satisfaction: str
    satisfaction_range: str
    meter: Meter
    importance: str
    opportunity: str
    arrow: str
    trend_word: str
    trend: str
    trend_range: str
    products: tuple[tuple[str, str, Two], ...]
    supply: tuple[str, ...]
    samples: tuple[Quote, ...]
    advice: Advice
    facets: tuple[Two, ...]
    origins: tuple[tuple[Two, Two], ...]
    marks: tuple[Two, ...]
    money: Two | None


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A category as a row of the table of aspects."""

    name: Two
    bar: charts.Bar
    cells: tuple[Number, ...]
    share: str


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A period as a row of the timeline's table; ``sentences`` of its complaints first."""

    start: str
    cells: tuple[Number, ...]
    sentences: str


def need_rows(
    needs: Sequence[Need], facts: Facts, book: Book, first_rank: int = 1
) -> list[NeedRow]:
    """Return the rows of needs and put their evidence into the book."""
    shelf = Shelf(book.titles, facts.weak)
    return [
        _need_row(rank, need, facts, shelf, book) for rank, need in enumerate(needs, first_rank)
    ]


def _need_row(rank: int, need: Need, facts: Facts, shelf: Shelf, book: Book) -> NeedRow:
    statement = Two(need.statement_zh, need.statement_en)
    grade = need.satisfaction
    arrow, word = _direction(need)
    products = tuple(
        (one.product_id, one.title or one.product_id, number(one.voices))
        for one in facts.products.get(need.id, ())[:MOST_PRODUCTS]
    )
    return NeedRow(
        rank=rank,
        need=need,
        statement=statement,
        sentences=book.add(statement, need.evidence, need.demand.n, need.id),
        demand=number(need.demand.value),
        demand_range=count_range(need.demand.low, need.demand.high),
        satisfaction=decimal(grade.value) if grade.n else "",
        satisfaction_range=f"{decimal(grade.low)}–{decimal(grade.high)}",
        meter=Meter(_BAR(grade.low), _BAR(grade.high), _BAR(grade.value)),
        importance=decimal(need.importance),
        opportunity=decimal(need.opportunity),
        arrow=arrow,
        trend_word=word,
        trend=change(need.trend.value) if need.trend else "",
        trend_range=f"{change(need.trend.low)} … {change(need.trend.high)}" if need.trend else "",
        products=products,
        supply=tuple(shelf.title(one.product_id) for one in need.supply[:MOST_PRODUCTS]),
        samples=_samples(need, book),
        advice=advise(need, shelf),
        facets=facet_tags(need),
        origins=origin_tags(need),
        marks=marks(need),
        money=money(need),
    )


def _direction(need: Need) -> tuple[str, str]:
    if need.trend is None:
        return "", "no_trend"
    if need.trend.low > 0:
        return "▲", "rising"
    return ("▼", "falling") if need.trend.high < 0 else ("▬", "steady")


def _samples(need: Need, book: Book) -> tuple[Quote, ...]:
    """Return the first quote and the first one in another language, if it is sure enough."""
    first = need.evidence[0]
    sure = (e for e in need.evidence if e.probability >= SURE)
    other = next((e for e in sure if e.language != first.language), None)
    rest = [other] if other else list(need.evidence[1:])
    return tuple(quote_of(piece, book.titles) for piece in [first, *rest][:_SAMPLES])


def category_rows(counts: Sequence[CategoryCount], book: Book) -> list[CategoryRow]:
    """Return the rows of the table of aspects and put their sentences into the book."""
    bars = charts.diverging(
        [(c.negative.voices, c.neutral.voices, c.positive.voices) for c in counts]
    )
    rows = []
    for count, bar in zip(counts, bars, strict=True):
        name = Two(count.name_zh, count.name_en)
        cells = tuple(
            _number(
                getattr(count, side), worded("set_category", name=name, side=worded(side)), book
            )
            for side in SIDES
        )
        rows.append(CategoryRow(name, bar, cells, _percent(complaint_share(count), said=bar.any)))
    return rows


def complaint_share(count: CategoryCount) -> float:
    """Return complaints as a share of all opinions on a category."""
    said = count.negative.voices + count.neutral.voices + count.positive.voices
    return count.negative.voices / said if said else 0.0


def period_rows(counts: Sequence[PeriodCount], book: Book) -> list[PeriodRow]:
    """Return the rows of the timeline's table and put their sentences into the book."""
    rows = []
    for count in counts:
        start = day(count.start)
        cells = tuple(
            _number(
                getattr(count, side), worded("set_period", start=start, side=worded(side)), book
            )
            for side in SIDES
        )
        first = next((cell.sentences for cell in cells if cell.sentences), "")
        rows.append(PeriodRow(start, cells, first))
    return rows


def _number(tally: Tally, title: Two, book: Book) -> Number:
    return Number(number(tally.voices), book.add(title, tally.evidence, tally.pieces))


def _percent(share: float, *, said: bool) -> str:
    return f"{share:.0%}" if said else "–"

"""Where the shapes of the report's charts stand; the templates draw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from needlens.records import Need

MAP_WIDTH, MAP_HEIGHT = 620, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 16, 14, 40
_APART = 19.0


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear axis: a domain laid onto pixels, with round ticks."""

    low: float
    high: float
    start: float
    stop: float

    def __call__(self, value: float) -> float:
        """Return the pixel of a value, within the axis."""
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.5
        return round(self.start + min(max(share, 0), 1) * (self.stop - self.start), 1)


@dataclass(slots=True)
class Point:
    """A need on the map."""

    rank: int
    x: float
    y: float
    state: str
    judged: bool


@dataclass(frozen=True, slots=True)
class OpportunityMap:
    """Points, axes and the area where importance exceeds satisfaction."""

    points: list[Point]
    x_ticks: list[tuple[float, str]]
    y_ticks: list[tuple[float, str]]
    area: str
    worth: tuple[float, float]
    width: int = MAP_WIDTH
    height: int = MAP_HEIGHT
    left: int = _LEFT
    right: int = MAP_WIDTH - _RIGHT
    top: int = _TOP
    bottom: int = MAP_HEIGHT - _BOTTOM


def opportunity_map(needs: Sequence[Need]) -> OpportunityMap:
    """Return the map of the needs, importance from left to right, satisfaction upwards."""
    lowest = min((need.importance for need in needs), default=0.0)
    x = Scale(max(0, min(int(lowest), 8)), 10, _LEFT + 12, MAP_WIDTH - _RIGHT - 12)
    y = Scale(1, 9, MAP_HEIGHT - _BOTTOM, _TOP)
    points = [
        Point(
            rank,
            x(need.importance),
            y(need.satisfaction.value),
            need.state,
            need.satisfaction.n > 0,
        )
        for rank, need in enumerate(needs, start=1)
    ]
    _spread(points)
    # On the line satisfaction, brought to 0-10, equals importance; below it is less.
    corners = [(x.low, 1 + 0.8 * x.low), (10, 9), (10, 1), (x.low, 1)]
    return OpportunityMap(
        points=points,
        x_ticks=[(x(value), str(value)) for value in range(int(x.low), 11)],
        y_ticks=[(y(value), str(value)) for value in range(1, 10)],
        area=" ".join(f"{x(importance)},{y(valence)}" for importance, valence in corners),
        worth=(MAP_WIDTH - _RIGHT - 8, MAP_HEIGHT - _BOTTOM - 8),
    )


def _spread(points: list[Point], rounds: int = 60) -> None:
    """Push points that cover each other apart, a little each round."""
    for _ in range(rounds):
        for i, a in enumerate(points):
            for b in points[i + 1 :]:
                dx, dy = b.x - a.x, b.y - a.y
                far = (dx * dx + dy * dy) ** 0.5
                if far >= _APART:
                    continue
                push = (_APART - far) / 2
                ux, uy = (dx / far, dy / far) if far else (1.0, 0.0)
                a.x, a.y = a.x - push * ux, a.y - push * uy
                b.x, b.y = b.x + push * ux, b.y + push * uy
        for p in points:
            p.x = round(min(max(p.x, _LEFT + 10), MAP_WIDTH - _RIGHT - 10), 1)
            p.y = round(min(max(p.y, _TOP + 10), MAP_HEIGHT - _BOTTOM - 10), 1)


@dataclass(frozen=True, slots=True)
class Bar:
    """A diverging bar: neutral around the middle, complaints left, praise right."""

    negative: tuple[float, float]
    neutral: tuple[float, float]
    positive: tuple[float, float]
    middle: float

    @property
    def any(self) -> bool:
        """Whether there is anything to draw."""
        return self.negative[1] + self.neutral[1] + self.positive[1] > 0


BAR_WIDTH = 300


def diverging(rows: Sequence[tuple[float, float, float]]) -> list[Bar]:
    """Return a bar (x, width) for each (negative, neutral, positive), on one scale.

    >>> [bar.negative for bar in diverging([(10, 0, 30), (5, 0, 0)])]
    [(0.0, 75.0), (37.5, 37.5)]
    """
    left = max((negative + neutral / 2 for negative, neutral, _ in rows), default=0)
    right = max((positive + neutral / 2 for _, neutral, positive in rows), default=0)
    unit = BAR_WIDTH / (left + right) if left + right > 0 else 0
    bars = []
    for negative, neutral, positive in rows:
        start = (left - negative - neutral / 2) * unit
        widths = [negative * unit, neutral * unit, positive * unit]
        edges = [start, start + widths[0], start + widths[0] + widths[1]]
        spans = [(round(e, 1), round(w, 1)) for e, w in zip(edges, widths, strict=True)]
        bars.append(Bar(spans[0], spans[1], spans[2], round(left * unit, 1)))
    return bars


@dataclass(frozen=True, slots=True)
class Column:
    """A stacked column: praise upwards from the line, complaints downwards."""

    x: float
    width: float
    up: tuple[tuple[str, float, float], ...]
    down: tuple[tuple[str, float, float], ...]
    label: str


COLUMNS_WIDTH, COLUMNS_HEIGHT, COLUMNS_LEFT = 900, 220, 44


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns over time, with the line they stand on and its ticks."""

    columns: list[Column]
    base: float
    ticks: list[tuple[float, float]]
    width: int = COLUMNS_WIDTH
    height: int = COLUMNS_HEIGHT
    left: int = COLUMNS_LEFT


def columns(rows: Sequence[tuple[str, float, float, float]]) -> Columns:
    """Return columns for (label, complaints, neither, praise), complaints downwards."""
    top, bottom = 8.0, COLUMNS_HEIGHT - 24.0
    most_up = max((neutral + positive for _, _, neutral, positive in rows), default=0)
    most_down = max((negative for _, negative, _, _ in rows), default=0)
    unit = (bottom - top) / (most_up + most_down) if most_up + most_down > 0 else 0
    base = round(top + most_up * unit, 1)
    step = (COLUMNS_WIDTH - COLUMNS_LEFT - 8) / max(len(rows), 1)
    width = min(step * 0.72, 40)
    every = max(1, -(-len(rows) // 12))
    made = []
    for i, (label, negative, neutral, positive) in enumerate(rows):
        x = COLUMNS_LEFT + i * step + (step - width) / 2
        praise, neither, bad = positive * unit, neutral * unit, negative * unit
        up = (
            ("neutral", round(base - neither, 1), round(neither, 1)),
            ("positive", round(base - neither - praise, 1), round(praise, 1)),
        )
        down = (("negative", base, round(bad, 1)),)
        made.append(Column(round(x, 1), round(width, 1), up, down, label if i % every == 0 else ""))
    ticks = [(round(base - value * unit, 1), value) for value in _ticks(-most_down, most_up)]
    return Columns(made, base, ticks)


def _ticks(low: float, high: float) -> list[float]:
    """Return about five round values from low to high, 0 among them.

    >>> _ticks(-40, 90)
    [-25.0, 0.0, 25.0, 50.0, 75.0]
    """
    span = high - low
    if span <= 0:
        return [0.0]
    rough = span / 6
    power = 10.0 ** (len(str(int(rough))) - 1) if rough >= 1 else 1.0
    step = next((power * m for m in (1, 2, 2.5, 5, 10) if power * m >= rough), power * 10)
    step = max(step, 1.0)
    first = -int(-low // step)
    return [i * step for i in range(first, int(high // step) + 1)]

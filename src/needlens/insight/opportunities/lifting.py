"""What would take a need past the one ranked before it."""

from __future__ import annotations

from math import log1p

from needlens.insight.opportunities.finding import Lift
from needlens.records import Need

_NO_END = 1000
"""Beyond this many times the voices of the largest need we say that no number would do."""


def lift(need: Need, above: Need, rank: int, most: float) -> Lift:
    """Return what would take ``need`` (at ``rank``) past ``above``, the rest staying as it is.

    ``most`` is the number of voices of the need with most, which importance is measured
    against; were this need to become the largest, the other's importance would fall.
    """
    return Lift(rank - 1, _voices(need, above, most), _satisfaction(need, above))


def _voices(need: Need, above: Need, most: float) -> int | None:
    """Return the fewest further voices, found by halving: more never lower the rank."""
    few, many = 0, 1
    while not _passes(need, above, most, many):
        few, many = many, many * 2
        if many > _NO_END * max(most, 1):
            return None
    while many - few > 1:
        middle = (few + many) // 2
        few, many = (few, middle) if _passes(need, above, most, middle) else (middle, many)
    return many


def _passes(need: Need, above: Need, most: float, further: int) -> bool:
    mine = need.demand.value + further
    scale = 10 / log1p(max(most, mine))
    return _value(log1p(mine) * scale, need) > _value(log1p(above.demand.value) * scale, above)


def _value(importance: float, need: Need) -> float:
    return importance + max(importance - _ten(need.satisfaction.value), 0)


def _satisfaction(need: Need, above: Need) -> float | None:
    """Return the valence at which 2 importance − satisfaction reaches the other's value."""
    needed = 2 * need.importance - above.opportunity
    return 1 + 0.8 * needed if 0 < needed < need.importance else None


def _ten(valence: float) -> float:
    return (valence - 1) / 8 * 10

"""What would change a rank, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from needlens.insight.numbers import Two
from needlens.insight.opportunities.finding import Lift, Opportunity, Shift
from needlens.insight.render import worded


def sentences(one: Opportunity, titles: Mapping[str, str]) -> Iterator[Two]:
    """Yield what is to be known of a rank: ties, what would lift it, what it hangs on."""
    first, last = one.tied
    yield worded("rank_firm") if first == last else worded("rank_tied", first=first, last=last)
    if one.lift:
        yield lifting(one.lift, one.need.satisfaction.value)
    for shift in one.shifts:
        yield shifting(shift, titles)


def lifting(lift: Lift, now: float) -> Two:
    """Return what would take a need with satisfaction ``now`` past the one before it.

    >>> lifting(Lift(past=3, voices=12, satisfaction=None), 4.0).zh
    '再多 12 人提到，就会超过第 3 名。'
    """
    grades = {"now": f"{now:.2f}"}
    if lift.satisfaction is not None:
        grades["grade"] = f"{lift.satisfaction:.2f}"
    if lift.voices is None:
        key = "lift_none" if lift.satisfaction is None else "lift_satisfaction"
        return worded(key, rank=lift.past, **grades)
    key = "lift_voices" if lift.satisfaction is None else "lift_both"
    return worded(key, rank=lift.past, voices=lift.voices, **grades)


def shifting(shift: Shift, titles: Mapping[str, str]) -> Two:
    """Return what becomes of the rank when some voices are left out."""
    name = titles.get(shift.name) or shift.name
    what = worded(f"without_{shift.without}", name=name)
    if shift.rank is None:
        return worded("shift_gone", what=what)
    return worded("shift_rank", what=what, rank=shift.rank)

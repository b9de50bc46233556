"""The small words beside a need: facets, where its voices come from, what to know of it."""

from __future__ import annotations

from dataclasses import asdict

from needlens.insight.numbers import Two, number
from needlens.insight.render import worded
from needlens.records import Need


def facet_tags(need: Need) -> tuple[Two, ...]:
    """Return the facets of a need by their names; an unknown one by its id."""
    if not need.facets:
        return ()
    from needlens.mining.facets import facet_names

    names = zip(facet_names(need.facets, "zh"), facet_names(need.facets, "en"), strict=True)
    return tuple(Two(zh, en) for zh, en in names)


def origin_tags(need: Need) -> tuple[tuple[Two, Two], ...]:
    """Return where a need's voices come from, most first: a name and how many."""
    counts = sorted(asdict(need.origins).items(), key=lambda one: -one[1])
    return tuple((worded(f"origin_{name}"), number(n)) for name, n in counts if n > 0)


def marks(need: Need) -> tuple[Two, ...]:
    """Return what else a reader should know of a need: Kano class, doubts, who worded it."""
    found = []
    if need.status == "pinned":
        found.append(worded("pinned"))
    if need.kano:
        found.append(Two(*(f"{a}: {b}" for a, b in zip(worded("kano"), _kano(need), strict=True))))
    if need.suspicious > 0:
        found.append(worded("suspicious_share", share=share(need.suspicious)))
    if need.worded_by != "template":
        found.append(worded(f"worded_{need.worded_by}"))
    return tuple(found)


def money(need: Need) -> Two | None:
    """Return the money at stake with its interval; None when it is not known."""
    if need.money is None:
        return None
    value, low, high = (number(x) for x in (need.money.value, need.money.low, need.money.high))
    span = Two(f"{low.zh}–{high.zh}", f"{low.en}–{high.en}")
    return worded("money_of", currency=need.currency, value=value, range=span)


def share(part: float) -> str:
    """Return a share in percent; what is there, however small, is not shown as 0.

    >>> share(0.25), share(0.001)
    ('25%', '<1%')
    """
    return "<1%" if 0 < part < 0.005 else f"{part:.0%}"


def _kano(need: Need) -> Two:
    return worded(f"kano_{need.kano}")

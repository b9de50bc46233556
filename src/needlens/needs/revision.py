"""Needs that have become two, and needs that have become one."""

from __future__ import annotations

import numpy as np
import polars as pl

from needlens.lm.lengths import unit
from needlens.needs.arrivals import Vectors
from needlens.needs.centres import Centre
from needlens.needs.grouping import need_id
from needlens.needs.groups import Groups, Likeness
from needlens.needs.growth import AT_ONCE
from needlens.needs.linkage import halves
from needlens.needs.space import Flags, Floats, chinese

_GROWN = 2
"""A need is looked at again when it has this many times the statements it had then."""
_FEWEST = 12
_ROWS = 2_000
"""Centres compared with all others at once."""
_SMALLER = 0.2
"""The smaller half of a split need has at least this share of its voices."""


def revise(
    groups: Groups, vectors: Vectors, enough: float, kept: frozenset[str], likeness: Likeness
) -> None:
    """Split needs that are two and merge those that are one; ``kept`` are left as they are.

    A need is looked at again whenever it has doubled. The larger half keeps the id, and of
    two needs that are one the older. The need of a category or of the library is never
    merged away, that of a category never split: what does not belong to it founds needs of
    its own.
    """
    for centre in list(groups.centres.all.values()):
        grown = centre.statements >= max(_FEWEST, _GROWN * centre.checked)
        if centre.part and grown and centre.need_id not in kept:
            _split(groups, centre, vectors, enough, likeness)
            centre.checked = centre.statements
    _merge(groups, kept, likeness)


def _split(
    groups: Groups, centre: Centre, vectors: Vectors, enough: float, likeness: Likeness
) -> None:
    inside = (
        groups.members.filter((pl.col("need_id") == centre.need_id) & pl.col("founds"))
        .sort(-pl.col("voices"), "statement", "category")
        .head(AT_ONCE)
    )
    if inside.height < _FEWEST:
        return
    raw, han = unit(vectors(inside["statement"])), chinese(inside["statement"])
    places = groups.space.place(raw, han)
    second = halves(places)
    voices = inside["voices"].to_numpy()
    across = float((places[~second] @ places[second].T).mean())
    least = max(enough, _SMALLER * float(voices.sum()))
    if across >= likeness.split or min(voices[second].sum(), voices[~second].sum()) < least:
        return
    if _one(places[~second], places[second], voices, second) >= likeness.merge:
        return
    if voices[second].sum() > voices[~second].sum():
        second = ~second
    leaving = inside.filter(pl.Series(second))
    new = offshoot(groups, centre, leaving["statement"])
    transfer(groups, leaving, centre, new, raw[second])


def offshoot(groups: Groups, old: Centre, statements: pl.Series) -> Centre:
    """Return an empty need for statements that leave another; it is called by the first.

    An id is never given twice: where another need is called so already, as the need itself
    may be, the next statement gives the name.
    """
    parts = [f"about {words}" for words in statements]
    parts += [f"{parts[0]} ({number})" for number in range(2, len(groups.centres.all) + 3)]
    free = (part for part in parts if need_id(old.category, part) not in groups.centres.all)
    part = next(free)
    new = groups.centres.add(need_id(old.category, part), old.category, part, groups.space.size)
    words = part.removeprefix("about ")
    groups.tell(old.need_id, "split", new.need_id, words)
    groups.tell(new.need_id, "born", old.need_id, words)
    return new


def _one(first: Floats, second: Floats, voices: Floats, in_second: Flags) -> float:
    """Return the cosine between the middles of two halves, weighted as centres are."""
    weights = np.log1p(voices).astype(np.float32)
    middles = unit(np.stack([weights[~in_second] @ first, weights[in_second] @ second]))
    return float(middles[0] @ middles[1])


def transfer(groups: Groups, leaving: pl.DataFrame, old: Centre, new: Centre, raw: Floats) -> None:
    """Move statements (rows of members, with their vectors) from one need to another.

    What was there loosely, or could not found a need, was never part of the old centre.
    """
    weights = np.log1p(leaving["voices"].to_numpy()).astype(np.float32)
    han = chinese(leaving["statement"])
    was = leaving.select(pl.col("founds") & ~pl.col("loose")).to_series().to_numpy()
    old.take(raw[was], han[was], weights[was], -1)
    new.take(raw, han, weights)
    new.checked = new.statements
    groups.put(leaving.with_columns(need_id=pl.lit(new.need_id), loose=pl.lit(value=False)))


def _merge(groups: Groups, kept: frozenset[str], likeness: Likeness) -> None:
    """Make one of needs whose centres lie together, the nearest first, until none do.

    First within each category, then across: readers file one thing under two categories.
    """
    by_category: dict[str, list[str]] = {}
    for one, centre in groups.centres.all.items():
        by_category.setdefault(centre.category, []).append(one)
    everything = list(groups.centres.all)
    together = [(ids, likeness.merge) for ids in by_category.values()]
    for ids, alike in [*together, (everything, likeness.across)]:
        here = ids
        while pairs := _near(groups, here, kept, alike):
            moved: set[str] = set()
            for first, second in pairs:
                if first not in moved and second not in moved:
                    absorb(groups, second, first)
                    moved |= {first, second}
            here = [one for one in here if one in groups.centres.all]


def _near(
    groups: Groups, ids: list[str], kept: frozenset[str], alike: float
) -> list[tuple[str, str]]:
    """Return pairs of needs near to each other, the nearest first, in each the older first."""
    here = [one for one in ids if one in groups.centres.all]
    parts = [groups.centres.all[one].part for one in here]
    free = [
        one not in kept and part.startswith("about ") for one, part in zip(here, parts, strict=True)
    ]
    at = groups.centres.places(groups.space, here)
    found: list[tuple[float, int, int]] = []
    for start in range(0, len(here), _ROWS):
        cosines = at[start : start + _ROWS] @ at.T
        for row, column in np.argwhere(cosines >= alike):
            if start + row < column and free[column]:
                found.append((-float(cosines[row, column]), int(start + row), int(column)))
    return [(here[first], here[second]) for _, first, second in sorted(found)]


def absorb(groups: Groups, gone: str, into: str, detail: str = "") -> bool:
    """Make a need part of another; say whether: not when either has no centre (any more)."""
    centres = groups.centres.all
    if gone not in centres or into not in centres or gone == into:
        return False
    taken = centres.pop(gone)
    target = centres[into]
    target.sums += taken.sums
    target.weights += taken.weights
    target.statements += taken.statements
    target.checked += taken.checked
    groups.move({gone: into})
    groups.tell(gone, "merged", into, detail)
    return True

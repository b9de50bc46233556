"""Needs that have become two, and needs that have become one."""

from __future__ import annotations

import numpy as np
import polars as pl

from needlens.needs.centres import Centre
from needlens.needs.grouping import need_id
from needlens.needs.groups import Groups, Likeness
from needlens.needs.growth import AT_ONCE, Vectors
from needlens.needs.linkage import halves
from needlens.needs.space import Floats, chinese, unit

_GROWN = 2
"""A need is looked at again when it has this many times the statements it had then."""
_FEWEST = 12
_SMALLER = 0.2
"""The smaller half of a split need has at least this share of its voices."""


def revise(
    groups: Groups, vectors: Vectors, enough: float, kept: frozenset[str], likeness: Likeness
) -> None:
    """Split needs that are two and merge those that are one; ``kept`` are left as they are.

    A need is looked at again whenever it has doubled. The larger half keeps the id, and of
    two needs that are one the older. The need of a category is never split or merged away:
    what does not belong to it founds needs of its own.
    """
    for centre in list(groups.centres.all.values()):
        grown = centre.statements >= max(_FEWEST, _GROWN * centre.checked)
        if centre.part and grown and centre.need_id not in kept:
            _split(groups, centre, vectors, enough, likeness)
            centre.checked = centre.statements
    _merge(groups, kept, likeness.merge)


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
    if voices[second].sum() > voices[~second].sum():
        second = ~second
    leaving = inside.filter(pl.Series(second))
    words = leaving["statement"][0]
    new = groups.centres.add(
        need_id(centre.category, f"about {words}"),
        centre.category,
        f"about {words}",
        groups.space.size,
    )
    transfer(groups, leaving, centre, new, raw[second])
    groups.tell(centre.need_id, "split", new.need_id, words)
    groups.tell(new.need_id, "born", centre.need_id, words)


def transfer(groups: Groups, leaving: pl.DataFrame, old: Centre, new: Centre, raw: Floats) -> None:
    """Move statements (rows of members, with their vectors) from one need to another."""
    weights = np.log1p(leaving["voices"].to_numpy()).astype(np.float32)
    han = chinese(leaving["statement"])
    old.take(raw, han, weights, -1)
    new.take(raw, han, weights)
    new.checked = new.statements
    groups.put(leaving.with_columns(need_id=pl.lit(new.need_id), loose=pl.lit(value=False)))


def _merge(groups: Groups, kept: frozenset[str], alike: float) -> None:
    """Make one of needs of a category whose centres lie together."""
    by_category: dict[str, list[str]] = {}
    for one, centre in groups.centres.all.items():
        by_category.setdefault(centre.category, []).append(one)
    for ids in by_category.values():
        at = groups.centres.places(groups.space, ids)
        near = np.argwhere(np.triu(at @ at.T >= alike, k=1))
        for first, second in near:
            if ids[second] not in kept:
                absorb(groups, ids[second], ids[first])


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
    groups.move({gone: into})
    groups.tell(gone, "merged", into, detail)
    return True

"""New statements find their need, or found one.

A statement joins the nearest need if it is near enough. Those that find none are linked
among themselves and with earlier ones that found none; a cluster with enough voices is a
new need. What is left stays, loosely, with the need of its category.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from needlens.lm.lengths import unit
from needlens.needs.arrivals import Batch, Rows, Vectors, batch_of, fresh_of, take
from needlens.needs.grouping import need_id
from needlens.needs.groups import Groups, Likeness
from needlens.needs.linkage import linked
from needlens.needs.recognition import Recognise, recognised, same_as
from needlens.needs.space import Flags, Floats, chinese
from needlens.needs.voices import ENOUGH

AT_ONCE = 3_000
"""Statements linked together: time and memory grow with the square of it."""
_ANCHOR = 3.0
"""The weight of the words of a category in the centre of its need."""
_NEVER = 2.0  # no cosine is as great


def grow(
    groups: Groups,
    units: pl.DataFrame,
    vectors: Vectors,
    anchors: Mapping[str, Iterable[str]],
    enough: float,
    likeness: Likeness | None = None,
    recognise: Recognise | None = None,
    offshoots: Mapping[str, tuple[str, ...]] | None = None,
    *,
    founding: bool = True,
) -> None:
    """Take statements (columns UNITS) into ``groups``; what is known is looked at no more.

    ``vectors`` gives the vectors of statements, ``anchors`` for each category that has a
    need of its own the words by which it goes, ``recognise`` known needs, ``offshoots`` the
    needs split off from a need. ``enough`` voices make a need; without ``founding`` only
    needs of the library are. The same groups and units give the same result in whatever
    order the rows come.
    """
    likeness = likeness or Likeness()
    fresh = fresh_of(groups.members, units)
    if fresh.is_empty():
        return
    batch = batch_of(groups, fresh, vectors)
    _anchor(groups, anchors, set(fresh["category"]), vectors)
    if recognise is not None:
        # A complaint plainly of its category needs no library: "room shabby" is about decor.
        plain = replace(likeness, cross=_NEVER)
        named = np.array([one in anchors for one in batch.category], dtype=np.bool_)
        lacking = np.flatnonzero(named & ~batch.calm)
        _join(groups, batch, lacking, plain, list(groups.centres.all))
        same = same_as(anchors, vectors, recognise, likeness.same)
        recognised(groups, batch, recognise, likeness, offshoots or {}, same, named)
    if not founding:
        batch.founds[batch.loose] = False
    _join(groups, batch, np.flatnonzero(batch.loose), likeness, list(groups.centres.all))
    for category in sorted(set(batch.category[batch.founds])):
        _found(groups, batch, category, vectors, enough, likeness)
    _left(groups, batch, anchors, likeness.loose)
    groups.put(
        fresh.with_columns(
            pl.Series("founds", batch.founds),
            pl.Series("need_id", batch.found, dtype=pl.String),
            pl.Series("loose", batch.loose),
        )
    )


def _left(groups: Groups, batch: Batch, anchors: Mapping[str, Iterable[str]], alike: float) -> None:
    """Leave the rest with the need of its category, if it is at all like it."""
    rest = np.flatnonzero(batch.loose)
    known = [category for category in sorted(set(batch.category[rest])) if category in anchors]
    at = groups.centres.places(groups.space, [need_id(category) for category in known])
    which = {category: row for row, category in enumerate(known)}
    for row in rest:
        own = which.get(batch.category[row])
        near = own is not None and float(batch.places[row] @ at[own]) >= alike
        batch.found[row] = need_id(batch.category[row]) if near else ""


def _anchor(
    groups: Groups, anchors: Mapping[str, Iterable[str]], categories: set[str], vectors: Vectors
) -> None:
    """Make the centres of categories that are spoken of for the first time."""
    for category in sorted(categories):
        if category in anchors and need_id(category) not in groups.centres.all:
            words = pl.Series(list(anchors[category]), dtype=pl.String)
            raw, han = unit(vectors(words)), chinese(words)
            centre = groups.centres.add(need_id(category), category, "", groups.space.size)
            weights = np.full(len(words), _ANCHOR / len(words), dtype=np.float32)
            centre.take(raw, han, weights)
            centre.statements = 0


def _join(groups: Groups, batch: Batch, rows: Rows, likeness: Likeness, ids: list[str]) -> None:
    """Let loose statements join the nearest of some needs, if it is near enough.

    Praise and what names nothing in particular only within their category.
    """
    if not ids or not len(rows):
        return
    categories = groups.centres.categories(ids)
    at = groups.centres.places(groups.space, ids)
    taken: dict[str, list[int]] = {}
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        same = batch.category[some][:, None] == categories[None, :]
        within = np.where(batch.calm[some], likeness.calm, likeness.join)[:, None]
        across = np.where(batch.founds[some], likeness.cross, _NEVER)[:, None]
        over = batch.places[some] @ at.T - np.where(same, within, across)
        best = over.argmax(axis=1)
        near = over[np.arange(len(some)), best] >= 0
        for row, which in zip(some[near], best[near], strict=True):
            taken.setdefault(ids[which], []).append(int(row))
    for one, found in taken.items():
        take(groups.centres.all[one], batch, np.array(found))


def _found(
    groups: Groups,
    batch: Batch,
    category: str,
    vectors: Vectors,
    enough: float,
    likeness: Likeness,
) -> None:
    """Link the loose statements of a category; clusters with enough voices are needs."""
    mine = np.flatnonzero((batch.category == category) & batch.loose & batch.founds)
    new: list[str] = []
    for start in range(0, len(mine), AT_ONCE):
        some = mine[start : start + AT_ONCE]
        _join(groups, batch, some, likeness, new)
        some = some[batch.loose[some]]
        old = _earlier(groups, batch, category, some, vectors, likeness.link)
        places = np.concatenate([batch.places[some], old.places])
        labels = linked(places, likeness.link)
        voices = np.concatenate([batch.voices[some], old.voices])
        for label in range(int(labels.max(initial=-1)) + 1):
            inside = np.flatnonzero(labels == label)
            if voices[inside].sum() < enough - ENOUGH or not (inside < len(some)).any():
                continue
            new.append(_born(groups, batch, category, some, old, inside))
    rest = np.flatnonzero((batch.category == category) & batch.loose)
    _join(groups, batch, rest, likeness, new)


@dataclass(slots=True)
class _Earlier:
    """Statements of earlier runs that found no need, near to ones of this run."""

    statement: list[str]
    voices: Floats
    raw: Floats
    han: Flags
    places: Floats


def _earlier(
    groups: Groups, batch: Batch, category: str, some: Rows, vectors: Vectors, alike: float
) -> _Earlier:
    known = groups.members.filter(
        (pl.col("category") == category)
        & pl.col("loose")
        & pl.col("founds")
        & ~pl.col("statement").is_in([batch.statement[row] for row in some])
    ).sort("statement")
    if known.is_empty() or not len(some):
        nothing = np.zeros((0, groups.space.size), dtype=np.float32)
        return _Earlier([], nothing[:, 0], nothing, nothing[:, 0].astype(np.bool_), nothing)
    raw, han = unit(vectors(known["statement"])), chinese(known["statement"])
    places = groups.space.place(raw, han)
    near = np.flatnonzero((places @ batch.places[some].T).max(axis=1) >= alike)[:AT_ONCE]
    return _Earlier(
        known["statement"].gather(near).to_list(),
        known["voices"].to_numpy()[near].astype(np.float32),
        raw[near],
        han[near],
        places[near],
    )


def _born(
    groups: Groups, batch: Batch, category: str, some: Rows, old: _Earlier, inside: Rows
) -> str:
    """Make a need of a cluster; it is called by what most voices say."""
    now, before = some[inside[inside < len(some)]], inside[inside >= len(some)] - len(some)
    said = [(-float(batch.voices[row]), batch.statement[row]) for row in now]
    said += [(-float(old.voices[row]), old.statement[row]) for row in before]
    words = min(said)[1]
    one = need_id(category, f"about {words}")
    centre = groups.centres.add(one, category, f"about {words}", groups.space.size)
    take(centre, batch, now)
    if len(before):
        weights = np.log1p(old.voices[before]).astype(np.float32)
        centre.take(old.raw[before], old.han[before], weights)
        groups.put(
            pl.DataFrame(
                {
                    "category": category,
                    "statement": [old.statement[row] for row in before],
                    "need_id": one,
                    "loose": False,
                    "founds": True,
                    "voices": old.voices[before].astype(np.float64),
                }
            )
        )
    centre.checked = centre.statements
    groups.tell(one, "born", None, words)
    return one

"""New statements find their need, or found one.

A statement joins the nearest need if it is near enough. Those that find none are linked
among themselves and with earlier ones that found none; a cluster with enough voices is a
new need. What is left stays, loosely, with the need of its category.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

import numpy as np
import polars as pl

from needlens.lm.lengths import unit
from needlens.needs.arrivals import Batch, Rows, Vectors, batch_of, fresh_of
from needlens.needs.centres import Centre
from needlens.needs.grouping import need_id
from needlens.needs.groups import Groups, Likeness
from needlens.needs.linkage import linked
from needlens.needs.space import Flags, Floats, chinese
from needlens.needs.voices import ENOUGH


class Recognised(NamedTuple):
    """What the library says of statements."""

    parts: list[str]
    """The part of the known need each most likely speaks of."""
    about: Floats
    """How likely it speaks of that one."""
    wants: Floats
    """How likely it wants anything: praise speaks of a need and wants nothing."""


Recognise = Callable[[Floats], Recognised]
"""From the vectors of statements."""

AT_ONCE = 3_000
"""Statements linked together: time and memory grow with the square of it."""
_ANCHOR = 3.0
"""The weight of the words of a category in the centre of its need."""
_NEVER = 2.0  # no cosine is as great
EVEN = 0.5
"""The probability from which a statement sooner wants something than nothing."""


def grow(
    groups: Groups,
    units: pl.DataFrame,
    vectors: Vectors,
    anchors: Mapping[str, Iterable[str]],
    enough: float,
    likeness: Likeness | None = None,
    recognise: Recognise | None = None,
    offshoots: Mapping[str, tuple[str, ...]] | None = None,
) -> None:
    """Take statements (columns UNITS) into ``groups``; what is known is looked at no more.

    ``vectors`` gives the vectors of statements, ``anchors`` for each category that has a
    need of its own the words by which it goes, ``recognise`` known needs, ``offshoots`` the
    needs split off from a need. ``enough`` voices make a need. The same groups and units
    give the same result in whatever order the rows come.
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
        _recognised(groups, batch, recognise, likeness, offshoots or {}, same, named)
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


def same_as(
    anchors: Mapping[str, Iterable[str]], vectors: Vectors, recognise: Recognise, sure: float
) -> dict[str, str]:
    """Return the known needs that are those of categories: part → category.

    So a need does not go by two names. The words of a category say it when a known need is
    recognised in them with the mean probability ``sure``.
    """
    words = {category: list(anchors[category]) for category in sorted(anchors)}
    said = pl.Series([word for some in words.values() for word in some], dtype=pl.String)
    known = recognise(unit(vectors(said)))
    each = iter(zip(known.parts, known.about, strict=True))
    found: dict[str, tuple[float, str]] = {}
    for category, some in words.items():
        sums: dict[str, float] = {}
        for part, one in islice(each, len(some)):
            sums[part] = sums.get(part, 0.0) + float(one) / len(some)
        part, mean = max(sums.items(), key=lambda pair: (pair[1], pair[0]))
        if part and mean >= sure:
            found[part] = max(found.get(part, (0.0, "")), (mean, category))
    return {part: category for part, (_, category) in found.items()}


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


def _recognised(
    groups: Groups,
    batch: Batch,
    recognise: Recognise,
    likeness: Likeness,
    offshoots: Mapping[str, tuple[str, ...]],
    same: Mapping[str, str],
    named: Flags,
) -> None:
    """Give statements the known need that is recognised in them, or its nearest offshoot.

    A known need that is ``same`` as a category's is that one. What is ``named`` (has a
    category with a need of its own) says less in itself ("facilities old") and must be
    recognised more surely, but the reader has said already whether it complains or praises.
    What wants nothing founds no need. Complaints about nothing in particular ("rubbish!") are
    not looked at: in them the library sees its nearest need.
    """
    rows = np.flatnonzero(batch.loose & (batch.founds | batch.calm))
    known = recognise(batch.raw[rows])
    told = np.select(
        [batch.calm[rows], named[rows]],
        [known.about >= likeness.praised,
         (known.about >= likeness.named) & (known.wants >= likeness.meant)],
        known.about * known.wants >= likeness.known,
    )  # fmt: skip
    searched = np.array([c.startswith("DEMAND#") for c in batch.category[rows]], dtype=np.bool_)
    least = np.where(named[rows], likeness.meant, EVEN)
    batch.founds[rows] &= searched | (known.wants > least)
    taken: dict[str, list[int]] = {}
    for row, part, sure in zip(rows, known.parts, told, strict=True):
        if sure:
            taken.setdefault(part, []).append(int(row))
    for part, found in sorted(taken.items()):
        one = need_id(same[part]) if part in same else need_id("", part)
        if one not in groups.centres.all:
            centre = (same[part], "") if part in same else ("", part)
            groups.centres.add(one, *centre, groups.space.size)
        family = [one]
        for each in family:  # grows: offshoots have offshoots
            family += [new for new in offshoots.get(each, ()) if new in groups.centres.all]
        those = np.array(found)
        at = groups.centres.places(groups.space, family)
        nearest = (batch.places[those] @ at.T).argmax(axis=1)
        for which in np.unique(nearest):
            _take(groups.centres.all[family[which]], batch, those[nearest == which])


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
        _take(groups.centres.all[one], batch, np.array(found))


def _take(centre: Centre, batch: Batch, rows: Rows) -> None:
    """Make statements members of a need; only those that may found one move its centre."""
    speaking = rows[batch.founds[rows]]
    centre.take(batch.raw[speaking], batch.han[speaking], batch.weights(speaking))
    for row in rows:
        batch.found[row] = centre.need_id
    batch.loose[rows] = False


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
    _take(centre, batch, now)
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

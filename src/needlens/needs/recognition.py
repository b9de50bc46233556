"""Which known need of the library each statement speaks of, if any."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import NamedTuple

import numpy as np
import polars as pl

from needlens.lm.lengths import unit
from needlens.needs.arrivals import Batch, Rows, Vectors, take
from needlens.needs.grouping import need_id
from needlens.needs.groups import Groups, Likeness
from needlens.needs.priors import Counts, adjusted, common
from needlens.needs.space import Flags, Floats


class Recognised(NamedTuple):
    """What the library says of statements."""

    parts: list[str]
    """The parts of the known needs."""
    about: Floats
    """How likely each statement speaks of each, shape (n, parts); they may all be unlikely."""
    wants: Floats
    """How likely it wants anything: praise speaks of a need and wants nothing."""


Recognise = Callable[[Floats], Recognised]
"""From the vectors of statements."""

_AT_ONCE = 10_000
_SAMPLE = 20_000
"""Statements from which it is estimated how common each known need is."""
EVEN = 0.5
"""The probability from which a statement sooner wants something than nothing."""


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
    each = iter(known.about)
    found: dict[str, tuple[float, str]] = {}
    for category, some in words.items():
        mean = np.mean(list(islice(each, len(some))), axis=0)
        best = int(mean.argmax())
        if mean[best] >= sure:
            part = known.parts[best]
            found[part] = max(found.get(part, (0.0, "")), (float(mean[best]), category))
    return {part: category for part, (_, category) in found.items()}


def recognised(
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
    What wants nothing founds no need. How common a need is in the shop counts, too (see
    needs.priors). Complaints about nothing in particular ("rubbish!") are not looked at: in
    them the library sees its nearest need.
    """
    rows = np.flatnonzero(batch.loose & (batch.founds | batch.calm))
    if not len(rows):
        return
    some = rows[:: max(1, len(rows) // _SAMPLE)]
    parts, likely, _ = recognise(batch.raw[some])
    ids = [need_id(same[part]) if part in same else need_id("", part) for part in parts]
    found = common(likely, _counts(groups, ids) + likeness.smoothing, len(rows) / len(some))
    best, about, wants = _likeliest(batch.raw[rows], recognise, found)
    told = np.select(
        [batch.calm[rows], named[rows]],
        [about >= likeness.praised, (about >= likeness.named) & (wants >= likeness.meant)],
        about * wants >= likeness.known,
    )
    searched = np.array([c.startswith("DEMAND#") for c in batch.category[rows]], dtype=np.bool_)
    least = np.select([searched, named[rows]], [likeness.looked, likeness.meant], EVEN)
    batch.founds[rows] &= wants > least
    for which in sorted(np.unique(best[told]), key=parts.__getitem__):
        one, part = ids[which], parts[which]
        if one not in groups.centres.all:
            category, rest = (same[part], "") if part in same else ("", part)
            groups.centres.add(one, category, rest, groups.space.size)
        family = [one]
        for each in family:  # grows: offshoots have offshoots
            family += [new for new in offshoots.get(each, ()) if new in groups.centres.all]
        those = rows[told & (best == which)]
        at = groups.centres.places(groups.space, family)
        nearest = (batch.places[those] @ at.T).argmax(axis=1)
        for member in np.unique(nearest):
            take(groups.centres.all[family[member]], batch, those[nearest == member])


def _likeliest(raw: Floats, recognise: Recognise, found: Counts) -> tuple[Rows, Floats, Floats]:
    """Return for each vector the likeliest known need, how likely it is, and wanting at all.

    ``found`` says how common each need is (see needs.priors).
    """
    best = np.empty(len(raw), dtype=np.int64)
    about, wants = np.empty(len(raw), dtype=np.float32), np.empty(len(raw), dtype=np.float32)
    for start in range(0, len(raw), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        known = recognise(raw[part])
        likely = adjusted(known.about, found)
        best[part], about[part] = likely.argmax(axis=1), likely.max(axis=1)
        wants[part] = known.wants
    return best, about, wants


def _counts(groups: Groups, ids: list[str]) -> Counts:
    """Return how many statements are known to belong to each need."""
    known = groups.members.filter(~pl.col("loose")).group_by("need_id").len()
    numbers = dict(known.iter_rows())
    return np.array([numbers.get(one, 0) for one in ids], dtype=np.float64)

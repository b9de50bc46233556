"""How alike two groupings of the same items are; −1 is an item in no group: alone.

Labels are arrays of whole numbers, one for each item. Scores are between 0 and 1, but for
the adjusted Rand index, which is 0 by chance and may be below.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

Labels = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Score(NamedTuple):
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float
    f1: float


def score(precision: float, recall: float) -> Score:
    """Return precision and recall with their F1; 0 where both are 0.

    >>> score(0.5, 1.0).f1.__round__(3)
    0.667
    """
    both = precision + recall
    return Score(precision, recall, 2 * precision * recall / both if both else 0.0)


def alone(labels: Labels) -> Labels:
    """Return labels from 0 on, each item of label −1 in a group of its own.

    >>> alone(np.array([7, -1, 7, -1])).tolist()
    [0, 1, 0, 2]
    """
    numbers = np.asarray(labels, dtype=np.int64)
    free = numbers == -1
    apart = np.where(free, numbers.max(initial=-1) + 1 + np.cumsum(free), numbers)
    places: Labels = np.unique(apart, return_inverse=True)[1].astype(np.int64)
    return places


def pairs(gold: Labels, found: Labels) -> Score:
    """Return how many pairs of items put together belong together, and the other way round.

    >>> pairs(np.array([0, 0, 0, 1]), np.array([0, 0, 1, 1]))
    Score(precision=0.5, recall=0.3333333333333333, f1=0.4)
    """
    both, a, b = _table(gold, found)
    same, truth, said = _choose(both).sum(), _choose(a).sum(), _choose(b).sum()
    return score(float(same / said) if said else 0.0, float(same / truth) if truth else 0.0)


def b3_items(gold: Labels, found: Labels) -> Floats:
    """Return B³ precision and recall of each item, shape (n, 2).

    An item's precision is the share of its found group that is of its gold group, its
    recall the share of its gold group that is in its found group. Bagga and Baldwin,
    "Algorithms for scoring coreference chains", LREC 1998.

    >>> b3_items(np.array([0, 0, 0, 1]), np.array([0, 0, 1, 1])).round(2).tolist()
    [[1.0, 0.67], [1.0, 0.67], [0.5, 0.33], [0.5, 1.0]]
    """
    a, b = alone(gold), alone(found)
    cell = alone(a * (int(b.max(initial=0)) + 1) + b)
    both, sizes_a, sizes_b = (np.bincount(x)[x].astype(np.float64) for x in (cell, a, b))
    return np.column_stack([both / sizes_b, both / sizes_a])


def b3(gold: Labels, found: Labels, among: npt.NDArray[np.bool_] | None = None) -> Score:
    """Return B³ precision, recall and F1 over all items, or ``among`` some of them only."""
    some = slice(None) if among is None else among
    rows = b3_items(np.asarray(gold)[some], np.asarray(found)[some])
    precision, recall = rows.mean(axis=0) if len(rows) else (0.0, 0.0)
    return score(float(precision), float(recall))


def adjusted_rand(gold: Labels, found: Labels) -> float:
    """Return the adjusted Rand index (Hubert and Arabie 1985): 0 by chance, 1 the same.

    >>> adjusted_rand(np.array([0, 0, 1, 1]), np.array([5, 5, 2, 2]))
    1.0
    """
    both, a, b = _table(gold, found)
    every = _choose(np.array([a.sum()])).sum()
    same, truth, said = _choose(both).sum(), _choose(a).sum(), _choose(b).sum()
    chance = truth * said / every if every else 0.0
    most = (truth + said) / 2
    return float((same - chance) / (most - chance)) if most != chance else 1.0


def mutual_information(gold: Labels, found: Labels) -> float:
    """Return mutual information over the mean of both entropies (NMI), 0 to 1.

    >>> mutual_information(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]))
    0.0
    """
    both, a, b = _table(gold, found)
    information = _entropy(a) + _entropy(b) - _entropy(both)
    mean = (_entropy(a) + _entropy(b)) / 2
    return float(np.clip(information / mean, 0, 1)) if mean else 1.0


def rank_correlation(a: Floats, b: Floats) -> float:
    """Return Spearman's rank correlation, ties at their mean rank; nan when one is constant.

    >>> rank_correlation(np.array([1.0, 2.0, 3.0]), np.array([10.0, 30.0, 20.0]))
    0.5
    """
    x, y = (pl.Series(v).rank().to_numpy() for v in (a, b))
    x, y = x - x.mean(), y - y.mean()
    length = float(np.sqrt((x**2).sum() * (y**2).sum()))
    return float((x * y).sum() / length) if length else float("nan")


def kept(before: pl.DataFrame, after: pl.DataFrame) -> float:
    """Return the share of (need_id, signal_id) rows of ``before`` that are in ``after`` too.

    >>> old = pl.DataFrame({"need_id": ["a", "a", "b"], "signal_id": ["1", "2", "3"]})
    >>> new = pl.DataFrame({"need_id": ["a", "c", "b"], "signal_id": ["1", "2", "3"]})
    >>> round(kept(old, new), 2)
    0.67
    """
    columns = ["need_id", "signal_id"]
    old = before.select(columns).unique()
    stay = old.join(after.select(columns).unique(), on=columns, how="semi")
    return stay.height / old.height if old.height else float("nan")


def _table(gold: Labels, found: Labels) -> tuple[Floats, Floats, Floats]:
    """Return the sizes of: gold group ∩ found group, gold groups, found groups."""
    a, b = alone(gold), alone(found)
    cell = alone(a * (int(b.max(initial=0)) + 1) + b)
    one, two, three = (np.bincount(x).astype(np.float64) for x in (cell, a, b))
    return one, two, three


def _choose(sizes: Floats) -> Floats:
    return sizes * (sizes - 1) / 2


def _entropy(sizes: Floats) -> float:
    share = sizes / sizes.sum() if len(sizes) else sizes
    return float(-(share * np.log(share)).sum())

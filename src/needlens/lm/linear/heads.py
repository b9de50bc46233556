"""What the buckets of a clause are summed to: a score, or a category."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from needlens.lm.linear.grams import counts
from needlens.lm.linear.units import Indices

_LONG = 64
"""Groups of more slots than this are counted."""

Floats = npt.NDArray[np.float64]
Buckets = tuple[Indices, Indices, Indices]


@dataclass(frozen=True, slots=True)
class Table:
    """A weight for each bucket, as whole numbers (int8) times ``scale``."""

    weights: npt.NDArray[np.int8]
    scale: float
    intercept: float

    def of_units(self, buckets: Buckets) -> npt.NDArray[np.int16]:
        """Return for each unit the sum of the n-grams that begin with it, without scale."""
        ones, twos, threes = (self.weights.take(order) for order in buckets)
        summed: npt.NDArray[np.int16] = np.add(ones, twos, dtype=np.int16)
        summed += threes
        return summed

    def scores(self, buckets: Buckets, bounds: Indices) -> Floats:
        """Return the score of each clause; ``bounds`` are their first units, and the end."""
        return self.scored(self.summed(buckets, bounds), counts(np.diff(bounds)))

    def summed(self, buckets: Buckets, bounds: Indices) -> npt.NDArray[np.int64]:
        """Return the sum of the weights between bounds, in units, without scale."""
        return sums(self.of_units(buckets), bounds)

    def scored(self, summed: npt.NDArray[np.int64], n: npt.NDArray[np.int64]) -> Floats:
        """Return scores: weights that were summed over ``n`` n-grams, by the root of n."""
        scores: Floats = self.intercept + self.scale * summed / np.sqrt(np.maximum(n, 1))
        return scores


@dataclass(frozen=True, slots=True)
class Categories:
    """Tells the category of clauses from the n-grams that speak for one.

    ``slots`` gives each bucket its row of ``weights`` (0: it says nothing; that row is all
    0). The columns are the parts of a category, such as 22 entities and 9 attributes;
    ``ends`` is where each part ends, and ``members`` the column of each category in each
    part, with shape (categories, parts).
    """

    labels: tuple[str, ...]
    slots: npt.NDArray[np.uint16]
    weights: npt.NDArray[np.float32]
    intercepts: npt.NDArray[np.float32]
    ends: tuple[int, ...]
    members: npt.NDArray[np.int64]

    def probabilities(
        self, buckets: Buckets, clauses: Indices, wanted: npt.NDArray[np.bool_], n: Indices
    ) -> npt.NDArray[np.float32]:
        """Return the probability of each category, a row for each wanted clause.

        ``clauses`` is the clause of each unit, ``n`` how many n-grams each clause has.
        """
        where, says = [], []
        for order in buckets:
            slots = self.slots.take(order)
            there = np.flatnonzero((slots > 0) & wanted.take(clauses))
            where.append(clauses.take(there))
            says.append(slots.take(there))
        at, slots = np.concatenate(where), np.concatenate(says)
        ordered = np.argsort(at, kind="stable")
        bounds = np.searchsorted(at.take(ordered), np.append(np.flatnonzero(wanted), len(wanted)))
        scores = summed_rows(self.weights, slots.take(ordered), bounds)
        scores /= np.sqrt(np.maximum(n[wanted], 1)).astype(np.float32)[:, None]
        scores += self.intercepts
        return self._joined(scores)

    def _joined(self, scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        if len(self.ends) == 1:
            return _softmax(scores)
        parts = [_log_softmax(scores[:, a:b]) for a, b in pairwise((0, *self.ends))]
        firsts = (0, *self.ends[:-1])
        columns = [self.members[:, i] - first for i, first in enumerate(firsts)]
        return _softmax(sum(part[:, c] for part, c in zip(parts, columns, strict=True)))  # type: ignore[arg-type]


def sums(values: npt.NDArray[np.int16], bounds: Indices) -> npt.NDArray[np.int64]:
    """Add up values between bounds; between equal bounds there is nothing, 0."""
    total = np.zeros(len(values) + 1, dtype=np.int64)
    np.cumsum(values, out=total[1:])
    added: npt.NDArray[np.int64] = total.take(bounds[1:]) - total.take(bounds[:-1])
    return added


def probability(scores: Floats) -> Floats:
    """Return log-odds as probabilities."""
    return 1.0 / (1.0 + np.exp(-np.clip(scores, -40, 40)))


def summed_rows(
    weights: npt.NDArray[np.float32], slots: npt.NDArray[np.uint16], bounds: Indices
) -> npt.NDArray[np.float32]:
    """Add up the rows of ``weights`` that the slots between each two bounds name.

    First the first slot of all groups, then the second of those that have two, and so on:
    a few large additions instead of many small ones. Long groups are counted instead.

    >>> weights = np.array([[0, 0], [1, 10], [2, 20]], dtype=np.float32)
    >>> slots = np.array([1, 2, 2], dtype=np.uint16)
    >>> summed_rows(weights, slots, np.array([0, 2, 2, 3])).tolist()
    [[3.0, 30.0], [0.0, 0.0], [2.0, 20.0]]
    """
    sizes = np.diff(bounds)
    order = np.argsort(-sizes, kind="stable")
    firsts, sizes = bounds[:-1][order], sizes[order]
    total = np.zeros((len(sizes), weights.shape[1]), dtype=np.float32)
    long = int(np.searchsorted(-sizes, -_LONG, side="left"))
    for i in range(long):
        some = slots[firsts[i] : firsts[i] + sizes[i]]
        total[i] = np.bincount(some, minlength=len(weights)).astype(np.float32) @ weights
    for place in range(int(sizes[long]) if long < len(sizes) else 0):
        end = int(np.searchsorted(-sizes, -place, side="left"))
        total[long:end] += weights.take(slots.take(firsts[long:end] + place), axis=0)
    summed = np.empty_like(total)
    summed[order] = total
    return summed


def _log_softmax(scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    scores = scores - scores.max(axis=1, keepdims=True)
    scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
    return scores


def _softmax(scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return np.exp(_log_softmax(scores)) if len(scores) else scores

"""How sure a number is: bootstrap intervals, McNemar's test."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

ROUNDS = 1_000
SEED = 0

Floats = npt.NDArray[np.float64]


def interval(
    score: Callable[[Floats], float], rows: Floats, groups: npt.NDArray[np.int64] | None = None
) -> tuple[float, float, float]:
    """Return ``score(rows)`` and its 95 % percentile-bootstrap interval.

    Rows of one group are drawn together: sentences of one text, near-copies of one review.
    """
    rng = np.random.default_rng(SEED)
    members = _members(groups) if groups is not None else None
    values = []
    for _ in range(ROUNDS):
        if members is None:
            at = rng.integers(0, len(rows), len(rows))
        else:
            drawn = rng.integers(0, len(members), len(members))
            at = np.concatenate([members[i] for i in drawn])
        values.append(score(rows[at]))
    low, high = np.nanquantile(values, [0.025, 0.975])
    return score(rows), float(low), float(high)


def _members(groups: npt.NDArray[np.int64]) -> list[npt.NDArray[np.int64]]:
    order = np.argsort(groups, kind="stable")
    cuts = np.flatnonzero(np.diff(groups[order])) + 1
    return np.split(order, cuts)


def shown(value: tuple[float, float, float], digits: int = 4) -> str:
    """Write a value with its interval: .4231 [.4005, .4460]."""
    point, low, high = (f"{x:.{digits}f}".replace("0.", ".", 1) if abs(x) < 1 else f"{x:.{digits}f}"
                        for x in value)  # fmt: skip
    return f"{point} [{low}, {high}]"


def mean(rows: Floats) -> float:
    """Return the share of rows that are right."""
    return float(rows.mean()) if len(rows) else float("nan")


def f1(rows: Floats) -> float:
    """Return F1 of rows (hits, predicted, gold)."""
    hits, said, truth = rows.sum(axis=0)
    return float(2 * hits / (said + truth)) if said + truth else 0.0


def mcnemar(ours: npt.NDArray[np.bool_], theirs: npt.NDArray[np.bool_]) -> float:
    """Return the two-sided p of McNemar's test: exact binomial on the rows that differ.

    >>> mcnemar(np.array([True] * 9 + [False]), np.array([False] * 9 + [True])) < 0.05
    True
    """
    a, b = int((ours & ~theirs).sum()), int((theirs & ~ours).sum())
    n, k = a + b, min(a, b)
    if not n:
        return 1.0
    logs = [math.lgamma(n + 1) - math.lgamma(i + 1) - math.lgamma(n - i + 1) for i in range(k + 1)]
    return min(1.0, 2 * sum(math.exp(x - n * math.log(2)) for x in logs))

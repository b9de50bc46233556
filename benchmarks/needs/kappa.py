"""How far two people agree beyond chance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.float64]


def cohen(one: Sequence[object], other: Sequence[object]) -> float:
    """Return Cohen's kappa of two people's labels of the same items (Cohen 1960).

    1 is always, 0 as often as by chance; nan when there is nothing to disagree about.

    >>> round(cohen([True, True, False, False], [True, False, False, False]), 2)
    0.5
    """
    table = _table(one, other)
    n = table.sum()
    same = np.trace(table) / n if n else np.nan
    chance = (table.sum(axis=0) * table.sum(axis=1)).sum() / n**2 if n else np.nan
    return float((same - chance) / (1 - chance)) if chance < 1 else float("nan")


def krippendorff(one: Sequence[object], other: Sequence[object]) -> float:
    """Return Krippendorff's alpha for names; None is an item somebody has not labelled.

    Krippendorff 2011, "Computing Krippendorff's alpha-reliability".

    >>> round(krippendorff(["a", "a", "b", "b"], ["a", "b", "b", None]), 2)
    0.44
    """
    both = [(a, b) for a, b in zip(one, other, strict=True) if a is not None and b is not None]
    table = _table([a for a, _ in both], [b for _, b in both])
    met = table + table.T
    n, totals = met.sum(), met.sum(axis=0)
    chance = n * n - (totals**2).sum()
    apart = n - np.trace(met)
    return float(1 - (n - 1) * apart / chance) if chance else float("nan")


def _table(one: Sequence[object], other: Sequence[object]) -> Counts:
    if len(one) != len(other):
        raise ValueError(f"{len(one)} labels beside {len(other)}; give two for each item")
    names = {name: i for i, name in enumerate(dict.fromkeys([*one, *other]))}
    cells = [names[a] * len(names) + names[b] for a, b in zip(one, other, strict=True)]
    counts = np.bincount(np.array(cells, dtype=np.int64), minlength=len(names) ** 2)
    return counts.astype(np.float64).reshape(len(names), len(names))

"""Batches of texts of about the same length: little padding, still well shuffled."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]


def by_length(
    lengths: npt.NDArray[np.integer], size: int, chance: np.random.Generator, pool: int = 50
) -> list[Numbers]:
    """Return batches of ``size`` row numbers; the rows of a batch are about equally long.

    The rows are shuffled, every ``pool`` batches of them sorted by length and cut, and
    the batches shuffled again. Each row is in exactly one batch.

    >>> lengths = np.array([9, 2, 8, 3, 2, 9])
    >>> sorted(sorted(lengths[b].tolist()) for b in by_length(lengths, 2, np.random.default_rng(0)))
    [[2, 2], [3, 8], [9, 9]]
    """
    order = chance.permutation(len(lengths))
    batches: list[Numbers] = []
    for start in range(0, len(order), size * pool):
        some = order[start : start + size * pool]
        some = some[np.argsort(lengths[some], kind="stable")]
        batches += [some[i : i + size] for i in range(0, len(some), size)]
    return [batches[i] for i in chance.permutation(len(batches))]


def batch_count(n: int, size: int) -> int:
    """Return how many batches :func:`by_length` makes of ``n`` rows.

    >>> batch_count(100, 32)
    4
    """
    return -(-n // size)

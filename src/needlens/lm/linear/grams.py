"""The n-grams of the units of a clause, hashed to buckets."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from needlens.lm.linear.units import Indices, Units, mix

BITS = 18
BUCKETS = 1 << BITS
"""Bucket 0 is where no n-gram is; its weight is always 0."""
ORDERS = 3

_SHIFT = np.uint32(32 - BITS)
_TWO, _THREE = np.uint32(0x85EBCA6B), np.uint32(0xC2B2AE35)


def grams(units: Units) -> tuple[Indices, Indices, Indices]:
    """Return the bucket of the 1-, 2- and 3-gram that begins with each unit.

    0 stands for an n-gram that would not end in the same clause.
    """
    ones = units.hashes
    joined = np.zeros((2, len(ones)), dtype=np.uint32)
    twos, threes = joined
    if len(ones) > 1:
        within = ~units.last[:-1]
        twos[:-1] = mix(ones[:-1] * _TWO + ones[1:]) * within
        threes[:-2] = mix(twos[:-2] * _THREE + ones[2:]) * (within[:-1] & within[1:])
    return _buckets(ones), _buckets(twos), _buckets(threes)


def counts(sizes: Indices) -> npt.NDArray[np.int64]:
    """Return how many n-grams clauses of some sizes (in units) have.

    >>> counts(np.array([1, 2, 3, 10])).tolist()
    [1, 3, 6, 27]
    """
    return sum((np.maximum(sizes - less, 0) for less in range(ORDERS)), start=np.zeros_like(sizes))


def _buckets(hashes: npt.NDArray[np.uint32]) -> Indices:
    return (hashes >> _SHIFT).astype(np.int64)

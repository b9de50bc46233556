"""How common each known need is in this shop, and what that says of unsure texts.

A library learns from as many texts of each need, as if all were equally common; a shop's
customers have few of them, and some far more often. "Too big" in a shop for food is more
likely about portions than about shoes. How common each is, is estimated from the texts
themselves by expectation maximisation, and their probabilities are adjusted to it (Saerens,
Latinne and Decaestecker 2002).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from needlens.needs.space import Floats

MOST = 5.0
"""However common a need is, a text is taken to be about it at most so many times as soon as
by its words alone: what is plainly about a rare need stays with it."""
_ROUNDS = 20

Counts = npt.NDArray[np.float64]


def common(about: Floats, counts: Counts, each: float = 1.0) -> Counts:
    """Return how common each need is beside the average of all, from 1/MOST to MOST.

    ``about`` says how likely each of n texts speaks of each need, shape (n, needs), were all
    needs equally common; what a row lacks to 1 is about none of them. Each text stands for
    ``each``. ``counts`` are the texts known to speak of each need, all above 0.

    >>> about = np.array([[0.9, 0.1], [0.8, 0.2], [0.5, 0.5]], dtype=np.float32)
    >>> common(about, np.full(2, 0.5)).round(1).tolist()
    [1.6, 0.4]
    """
    found = _beside_average(counts)
    for _ in range(_ROUNDS):
        found = _beside_average(counts + each * _adjusted(about, found).sum(axis=0))
    return found


def adjusted(about: Floats, found: Counts) -> Floats:
    """Return ``about`` when needs are as common as ``found`` (see common); sums stay.

    >>> about = np.array([[0.5, 0.5], [0.2, 0.0]], dtype=np.float32)
    >>> adjusted(about, np.array([1.8, 0.2])).round(2).tolist()
    [[0.8999999761581421, 0.10000000149011612], [0.20000000298023224, 0.0]]
    """
    return _adjusted(about, found).astype(np.float32)


def _adjusted(about: npt.NDArray[np.floating], found: Counts) -> npt.NDArray[np.float64]:
    sums = about.sum(axis=1, keepdims=True, dtype=np.float64)
    weighted = about * found
    whole = weighted.sum(axis=1, keepdims=True)
    return np.asarray(weighted * np.divide(sums, whole, out=np.zeros_like(whole), where=whole > 0))


def _beside_average(counts: Counts) -> Counts:
    return np.asarray(np.clip(counts / counts.mean(), 1 / MOST, MOST))

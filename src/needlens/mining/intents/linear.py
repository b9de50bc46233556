"""The classifier itself: what it learns from rows, and what it says of new ones."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from needlens.lm.lengths import unit
from needlens.mining.intents import solving

Floats = npt.NDArray[np.float32]

_LEEWAY = 2.0
"""How much a row's loss counts against small weights; chosen on folds of training sets."""


class Linear(NamedTuple):
    """Weights (columns + 1, intents) and the middle of each intent (intents, columns)."""

    weights: Floats
    middles: Floats

    def margins(self, rows: Floats) -> Floats:
        """Return how far each row is on each intent's side, shape (n, intents)."""
        return solving.margins(rows, self.weights)

    def nearness(self, rows: Floats) -> Floats:
        """Return the cosine of each row and the middle of each intent, shape (n, intents)."""
        return unit(rows) @ self.middles.T


def learn(rows: Floats, intents: npt.NDArray[np.int64], n: int) -> Linear:
    """Learn ``n`` intents from rows; a row of intent -1 is against all of them.

    Every intent from 0 to n - 1 must have a row. Rare intents weigh more, by the square
    root of how rare they are.
    """
    signs = np.where(intents[:, None] == np.arange(n), np.float32(1), np.float32(-1))
    sizes = np.bincount(intents[intents >= 0], minlength=n)
    importance = np.where(intents < 0, 1.0, np.sqrt(sizes.mean() / sizes)[intents])
    weights = solving.fit(rows, signs, (_LEEWAY * importance).astype(np.float32))
    middles = np.stack([rows[intents == i].mean(0) for i in range(n)])
    return Linear(weights, unit(middles))

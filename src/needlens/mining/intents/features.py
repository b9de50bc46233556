"""What a linear classifier sees of a text: its meaning beside its letters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from needlens.lm.lengths import unit

Floats = npt.NDArray[np.float32]

_LETTERS = 0.5
"""How much the n-grams count beside the embedding; chosen on folds of training sets."""


@dataclass(frozen=True, slots=True)
class Features:
    """Embeddings as seen from the middle of the examples, and hashed n-grams.

    Sentences of one encoder point nearly the same way; without their mean, each number
    divided by its spread, they tell apart.
    """

    mean: Floats
    spread: Floats

    @classmethod
    def of(cls, vectors: Floats) -> Features:
        """Take the middle and spread of the examples' embeddings (n, size)."""
        return cls(vectors.mean(0), np.maximum(vectors.std(0), 1e-3))

    def __call__(self, vectors: Floats, letters: Floats) -> Floats:
        """Return a row for each text, from its embedding and its n-grams (``hashed``)."""
        meaning = unit((vectors - self.mean) / self.spread)
        return np.hstack([meaning, np.float32(_LETTERS) * letters])

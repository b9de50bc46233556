"""All that is learnt from, as numbers: embeddings and n-grams of examples, and their intents."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from needlens.mining.intents.features import Features
from needlens.mining.intents.linear import Linear, learn

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Table:
    """A row for each example (-1: out of scope); the last ``n`` are the names of the intents."""

    vectors: Floats
    letters: Floats
    intents: Numbers
    n: int

    def learn(self, rows: Numbers) -> tuple[Features, Linear]:
        """Learn the intents that some rows have; they are numbered in their order."""
        features = Features.of(self.vectors[rows])
        present, intents = np.unique(self.intents[rows], return_inverse=True)
        outside = int(present[0] < 0)
        return features, learn(self.seen(features, rows), intents - outside, len(present) - outside)

    def seen(self, features: Features, rows: Numbers) -> Floats:
        """Return some rows as a classifier sees them."""
        return features(self.vectors[rows], self.letters[rows])

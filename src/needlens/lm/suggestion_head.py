"""Is a sentence a suggestion? A linear head on the frozen embedder, in a file of its own.

Its examples may not be used commercially (SemEval-2019 task 9: CC BY-NC-SA); nothing of the
encoder is trained on them, so a shop can leave the file out and lose nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from needlens.lm.corpora.samples import Sample
from needlens.lm.decoding import logistic
from needlens.lm.embedder import Embedder

FILE = "suggestion.npy"
Floats = npt.NDArray[np.float32]


def fit(samples: Sequence[Sample], embedder: Embedder, strictness: float = 100.0) -> Floats:
    """Return the weights for an embedding and the bias last, shape (size + 1,).

    Both classes weigh the same; ``strictness`` pulls the weights to 0 (ridge).
    """
    from sklearn.linear_model import LogisticRegression

    vectors = embedder([sample.text for sample in samples])
    truth = np.array([sample.suggestion for sample in samples])
    mean, spread = vectors.mean(0), vectors.std(0)
    model = LogisticRegression(C=1 / strictness, max_iter=300, class_weight="balanced")
    model.fit((vectors - mean) / spread, truth)
    weights = model.coef_[0] / spread
    return np.append(weights, model.intercept_[0] - weights @ mean).astype(np.float32)


def save(weights: Floats, folder: Path) -> None:
    """Write the head beside the embedder it belongs to."""
    np.save(folder / FILE, weights)


def probability(weights: Floats, vectors: Floats) -> Floats:
    """Return the probability that each embedded sentence is a suggestion, shape (n,)."""
    return logistic(vectors @ weights[:-1] + weights[-1])

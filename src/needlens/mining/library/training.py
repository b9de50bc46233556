"""Make the library of needs from its texts."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import polars as pl

from needlens.lm.embedder import Embedder
from needlens.mining.library.library import Floats
from needlens.mining.library.texts import NO_NEED, NeedTexts

STRICTNESS = 1 / 60
"""Inverse of scikit-learn's C; chosen on the development part of the labelled set."""
VERSION = "1"


def train(texts: NeedTexts, encoder: Embedder, strictness: float = STRICTNESS) -> Floats:
    """Return one row of weights and a bias for each need and, last, for none of them.

    Multinomial logistic regression on vectors of length 1 without their language's middle.
    """
    from sklearn.linear_model import LogisticRegression

    places = placed(texts, encoder)
    of = np.array([len(texts.needs) if need == NO_NEED else need for need in texts.need])
    model = LogisticRegression(C=1 / strictness, max_iter=600)
    model.fit(places, of)
    return np.column_stack([model.coef_, model.intercept_]).astype(np.float32)


def placed(texts: NeedTexts, encoder: Embedder) -> Floats:
    """Return the vectors of texts as the model sees them."""
    column = pl.Series(list(texts.texts))
    han = _han(column)
    vectors = encoder(column)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    found = vectors - middles(texts, encoder)[han.astype(np.int64)]
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)


def middles(texts: NeedTexts, encoder: Embedder) -> Floats:
    """Return the mean vector of the texts in other scripts and of those in Chinese."""
    column = pl.Series(list(texts.texts))
    han = _han(column)
    vectors = encoder(column)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.stack([vectors[~han].mean(0), vectors[han].mean(0)]).astype(np.float32)


def write(texts: NeedTexts, encoder: Embedder, folder: Path) -> None:
    """Train and write the files of the library."""
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "weights.npy", train(texts, encoder).astype(np.float16))
    np.save(folder / "middles.npy", middles(texts, encoder))
    content = {
        "version": VERSION,
        "encoder": encoder.digest,
        "texts": len(texts.texts),
        "needs": [asdict(need) for need in texts.needs],
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (folder / "needs.json").write_text(text + "\n", encoding="utf-8")


def _han(texts: pl.Series) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return texts.str.contains(r"\p{Han}").to_numpy().astype(np.bool_)

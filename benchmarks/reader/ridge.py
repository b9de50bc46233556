"""The n-gram peer for strength: TF-IDF of text, aspect and opinion, ridge regression."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from needlens.text import fold
from reader.dimabsa import Quad

Words = Callable[[str, Quad], tuple[str, ...]]
Machine = Callable[[Sequence[tuple[str, ...]]], npt.NDArray[np.float64]]


def aspect(text: str, q: Quad) -> tuple[str, ...]:
    """What the reader is told, too: the text and the aspect."""
    return text, q.aspect


def pair(text: str, q: Quad) -> tuple[str, ...]:
    """The opinion as well, which the reader has to find."""
    return text, q.aspect, q.opinion


def fitted(rows: Sequence[tuple[str, ...]], strengths: Sequence[tuple[float, float]]) -> Machine:
    """Return a regression from texts and terms to valence and arousal, fitted on rows."""
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import Ridge

    columns = list(zip(*rows, strict=True))
    grams = [
        TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True, min_df=2).fit(
            map(_plain, column)
        )
        for column in columns
    ]

    def features(some: Sequence[tuple[str, ...]]):
        parts = zip(grams, zip(*some, strict=True), strict=True)
        return hstack([gram.transform(map(_plain, column)) for gram, column in parts]).tocsr()

    machine = Ridge(alpha=1.0).fit(features(rows), np.array(strengths))
    return lambda some: np.clip(machine.predict(features(some)), 1, 9)


def _plain(text: str) -> str:
    return fold(text).text

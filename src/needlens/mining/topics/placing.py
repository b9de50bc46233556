"""How near a text is to each topic, told by its words alone: for texts that are not embedded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from needlens.lm.embedder import Floats
from needlens.mining.topics.space import pairs_of, sums

_RIDGE = 1.0
_ROUNDS = 50
_EXACT = 1e-3


@dataclass(frozen=True, slots=True)
class ByWords:
    """A linear map from the words of a text to its closeness to each topic."""

    vocabulary: pl.DataFrame
    weights: Floats
    """One row a word of the vocabulary, one column a topic."""
    middle: Floats
    """The closeness of a text of which no word is known to tell."""

    def __call__(self, words: pl.DataFrame, texts: int) -> Floats:
        """Return the closeness of each text to each topic, shape (texts, topics); 0: no word."""
        pairs = pairs_of(words, self.vocabulary)
        near = sums(self.weights, pairs["index"], pairs["text"], texts, pairs["weight"])
        near[pairs["text"].unique().to_numpy()] += self.middle
        return near


def learn(vocabulary: pl.DataFrame, words: pl.DataFrame, near: Floats) -> ByWords:
    """Learn from texts whose closeness to the topics is known; ``near`` is (texts, topics).

    Ridge regression for all topics at once, solved by conjugate gradients (Hestenes and
    Stiefel, J. Res. Nat. Bur. Stand. 49, 1952). The texts need not be known one by one.
    """
    by_text = pairs_of(words, vocabulary)
    by_word = by_text.sort("index", "text")
    middle = near.mean(axis=0)

    def back(values: Floats) -> Floats:
        pairs = (by_word["text"], by_word["index"], vocabulary.height, by_word["weight"])
        return sums(values, *pairs)

    def squares(weights: Floats) -> Floats:
        pairs = (by_text["index"], by_text["text"], len(near), by_text["weight"])
        return back(sums(weights, *pairs)) + np.float32(_RIDGE) * weights

    return ByWords(vocabulary, _solved(squares, back(near - middle)), middle)


def _solved(squares: Callable[[Floats], Floats], wanted: Floats) -> Floats:
    """Return the x with squares(x) = wanted, column by column."""
    found = np.zeros_like(wanted)
    left = wanted.copy()
    way = left.copy()
    size = (left * left).sum(axis=0)
    first = np.maximum(size, 1e-12)
    for _ in range(_ROUNDS):
        if (size <= _EXACT**2 * first).all():
            break
        turned = squares(way)
        step = size / np.maximum((way * turned).sum(axis=0), 1e-12)
        found += step * way
        left -= step * turned
        new = (left * left).sum(axis=0)
        way = left + way * (new / np.maximum(size, 1e-12))
        size = new
    return found

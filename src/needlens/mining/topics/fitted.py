"""What a method of finding topics gives: a group for each sampled text, and for any other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.lm.embedder import Floats
from needlens.mining.topics.kmeans import Labels

METHODS = ("embedding", "lda")
NO_TOPIC = -1


@dataclass(frozen=True, slots=True)
class Sample:
    """The texts topics are learnt from, in an order of their own content."""

    texts: pl.DataFrame
    """kind, signal_id, text, key (a hash of the text)."""
    words: pl.DataFrame
    """Their words, see :func:`~needlens.mining.topics.words.words_of`."""
    chinese: npt.NDArray[np.bool_]
    before: pl.Series
    """The id of the topic each text had in the run before; null: it is new, or had none."""
    known: npt.NDArray[np.bool_]
    """Whether the run before knew the text."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """The topic of each text (−1: none) and the probability, 0..1, that it is this one."""

    topics: Labels
    probability: npt.NDArray[np.float64]


class Fitted(Protocol):
    """Topics that were found in a sample."""

    @property
    def sampled(self) -> Assigned:
        """The topics of the sampled texts."""
        ...

    def assign(
        self, words: pl.DataFrame, chinese: npt.NDArray[np.bool_], before: pl.Series
    ) -> Assigned:
        """Return the topics of further texts, by their words and their topic ``before``."""
        ...

    def closeness(self, words: pl.DataFrame, chinese: npt.NDArray[np.bool_]) -> Floats:
        """Return how near the words of each text are to each topic, 0..1, shape (texts, n)."""
        ...


def wanted(texts: int) -> int:
    """Return how many topics suit a number of different texts: the square root over five.

    >>> [wanted(n) for n in (10, 400, 2_500, 10_000)]
    [2, 4, 10, 20]
    """
    return int(min(max(round(texts**0.5 / 5), 2), 30))


def ids_before(before: pl.Series) -> list[str]:
    """Return the topics of the run before that have two texts or more, the largest first."""
    sizes = before.drop_nulls().value_counts().sort("count", before.name, descending=[True, False])
    ids: list[str] = sizes.filter(pl.col("count") >= 2)[before.name].to_list()
    return ids


def labels_before(before: pl.Series, ids: Sequence[str]) -> Labels:
    """Return the place in ``ids`` of the topic each text had; -1: none of them.

    >>> labels_before(pl.Series(["t-2", None, "t-1", "t-9"]), ["t-1", "t-2"]).tolist()
    [1, -1, 0, -1]
    """
    labels: Labels = before.replace_strict(
        list(ids), range(len(ids)), default=NO_TOPIC, return_dtype=pl.Int64
    ).to_numpy()
    return labels

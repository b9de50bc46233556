"""The space topics lie in: what a text is about, by its vector and by its words.

The vector of a text says much about its language and about praise or blame, which are no
topics: the mean of each language is taken out, and so is the direction in which its
vectors differ most (on reviews, that of praise and blame). A word has the mean vector of
the texts that hold it, and the words of a text, put together, are its second half. So a
text of which only the words are known has a place, too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.lm.embedder import Floats
from needlens.lm.lengths import unit
from needlens.mining.topics.words import plain_words
from needlens.text.language import languages

_HALF = 200
"""Texts of a language from which on more than half of its first direction is taken out: in
few texts it may be what they are about."""
_WORDS = 0.5
"""How much the words of a text count beside its vector."""
_PLAINLY = 0.1
"""How much a word of mere praise counts beside others."""
_RARE, _VOCABULARY = 3, 20_000
_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Space:
    """What texts are placed by: words with their vectors, and where texts of words lie."""

    vocabulary: pl.DataFrame
    """``word``, ``idf``, ``index`` into the vectors."""
    words: Floats
    middle: dict[bool, Floats]
    """Per language (is it Chinese?) the mean of its texts of words."""

    def by_words(self, words: pl.DataFrame, chinese: npt.NDArray[np.bool_]) -> Floats:
        """Return vectors of unit length by words alone, shape (texts, size); zero: no word.

        ``words`` as :func:`~needlens.mining.topics.words.words_of` returns them,
        ``chinese`` one value a text.
        """
        told = _of_words(words, self.vocabulary, self.words, len(chinese))
        said = told.any(axis=1)
        for language, mean in self.middle.items():
            told[(chinese == language) & said] -= mean
        return unit(told)


def learn(
    vectors: Floats, words: pl.DataFrame, chinese: npt.NDArray[np.bool_]
) -> tuple[Space, Floats]:
    """Return the space of some texts and the place of each in it, shape (texts, size).

    Arora et al., "A simple but tough-to-beat baseline for sentence embeddings" (ICLR 2017),
    take out the first direction of averaged words; here it is that of the encoder.
    """
    seen = _topical(vectors, chinese)
    pairs = words.select("text", "word").unique().sort("word", "text")
    vocabulary = _vocabulary(pairs, len(vectors))
    known = pairs.join(vocabulary, on="word", maintain_order="left").sort("index", "text")
    of_words = unit(sums(seen, known["text"], known["index"], vocabulary.height))
    told = _of_words(words, vocabulary, of_words, len(vectors))
    middle = {bool(part): told[chinese == part].mean(axis=0) for part in np.unique(chinese)}
    space = Space(vocabulary, of_words, middle)
    return space, unit(seen + _WORDS * space.by_words(words, chinese))


def is_chinese(texts: pl.Series) -> npt.NDArray[np.bool_]:
    """Say of each text whether it is Chinese, mixed ones included.

    >>> is_chinese(pl.Series(["很好", "good", None])).tolist()
    [True, False, False]
    """
    found = languages(texts).cast(pl.String).is_in(["zh", "mixed"]).fill_null(False)
    flags: npt.NDArray[np.bool_] = found.to_numpy()
    return flags


def _topical(vectors: Floats, chinese: npt.NDArray[np.bool_]) -> Floats:
    seen = unit(vectors)
    blank = ~vectors.any(axis=1)
    for part in np.unique(chinese):
        rows = (chinese == part) & ~blank
        if not rows.any():
            continue
        seen[rows] -= seen[rows].mean(axis=0)
        spread = seen[rows].T.astype(np.float64) @ seen[rows]
        first = np.linalg.eigh(spread)[1][:, -1].astype(np.float32)
        seen[rows] -= np.outer(seen[rows] @ first, first) * (rows.sum() / (rows.sum() + _HALF))
    return unit(seen)


def _vocabulary(pairs: pl.DataFrame, texts: int) -> pl.DataFrame:
    counts = pairs.group_by("word").agg(pl.len().alias("n")).filter(pl.col("n") >= _RARE)
    rarity = ((1 + texts) / (1 + pl.col("n"))).log()
    weight = pl.when(pl.col("word").is_in(list(plain_words()))).then(_PLAINLY).otherwise(1.0)
    return (
        counts.sort("n", "word", descending=[True, False])
        .head(_VOCABULARY)
        .sort("word")
        .select("word", (rarity * weight).alias("idf"))
        .with_row_index("index")
    )


def pairs_of(words: pl.DataFrame, vocabulary: pl.DataFrame) -> pl.DataFrame:
    """Return each known word of each text once: ``text``, ``index``, ``weight``, by text.

    The weight is the word's rarity; the weights of a text have length 1 together.
    """
    pairs = words.select("text", "word").unique().join(vocabulary, on="word").sort("text", "index")
    length = (pl.col("idf") ** 2).sum().over("text").sqrt()
    return pairs.select("text", "index", (pl.col("idf") / length).alias("weight"))


def _of_words(words: pl.DataFrame, vocabulary: pl.DataFrame, vectors: Floats, texts: int) -> Floats:
    pairs = pairs_of(words, vocabulary)
    return sums(vectors, pairs["index"], pairs["text"], texts, pairs["weight"])


def sums(
    vectors: Floats, rows: pl.Series, groups: pl.Series, n: int, weights: pl.Series | None = None
) -> Floats:
    """Return per group 0..n−1 the sum of some rows of ``vectors``; ``groups`` is sorted."""
    of, to = rows.to_numpy(), groups.to_numpy()
    each = None if weights is None else weights.to_numpy().astype(np.float32)
    totals = np.zeros((n, vectors.shape[1]), dtype=np.float32)
    for start in range(0, len(of), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        values = vectors[of[part]]
        if each is not None:
            values = values * each[part, None]
        found, begin = np.unique(to[part], return_index=True)
        totals[found] += np.add.reduceat(values, begin, axis=0)
    return totals

"""How much a sentence sounds like those in which an opinion was found."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.labels._grams import grams

Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]

_BUCKETS = 1 << 18
_BINS = 20
_CHUNK = 20_000


def leaning(texts: pl.Series, found: pl.Series) -> pl.Series:
    """Return for each sentence the probability that one worded like it holds an opinion.

    ``found`` says in which sentences the tier read an opinion. Where it read none and the
    language is that of opinions, it may have missed one. The weight of an n-gram is how
    much more often it stands in sentences with an opinion (naive Bayes); a sentence's mean
    weight is turned into a probability by the share of found ones among sentences of a
    like mean. It is learned from the texts themselves, so it needs no list of words;
    texts with Chinese and without are learned apart.

    >>> said = pl.Series(["质量很好", "颜色很好看", "昨天收到了", "前天收到的", "做工很好看"])
    >>> probable = leaning(said, pl.Series([True, True, False, False, False]))
    >>> probable[4] > probable[3]
    True
    """
    probable = np.zeros(len(texts))
    known = found.to_numpy().astype(bool)
    han = texts.str.contains(r"\p{Han}").fill_null(False).to_numpy()
    for side in (han, ~han):
        rows = np.flatnonzero(side)
        if len(rows):
            probable[rows] = _leaning(texts.gather(rows), known[rows])
    return pl.Series("leaning", probable, dtype=pl.Float64)


def _leaning(texts: pl.Series, known: Truths) -> Floats:
    counts = np.full((2, _BUCKETS), 0.5)
    chunks = [slice(start, start + _CHUNK) for start in range(0, len(texts), _CHUNK)]
    for chunk in chunks:
        place, rows = _places(texts[chunk])
        there = known[chunk][rows]
        for side in (0, 1):
            counts[side] += np.bincount(place[there == bool(side)], minlength=_BUCKETS)
    shares = counts / counts.sum(axis=1, keepdims=True)
    weights = np.log(shares[1] / shares[0])
    means = [_means(texts[chunk], known[chunk], counts, weights) for chunk in chunks]
    return _calibrated(np.concatenate(means), known)


def _means(texts: pl.Series, known: Truths, counts: Floats, weights: Floats) -> Floats:
    """Return the mean weight of each text's n-grams, as if the text itself were not counted."""
    place, rows = _places(texts)
    side = known[rows].astype(np.int64)
    left = np.maximum(counts[side, place] - 1.0, 0.5)
    without = np.where(side == 1, 1.0, -1.0) * np.log(left / counts[side, place])
    total = np.bincount(rows, weights=weights[place] + without, minlength=len(texts))
    sums: Floats = total / np.maximum(np.bincount(rows, minlength=len(texts)), 1)
    return sums


def _places(texts: pl.Series) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    found = grams(texts)
    return (found.hashes & np.uint64(_BUCKETS - 1)).astype(np.int64), found.rows


def _calibrated(means: Floats, known: Truths) -> Floats:
    """Return the share of known ones in each twentieth of the means, never falling."""
    bins = min(_BINS, len(means))
    order = np.argsort(means, kind="stable")
    which = np.empty(len(means), dtype=np.int64)
    which[order] = np.arange(len(means)) * bins // len(means)
    n = np.bincount(which, minlength=bins)
    share = (np.bincount(which, weights=known, minlength=bins) + 0.5) / (n + 1)
    return np.asarray(np.maximum.accumulate(share)[which], dtype=np.float64)

"""Find texts that are copies or near-copies of one another."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.text._codepoints import chunks
from needlens.text._shingles import (
    Hashes,
    Indices,
    Shingles,
    ShingleSets,
    content_keys,
    letters,
    mix,
)

BANDS = 16
ROWS_A_BAND = 5
_N = BANDS * ROWS_A_BAND
_SLACK = 0.15
_ROUNDS = 6
_SKETCH_ROWS = 1_000
_PAIRS = 20_000

# Our own generator: NumPy may change its streams between versions, a signature may not.
_RANDOM = (mix(np.arange(1, 2 * _N + 1, dtype=np.uint64)) >> np.uint64(32)).astype(np.uint32)
_MULTIPLIERS = _RANDOM[:_N] | np.uint32(1)
_ADDENDS = _RANDOM[_N:]


class _Sketches(NamedTuple):
    bands: Hashes
    bytes: npt.NDArray[np.uint8]


def signatures(texts: pl.Series) -> Hashes:
    """Return the MinHash band hashes of a String column, shape (rows, 16), uint64.

    Two texts that share one band hash are likely near-copies: 99.8 % of the pairs with
    a Jaccard similarity of .8 do, 40 % at .5, 4 % at .3. Compare within a column only.
    Rows too short to compare (fewer than six letters) are all 0. Same text, same row:
    today, tomorrow and on another machine. Broder 1997; banding after Leskovec, Rajaraman
    and Ullman, *Mining of Massive Datasets*, ch. 3.

    >>> rows = signatures(pl.Series(["质量很好，物流也很快！", "質量很好 物流也很快", "好"]))
    >>> rows.shape, bool((rows[0] == rows[1]).all()), int(rows[2].sum())
    ((3, 16), True, 0)
    """
    return _sketches(texts).bands


def groups(texts: pl.Series, threshold: float = 0.8) -> pl.Series:
    """Return the group of each text (UInt64): near-copies share one, in any row order.

    Compared are character n-grams (3 where there is Chinese, else 5) of the folded text
    without punctuation, emoji and spaces. Texts equal after that are always one group;
    others are linked when the Jaccard similarity of their n-grams, counted exactly, is
    at least ``threshold``; links chain. Texts under six letters group when equal only.
    The group's number is a hash of its content, so it does not depend on the order of
    rows; null and blank texts get 0.

    >>> texts = ["物流很快，包装完好，下次还来！", "物流很快包装完好下次还来～", "物流很慢"]
    >>> a, b, c = groups(pl.Series(texts))
    >>> a == b, a == c
    (True, False)
    """
    series = texts.cast(pl.String)
    if series.is_empty():
        return pl.Series(texts.name, [], dtype=pl.UInt64)
    keys = np.concatenate([content_keys(letters(chunk)) for chunk in chunks(series)])
    # Sorted by content, so all that follows is the same for every order of the rows.
    contents, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    distinct = series.gather(first)
    labels = _joined(len(contents), *_links(distinct, threshold))
    return pl.Series(texts.name, contents[labels[inverse]], dtype=pl.UInt64)


def _links(texts: pl.Series, threshold: float) -> tuple[Indices, Indices]:
    """Return pairs of rows at least ``threshold`` similar, enough to connect each group.

    In every bucket of texts with the same band hash all are compared with the first;
    those unlike it form the bucket of the next round. A flood of copies so costs one
    comparison each, not one for every pair.
    """
    sketches = _sketches(texts)
    bucket, member = _buckets(sketches.bands)
    involved, member = np.unique(member, return_inverse=True)
    sets = ShingleSets.of(texts.gather(involved)) if len(involved) else None
    bytes_ = sketches.bytes[involved]
    lefts, rights = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for _ in range(_ROUNDS):
        if sets is None or not len(bucket):
            break
        begins = np.r_[True, bucket[1:] != bucket[:-1]]
        leader = member[begins][np.cumsum(begins) - 1]
        pairs, which = np.unique(leader * len(involved) + member, return_inverse=True)
        left, right = np.divmod(pairs, len(involved))
        alike = (left == right) | _similar(sets, bytes_, left, right, threshold)
        lefts.append(involved[left[alike]])
        rights.append(involved[right[alike]])
        bucket, member = _without_lonely(bucket[~alike[which]], member[~alike[which]])
    return np.concatenate(lefts), np.concatenate(rights)


def _similar(
    sets: ShingleSets,
    sketches: npt.NDArray[np.uint8],
    left: Indices,
    right: Indices,
    threshold: float,
) -> npt.NDArray[np.bool_]:
    """Compare pairs: first by sketch, then, where that leaves hope, exactly."""
    alike = np.zeros(len(left), dtype=bool)
    for start in range(0, len(left), _PAIRS):
        a, b = left[start : start + _PAIRS], right[start : start + _PAIRS]
        hope = np.flatnonzero((sketches[a] == sketches[b]).mean(axis=1) >= threshold - _SLACK)
        alike[start + hope] = sets.jaccard(a[hope], b[hope]) >= threshold
    return alike


def _buckets(bands: Hashes) -> tuple[Indices, Indices]:
    """Return (bucket, row) for all rows that share a band hash, sorted by both."""
    buckets, members = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for band in range(bands.shape[1]):
        order = np.argsort(bands[:, band], kind="stable")
        order = order[bands[order, band] > 0]
        values = bands[order, band]
        same = np.cumsum(np.r_[True, values[1:] != values[:-1]]) if len(values) else values
        bucket, member = _without_lonely(same.astype(np.int64), order)
        buckets.append(bucket + band * len(bands) * 2)
        members.append(member)
    return np.concatenate(buckets), np.concatenate(members)


def _without_lonely(bucket: Indices, member: Indices) -> tuple[Indices, Indices]:
    if not len(bucket):
        return bucket, member
    differs = bucket[1:] != bucket[:-1]
    lonely = np.r_[True, differs] & np.r_[differs, True]
    return bucket[~lonely], member[~lonely]


def _joined(n: int, left: Indices, right: Indices) -> Indices:
    """Return for each of ``n`` rows the smallest row it is connected with."""
    labels = np.arange(n)
    while True:
        least = np.minimum(labels[left], labels[right])
        before = labels.copy()
        for side in (left, right):
            np.minimum.at(labels, before[side], least)
            np.minimum.at(labels, side, least)
        labels = labels[labels]
        if (labels == before).all():
            return labels


def _sketches(texts: pl.Series) -> _Sketches:
    bands = np.zeros((len(texts), BANDS), dtype=np.uint64)
    low = np.zeros((len(texts), _N), dtype=np.uint8)
    at = 0
    for chunk in chunks(texts.cast(pl.String)):
        shingles = Shingles.of(letters(chunk))
        rows = np.flatnonzero(np.diff(shingles.starts))
        for start in range(0, len(rows), _SKETCH_ROWS):
            some = rows[start : start + _SKETCH_ROWS]
            minima = _minima(shingles, some)
            low[at + some] = minima.astype(np.uint8)
            bands[at + some] = _band_hashes(minima)
        at += len(chunk)
    return _Sketches(bands, low)


def _minima(shingles: Shingles, rows: Indices) -> npt.NDArray[np.uint32]:
    """Return the MinHash values of some rows, none of them empty, in order."""
    first, end = shingles.starts[rows[0]], shingles.starts[rows[-1] + 1]
    hashes = (shingles.hashes[first:end] >> np.uint64(32)).astype(np.uint32)
    starts = shingles.starts[rows] - first
    minima = np.empty((len(rows), _N), dtype=np.uint32)
    permuted = np.empty_like(hashes)
    for k in range(_N):
        np.multiply(hashes, _MULTIPLIERS[k], out=permuted)
        np.add(permuted, _ADDENDS[k], out=permuted)
        minima[:, k] = np.minimum.reduceat(permuted, starts)
    return minima


def _band_hashes(minima: npt.NDArray[np.uint32]) -> Hashes:
    values = minima.reshape(len(minima), BANDS, ROWS_A_BAND).astype(np.uint64)
    bands = np.zeros((len(minima), BANDS), dtype=np.uint64)
    for row in range(ROWS_A_BAND):
        bands = mix((bands ^ values[:, :, row]) + np.uint64(0x9E3779B97F4A7C15))
    return bands

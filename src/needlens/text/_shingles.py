"""Texts as sets of hashed character n-grams, all rows at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.text._codepoints import PLANES, Codepoints, chunks
from needlens.text.folding import fold_series

Hashes = npt.NDArray[np.uint64]
Indices = npt.NDArray[np.int64]

MIN_LETTERS = 6
"""A shorter text has too few n-grams to be *nearly* the same as another."""

_HAN_SIZE, _LATIN_SIZE = 3, 5
_HASH_BITS = np.uint64(40)


@dataclass(frozen=True, slots=True)
class Shingles:
    """``hashes[starts[i]:starts[i + 1]]`` are the n-grams of row ``i``, with repeats."""

    hashes: Hashes
    starts: Indices

    @classmethod
    def of(cls, points: Codepoints) -> Shingles:
        """Hash the 3-grams of rows with Chinese and the 5-grams of the others."""
        ends = np.repeat(points.starts[1:], np.diff(points.starts))
        room = ends - np.arange(len(points.values))
        has_han = points.count((points.values >= 0x3400) & (points.values < 0xFB00)) > 0
        short = np.repeat(has_han, np.diff(points.starts))
        long = np.repeat(np.diff(points.starts) >= MIN_LETTERS, np.diff(points.starts))
        valid = long & (room >= np.where(short, _HAN_SIZE, _LATIN_SIZE))
        grams = np.where(
            short, _grams(points.values, _HAN_SIZE), _grams(points.values, _LATIN_SIZE)
        )
        starts = np.zeros(len(points.starts), dtype=np.int64)
        np.cumsum(points.count(valid), out=starts[1:])
        return cls(mix(grams[valid]), starts)


@dataclass(frozen=True, slots=True)
class ShingleSets:
    """The same without repeats, sorted in each row, to compare pairs of rows exactly."""

    values: Hashes
    starts: Indices

    @classmethod
    def of(cls, texts: pl.Series) -> ShingleSets:
        """Build the sets of a String column."""
        parts: list[Hashes] = []
        sizes: list[Indices] = []
        for chunk in chunks(texts):
            shingles = Shingles.of(letters(chunk))
            n = len(shingles.starts) - 1
            rows = np.repeat(np.arange(n, dtype=np.uint64), np.diff(shingles.starts))
            keys = np.unique((rows << _HASH_BITS) | (shingles.hashes >> np.uint64(24)))
            parts.append(keys & ((np.uint64(1) << _HASH_BITS) - np.uint64(1)))
            sizes.append(np.bincount((keys >> _HASH_BITS).astype(np.int64), minlength=n))
        starts = np.concatenate([[0], np.cumsum(np.concatenate(sizes))]).astype(np.int64)
        return cls(np.concatenate(parts), starts)

    def jaccard(self, left: Indices, right: Indices) -> npt.NDArray[np.float64]:
        """Return the Jaccard similarity of each pair of rows."""
        sizes = np.diff(self.starts)
        pairs = np.arange(len(left), dtype=np.uint64)
        both = np.concatenate([self._keyed(left, pairs), self._keyed(right, pairs)])
        both.sort()
        shared = both[1:][both[1:] == both[:-1]] >> _HASH_BITS
        common = np.bincount(shared.astype(np.int64), minlength=len(left))
        return common / np.maximum(sizes[left] + sizes[right] - common, 1)

    def _keyed(self, rows: Indices, pairs: Hashes) -> Hashes:
        sizes = np.diff(self.starts)[rows]
        before = np.cumsum(sizes) - sizes
        at = np.repeat(self.starts[rows] - before, sizes) + np.arange(sizes.sum())
        keyed: Hashes = (np.repeat(pairs, sizes) << _HASH_BITS) | self.values[at]
        return keyed


def letters(texts: pl.Series) -> Codepoints:
    """Fold the rows and drop all but letters and digits (all but spaces when none is left)."""
    points = Codepoints.of(fold_series(texts))
    kinds = _kinds()[points.values]
    says = np.repeat(points.count(kinds == 1) > 0, np.diff(points.starts))
    return points.keep((kinds == 1) | (~says & (kinds == 2)))


def content_keys(points: Codepoints) -> Hashes:
    """Return a 64-bit hash of each row's characters; 0 for an empty row."""
    place = np.arange(len(points.values)) - np.repeat(points.starts[:-1], np.diff(points.starts))
    keys = mix(points.values.astype(np.uint64) + (place.astype(np.uint64) << np.uint64(24)))
    total = np.zeros(len(keys) + 1, dtype=np.uint64)
    np.cumsum(keys, out=total[1:])
    return mix(total[points.starts[1:]] - total[points.starts[:-1]])


def mix(values: Hashes) -> Hashes:
    """Spread the bits (the finaliser of SplitMix64); 0 stays 0."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Hashes = values ^ (values >> np.uint64(31))
    return mixed


def _grams(values: npt.NDArray[np.uint32], size: int) -> Hashes:
    grams = np.zeros(len(values), dtype=np.uint64)
    for offset in range(min(size, len(values))):
        grams *= np.uint64(0x9E3779B97F4A7C15)
        grams[: len(values) - offset] += values[offset:]
    return grams


@cache
def _kinds() -> npt.NDArray[np.uint8]:
    """Return 1 for letters and digits, 2 for other signs, 0 for spaces and the invisible."""
    table = np.zeros(PLANES, dtype=np.uint8)
    for code in range(0x323B0):
        sign = chr(code)
        table[code] = 1 if sign.isalnum() else 2 if sign.isprintable() and sign != " " else 0
    return table

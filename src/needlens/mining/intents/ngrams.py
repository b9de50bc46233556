"""Hashed n-grams: the letters and words of a text, for what meaning alone leaves alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt

from needlens.lm.lengths import unit

Floats = npt.NDArray[np.float32]

SIZE = 1024
"""How many numbers stand for the n-grams of a text."""
_MOST_CHARACTERS = 500
_UNITS = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+|[^\W_\u3400-\u4dbf\u4e00-\u9fff]+")


def hashed(folded: Sequence[str]) -> Floats:
    """Return the n-grams of folded texts, shape (n, 1024), rows of length 1 (or 0).

    Each different n-gram adds 1 or -1 to one place (Weinberger et al. 2009, feature
    hashing). Same text, same row: today, tomorrow and on another machine.

    >>> rows = hashed(["怎么退货", "怎么退货呢", "where is my parcel"])
    >>> [round(float(rows[0] @ other), 1) for other in rows[1:]]
    [0.9, 0.0]
    """
    table = np.zeros((len(folded), SIZE), dtype=np.float32)
    for row, text in zip(table, folded, strict=True):
        for gram in set(_grams(text[:_MOST_CHARACTERS])):
            key = crc32(gram.encode("utf-8", "replace"))
            row[key % SIZE] += 1 if key >> 31 else -1
    return unit(table)


def _grams(text: str) -> Iterator[str]:
    """Yield n-grams: 1-3 signs of Chinese; of other scripts words, pairs of them, 2-4 letters."""
    before = ""
    for found in _UNITS.finditer(text):
        word = found[0]
        if "\u3400" <= word[0] <= "\u9fff":
            yield from (word[i : i + n] for n in (1, 2, 3) for i in range(len(word) - n + 1))
            before = ""
            continue
        yield f"={word}"
        if before:
            yield f"{before} {word}"
        before, edged = word, f" {word} "
        yield from (edged[i : i + n] for n in (2, 3, 4) for i in range(len(edged) - n + 1))

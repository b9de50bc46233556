"""Vectors of statements by their characters and words: where no encoder is installed."""

from __future__ import annotations

from itertools import pairwise
from zlib import crc32

import numpy as np
import polars as pl

from needlens.lm.lengths import unit
from needlens.needs.space import Floats

SIZE = 512


class Ngrams:
    """Statements that share characters (Chinese) or words are near; synonyms are not.

    Feature hashing (Weinberger et al. 2009) of one and two Chinese characters, and of
    words and their first four letters elsewhere.

    >>> a, b, c = Ngrams()(pl.Series(["电池不耐用", "電池 不耐用", "送货慢"]))
    >>> bool(np.allclose(a, b)), round(float(a @ c), 1)
    (False, 0.0)
    """

    model = "ngrams-1"
    size = SIZE

    def __call__(self, statements: pl.Series) -> Floats:
        """Return a vector of length 1 for each statement, shape (n, 512)."""
        vectors = np.zeros((len(statements), SIZE), dtype=np.float32)
        for row, statement in enumerate(statements):
            for gram in _grams(statement or ""):
                mark = crc32(gram.encode())
                vectors[row, mark % SIZE] += 1.0 if mark & 0x10000 else -1.0
        return unit(vectors)


def _grams(statement: str) -> list[str]:
    grams: list[str] = []
    for word in statement.lower().split():
        han = [c for c in word if "\u4e00" <= c <= "\u9fff"]
        grams += han + [a + b for a, b in pairwise(han)]
        if not han:
            grams += [word, word[:4]]
    return grams

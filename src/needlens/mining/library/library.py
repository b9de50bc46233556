"""Which need of the library a text speaks of, if any.

An encoder and a direction for each need, trained on texts written for it
(benchmarks/needs/training). It recognises a need by what is meant: «could fry an egg on
it» names no heat.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.errors import ModelError, NotFound
from needlens.lm.embedder import Embedder
from needlens.lm.lengths import unit
from needlens.lm.shipped import shipped

PACKAGE = "needs-zh-en"

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class KnownNeed:
    """A need of the library: its id and what it is called."""

    id: str
    name_zh: str
    name_en: str


class NeedLibrary:
    """The library in ``folder``, by default the one that comes with needlens.

    Beside the files of its encoder it holds ``needs.json``, ``weights.npy`` and
    ``middle.npy``. Raise NotFound when it is not installed, ModelError when a file is
    missing or damaged.
    """

    def __init__(self, folder: Path | None = None) -> None:
        where = folder or shipped(PACKAGE)
        self.encoder = Embedder(where, limit=64)
        try:
            content = json.loads((where / "needs.json").read_text(encoding="utf-8"))
            weights = np.load(where / "weights.npy", allow_pickle=False).astype(np.float32)
            self._middle = np.load(where / "middle.npy", allow_pickle=False)
            self.needs = [KnownNeed(**one) for one in content["needs"]]
            self.version = f"{content['version']}@{self.encoder.digest[:8]}"
        except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
            raise ModelError(
                "the library of needs is missing or damaged; install it again"
            ) from error
        size = self.encoder.size
        if weights.shape != (len(self.needs) + 1, size + 1) or self._middle.shape != (size,):
            raise ModelError("the library of needs is damaged; install it again")
        self._weights = weights

    def probabilities(self, vectors: Floats) -> Floats:
        """Return how likely each text speaks of each need, shape (n, needs + 1).

        ``vectors`` are those of the encoder. The last column is none of them: praise,
        courtesy, or nothing.
        """
        places = unit(unit(vectors) - self._middle)
        odds = places @ self._weights[:, :-1].T + self._weights[:, -1]
        odds = np.exp(odds - odds.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True), dtype=np.float32)

    def read(self, texts: pl.Series) -> Floats:
        """Return the probabilities of texts; see ``probabilities``."""
        return self.probabilities(self.encoder(bare(texts)))


def bare(texts: pl.Series) -> pl.Series:
    """Return texts without the marks at their ends: 充电太慢！！ and 充电太慢 want one thing.

    >>> bare(pl.Series(["充电太慢！！", "too slow..."])).to_list()
    ['充电太慢', 'too slow']
    """
    return texts.str.strip_chars_end(" \t\n。．.！!~～…，,；;、")


@cache
def library() -> NeedLibrary | None:
    """Return the library that comes with needlens; None where it is not installed."""
    try:
        return NeedLibrary()
    except (NotFound, ModuleNotFoundError):
        return None

"""Which need of the library a text speaks of, if any.

A linear model on the vectors of the shipped encoder, trained on texts written for it
(benchmarks/needs/training). It recognises a need by what is meant: «could fry an egg on
it» names no heat.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.errors import ModelError, NotFound
from needlens.lm.embedder import Embedder
from needlens.lm.shipped import shipped

FOLDER = Path(__file__).parent / "weights"
FILES = ("needs.json", "weights.npy", "middles.npy")
ENCODER = "reader-zh-en"

Floats = npt.NDArray[np.float32]

_DAMAGED = "the library of needs is missing or damaged; install needlens again"


@dataclass(frozen=True, slots=True)
class KnownNeed:
    """A need of the library: its id and what it is called."""

    id: str
    name_zh: str
    name_en: str


class NeedLibrary:
    """The needs of a folder: ``needs.json``, ``weights.npy``, ``middles.npy`` (FILES).

    Raise NotFound when the encoder is not installed, ModelError when a file is missing,
    damaged, or was trained on another encoder.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        self.encoder = Embedder(shipped(ENCODER))
        try:
            content = json.loads((folder / "needs.json").read_text(encoding="utf-8"))
            weights = np.load(folder / "weights.npy", allow_pickle=False)
            self._middles = np.load(folder / "middles.npy", allow_pickle=False)
            self.needs = [KnownNeed(**one) for one in content["needs"]]
            trained_on = content["encoder"]
            self.version = f"{content['version']}@{_digest(folder)}"
        except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
            raise ModelError(_DAMAGED) from error
        if trained_on != self.encoder.digest:
            raise ModelError(
                "the library of needs was trained on another encoder; make it anew with "
                "`needlens train library`, or install the reader that came with needlens"
            )
        size = self.encoder.size
        if weights.shape != (len(self.needs) + 1, size + 1) or self._middles.shape != (2, size):
            raise ModelError(_DAMAGED)
        self._weights = weights.astype(np.float32)

    def probabilities(self, vectors: Floats, han: npt.NDArray[np.bool_]) -> Floats:
        """Return how likely each text speaks of each need, shape (n, needs + 1).

        The last column is none of them: praise, courtesy, or nothing. ``vectors`` are
        those of the encoder, ``han`` says which texts are written with Chinese characters.
        """
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit = vectors / np.where(lengths > 0, lengths, 1) - self._middles[han.astype(np.int64)]
        unit /= np.maximum(np.linalg.norm(unit, axis=1, keepdims=True), 1e-9)
        odds = unit @ self._weights[:, :-1].T + self._weights[:, -1]
        odds = np.exp(odds - odds.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True), dtype=np.float32)

    def read(self, texts: pl.Series) -> Floats:
        """Return the probabilities of texts; see ``probabilities``."""
        han = texts.str.contains(r"\p{Han}").fill_null(value=False).to_numpy().astype(np.bool_)
        return self.probabilities(self.encoder(texts), han)


def _digest(folder: Path) -> str:
    """Return what changes when a library is trained anew, so that texts are read again."""
    total = sha256()
    for name in FILES:
        total.update((folder / name).read_bytes())
    return total.hexdigest()[:12]


@cache
def library() -> NeedLibrary | None:
    """Return the library that comes with needlens; None without the encoder it works on."""
    try:
        return NeedLibrary()
    except (NotFound, ModuleNotFoundError):
        return None

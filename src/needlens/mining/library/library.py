"""Which need of the library a text speaks of, if any.

An encoder, a direction for each need, one for none of them and one for wanting anything,
trained on texts written for it (benchmarks/needs/training). It recognises a need by what is
meant: «could fry an egg on it» names no heat; and «never gets hot» speaks of the same need,
and wants nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.errors import ModelError, NotFound
from needlens.lm.embedder import Embedder
from needlens.lm.lengths import unit
from needlens.lm.registry import own
from needlens.lm.shipped import shipped

PACKAGE = "needs-zh-en"
VERSION = "3"
"""Of the files: which numbers they hold, and what these mean."""
LONGEST = 64
"""Tokens of a text; later ones are not seen."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class KnownNeed:
    """A need of the library: its id and what it is called."""

    id: str
    name_zh: str
    name_en: str


class Answers(NamedTuple):
    """What the library says of n texts."""

    about: Floats
    """How likely each speaks of each need, wanting or praising it: (n, needs). What a row lacks
    to 1 is the probability that it speaks of none of them."""
    wants: Floats
    """How likely each wants anything at all: (n,)."""


class NeedLibrary:
    """The library in ``folder``, by default the one that comes with needlens.

    Beside the files of its encoder it holds ``needs.json``, ``weights.npy`` and
    ``middle.npy``. Raise NotFound when it is not installed, ModelError when a file is
    missing or damaged.
    """

    def __init__(self, folder: Path | None = None) -> None:
        where = folder or shipped(PACKAGE)
        self.encoder = Embedder(where, limit=LONGEST)
        try:
            content = json.loads((where / "needs.json").read_text(encoding="utf-8"))
            version = content["version"]
            weights = np.load(where / "weights.npy", allow_pickle=False).astype(np.float32)
            self._middle = np.load(where / "middle.npy", allow_pickle=False)
            self.needs = [KnownNeed(**one) for one in content["needs"]]
            mark = blake2b(weights.tobytes() + self._middle.tobytes(), digest_size=3).hexdigest()
            self.version = f"{version}@{self.encoder.digest[:8]}{mark}"
        except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
            raise ModelError(
                "the library of needs is missing or damaged; install it again"
            ) from error
        if version != VERSION:
            raise ModelError(
                f"the library of needs has files of version {version!r:.20}, and this needlens "
                f"reads {VERSION}; install the library that comes with it, or train it anew"
            )
        size = self.encoder.size
        if weights.shape != (len(self.needs) + 2, size + 1) or self._middle.shape != (size,):
            raise ModelError("the library of needs is damaged; install it again")
        self._weights = weights

    def answers(self, vectors: Floats) -> Answers:
        """Return which need each text speaks of, and whether it wants anything.

        ``vectors`` are those of the encoder, shape (n, its size).
        """
        places = unit(unit(vectors) - self._middle)
        odds = places @ self._weights[:, :-1].T + self._weights[:, -1]
        about = np.exp(odds[:, :-1] - odds[:, :-1].max(axis=1, keepdims=True))
        about /= about.sum(axis=1, keepdims=True)
        wants = 1 / (1 + np.exp(-odds[:, -1]))
        return Answers(about[:, :-1].astype(np.float32), wants.astype(np.float32))

    def probabilities(self, vectors: Floats) -> Floats:
        """Return how likely each text wants each need, shape (n, needs + 1).

        The last column is none of them: something else, praise, courtesy, or nothing.
        """
        about, wants = self.answers(vectors)
        each = about * wants[:, None]
        return np.hstack([each, 1 - each.sum(axis=1, keepdims=True)])

    def read(self, texts: pl.Series) -> Floats:
        """Return the probabilities of texts; see ``probabilities``."""
        return self.probabilities(self.encoder(bare(texts)))


def bare(texts: pl.Series) -> pl.Series:
    """Return texts without the marks at their ends: 充电太慢！！ and 充电太慢 want one thing.

    >>> bare(pl.Series(["充电太慢！！", "too slow..."])).to_list()
    ['充电太慢', 'too slow']
    """
    return texts.str.strip_chars_end(" \t\n。．.！!~～…，,；;、")


def library(models: Path | None = None) -> NeedLibrary | None:
    """Return the shop's own library, kept in its folder ``models``, else the shipped one.

    None where there is neither.
    """
    folder = folder_of(models)
    return _opened(folder) if folder else None


def folder_of(models: Path | None) -> Path | None:
    """Return the folder of the library that is used; see ``library``."""
    if folder := own(PACKAGE, models):
        return folder
    try:
        return shipped(PACKAGE)
    except (NotFound, ModuleNotFoundError):
        return None


@cache
def _opened(folder: Path) -> NeedLibrary:
    return NeedLibrary(folder)

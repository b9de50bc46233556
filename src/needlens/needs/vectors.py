"""Vectors of statements: made once, kept in the workspace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import polars as pl

from needlens.errors import NotFound
from needlens.lm.lengths import unit
from needlens.needs.groups import Likeness
from needlens.needs.names import KNOWN
from needlens.needs.ngrams import Ngrams
from needlens.needs.recognition import Recognise, Recognised
from needlens.needs.space import Floats
from needlens.store import Database

if TYPE_CHECKING:
    from needlens.lm.embedder import Embedder


class Encoder(Protocol):
    """Makes vectors of statements; ``model`` says which, ``size`` how long they are."""

    model: str
    size: int

    def __call__(self, statements: pl.Series, /) -> Floats:
        """Return a vector for each statement, shape (n, size)."""


class _Embedder:
    """An encoder that comes with needlens."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.model = f"embedder-{embedder.digest[:12]}"
        self.size = embedder.size

    def __call__(self, statements: pl.Series, /) -> Floats:
        return self._embedder(statements)


def encoder(models: Path | None = None) -> Encoder:
    """Return the library's encoder; without it the reader's, or characters and words.

    ``models`` is where the shop keeps a library of its own.
    """
    from needlens.mining.library import library

    known = library(models)
    return readers_encoder() if known is None else _Embedder(known.encoder)


def readers_encoder() -> Encoder:
    """Return the encoder that came with the reader; without it, characters and words."""
    try:
        from needlens.lm.embedder import Embedder
        from needlens.lm.shipped import shipped

        return _Embedder(Embedder(shipped("reader-zh-en")))
    except (NotFound, ModuleNotFoundError):
        return Ngrams()


def likeness_of(model: str) -> Likeness:
    """Return how much alike statements must be in the space of an encoder."""
    if model == Ngrams.model:
        return Likeness(link=0.4, join=0.5, cross=0.7, merge=0.8, split=0.1, calm=0.4, loose=-1.0)
    return Likeness()


def recogniser(model: str, models: Path | None = None) -> Recognise | None:
    """Return what recognises needs of the library in an encoder's vectors, if anything does."""
    from needlens.mining.library import library

    known = library(models)
    if known is None or not model.endswith(known.encoder.digest[:12]):
        return None
    parts = [f"{KNOWN}{need.id}" for need in known.needs]

    def recognise(vectors: Floats) -> Recognised:
        return Recognised(parts, *known.answers(vectors))

    return recognise


class KeptVectors:
    """Gives the vectors of statements; what is not yet in the workspace is made and kept.

    Vectors are 16-bit floats of length 1, so that a kept one and a new one are equal.
    """

    def __init__(self, database: Database, encoder: Encoder, *, keep: bool = True) -> None:
        self._database = database
        self._encoder = encoder
        self._keep = keep

    def __call__(self, statements: pl.Series) -> Floats:
        """Return a vector of length 1 for each statement, shape (n, size of the encoder)."""
        wanted = pl.DataFrame({"statement": statements.cast(pl.String)})
        known = self._database.query(
            "SELECT statement, vector FROM vectors WHERE model = ? "
            "AND statement IN (SELECT statement FROM wanted)",
            [self._encoder.model],
            wanted=wanted.unique(),
        )
        new = wanted.unique(maintain_order=True).join(known, on="statement", how="anti")
        if not new.is_empty():
            known = pl.concat([known, self._made(new)])
        place = wanted.join(known.with_row_index("row"), on="statement", maintain_order="left")
        raw = b"".join(known["vector"].to_list())
        table = np.frombuffer(raw, dtype="<f2").reshape(known.height, self._encoder.size)
        return np.asarray(table[place["row"].to_numpy()], dtype=np.float32)

    def _made(self, new: pl.DataFrame) -> pl.DataFrame:
        short = unit(self._encoder(new["statement"])).astype("<f2")
        made = new.with_columns(
            pl.Series("vector", [row.tobytes() for row in short], dtype=pl.Binary)
        )
        if self._keep:
            self._database.execute(
                "INSERT INTO vectors SELECT ?, statement, vector FROM made",
                [self._encoder.model],
                made=made,
            )
        return made.select("statement", "vector")

"""Vectors of the sampled texts, kept in one file so that a later run embeds only new ones."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.lm.embedder import Embedder, Floats

Keys = npt.NDArray[np.uint64]
Progress = Callable[[str, int, int | None], None]

_AT_ONCE = 1_000


class VectorFile:
    """``folder/texts-<model>.npy``: the key and the 16-bit vector of each sampled text.

    Only the texts of the last call are kept, so a text that was removed from the shop does
    not live on here. A file that cannot be read is made anew. ``embedder`` is called only
    when there is something to embed.
    """

    def __init__(self, folder: Path, embedder: Callable[[], Embedder], model: str) -> None:
        self.path = folder / f"texts-{model[:12]}.npy"
        self._embedder = embedder

    def __call__(
        self, keys: Keys, texts: pl.Series, progress: Progress | None = None
    ) -> tuple[Floats, int]:
        """Return a vector for each text, shape (n, size), and how many were embedded now."""
        known_keys, known = self._load()
        place = np.searchsorted(known_keys, keys)
        place = np.minimum(place, max(len(known_keys) - 1, 0))
        old = known_keys[place] == keys if len(known_keys) else np.zeros(len(keys), dtype=bool)
        new = np.flatnonzero(~old)
        fresh = self._embedded(texts.gather(new), progress)
        vectors = np.zeros((len(keys), max(fresh.shape[1], known.shape[1])), dtype=np.float16)
        if old.any():
            vectors[old] = known[place[old]]
        if len(new):
            vectors[new] = fresh
        if len(new) or len(known) != len(keys):
            self._save(keys, vectors)
        return vectors.astype(np.float32), len(new)

    def _embedded(self, texts: pl.Series, progress: Progress | None) -> npt.NDArray[np.float16]:
        if texts.is_empty():
            return np.zeros((0, 0), dtype=np.float16)
        embedder = self._embedder()
        parts = []
        for start in range(0, len(texts), _AT_ONCE):
            parts.append(embedder(texts.slice(start, _AT_ONCE)).astype(np.float16))
            if progress:
                progress("embedding texts", min(start + _AT_ONCE, len(texts)), len(texts))
        return np.concatenate(parts)

    def _load(self) -> tuple[Keys, npt.NDArray[np.float16]]:
        try:
            found = np.load(self.path, allow_pickle=False)
            return found["key"], found["vector"].reshape(len(found), -1)
        except (OSError, ValueError, EOFError, IndexError):
            return np.zeros(0, dtype=np.uint64), np.zeros((0, 0), dtype=np.float16)

    def _save(self, keys: Keys, vectors: npt.NDArray[np.float16]) -> None:
        rows = np.zeros(len(keys), dtype=[("key", "<u8"), ("vector", "<f2", (vectors.shape[1],))])
        rows["key"], rows["vector"] = keys, vectors
        self.path.parent.mkdir(parents=True, exist_ok=True)
        part = self.path.with_suffix(".part")
        with part.open("wb") as file:
            np.save(file, np.sort(rows, order="key"), allow_pickle=False)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self.path)

"""Texts to vectors: what means the same is near, in Chinese, in English and between them.

The encoder is multilingual-e5-small (Wang et al. 2024, arXiv 2402.05672) with the
vocabulary of a shop, in int8.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from hashlib import file_digest, sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.errors import ModelError, NotFound
from needlens.lm.sessions import session
from needlens.lm.tokens import Tokeniser
from needlens.lm.words import Words
from needlens.text.folding import fold_series

Floats = npt.NDArray[np.float32]

FILES = ("tokenizer.json", "words.npy", "scales.npy", "embedder.onnx")

_TOKENS_AT_ONCE = 512
"""Tokens of a batch, padding included: larger ones leave the cache and take longer."""
_TEXTS_AT_ONCE = 20_000
"""Texts tokenised together, which bounds the memory."""


class Embedder:
    """A frozen encoder; ``folder`` holds tokenizer.json, words.npy, scales.npy, embedder.onnx.

    A text longer than ``limit`` tokens is seen up to there. Raise NotFound or ModelError
    when a file is missing or damaged.
    """

    def __init__(self, folder: Path, *, threads: int = 1, limit: int = 128) -> None:
        self.folder = folder
        self.words = Words(folder)
        self.session = session(folder / "embedder.onnx", threads)
        self.tokeniser = _tokeniser(folder / "tokenizer.json", limit)
        if self.tokeniser.size != len(self.words.rows):
            raise ModelError(
                f"{folder.name}: tokenizer.json has {self.tokeniser.size} tokens and words.npy "
                f"{len(self.words.rows)}; they do not belong together, install the model again"
            )

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the encoder's files: what was learnt on its vectors fits no other."""
        total = sha256()
        for name in FILES:
            with (self.folder / name).open("rb") as file:
                total.update(file_digest(file, "sha256").digest())
        return total.hexdigest()

    @property
    def size(self) -> int:
        """How many numbers a vector has."""
        return int(self.words.rows.shape[1])

    def __call__(self, texts: Sequence[str | None] | pl.Series) -> Floats:
        """Return a float32 vector for each text, shape (n, size); not of unit length.

        Traditional and simplified, upper and lower case are read alike; equal texts are
        embedded once. A text that is null or blank has the zero vector.
        """
        column = texts if isinstance(texts, pl.Series) else pl.Series(texts, dtype=pl.String)
        folded = fold_series(column.cast(pl.String)).str.strip_chars().fill_null("")
        different = folded.unique(maintain_order=True)
        place = folded.replace_strict(different, np.arange(len(different)), return_dtype=pl.Int64)
        vectors: Floats = np.zeros((len(different), self.size), dtype=np.float32)
        said = (different != "").arg_true()
        for start in range(0, len(said), _TEXTS_AT_ONCE):
            some = said[start : start + _TEXTS_AT_ONCE]
            self._embed(different.gather(some).to_list(), vectors, some.to_numpy())
        return np.asarray(vectors[place.to_numpy().astype(np.int64)], dtype=np.float32)

    def _embed(self, texts: list[str], into: Floats, rows: npt.NDArray[np.integer]) -> None:
        tokens = [found.ids for found in self.tokeniser.encode(texts)]
        lengths = np.array([len(ids) for ids in tokens])
        for batch in _batches(lengths):
            ids = np.zeros((len(batch), lengths[batch].max()), dtype=np.int64)
            mask = np.arange(ids.shape[1]) < lengths[batch][:, None]
            ids[mask] = np.concatenate([tokens[i] for i in batch])
            given = {"embedded": self.words(ids), "mask": mask.astype(np.int64)}
            into[rows[batch]] = self.session.run(["pooled"], given)[0]


def _tokeniser(path: Path, limit: int) -> Tokeniser:
    if not path.is_file():
        raise NotFound(f"there is no {path.name} in {str(path.parent)!r}; give a model's folder")
    try:
        return Tokeniser(path, limit)
    except Exception as error:  # tokenizers raises nothing narrower
        raise ModelError(f"{path.name} is damaged; install the model again") from error


def _batches(lengths: npt.NDArray[np.integer]) -> Iterator[npt.NDArray[np.integer]]:
    """Yield the places of texts of about one length, the longest first."""
    order = np.argsort(-lengths, kind="stable")
    start = 0
    while start < len(order):
        n = max(1, _TOKENS_AT_ONCE // int(lengths[order[start]]))
        yield order[start : start + n]
        start += n

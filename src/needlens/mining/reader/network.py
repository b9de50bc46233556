"""The reader's networks: token ids in, scores out, in batches of like length."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from needlens.errors import ModelError
from needlens.lm.decoding import Floats, Ints, Pairs
from needlens.lm.reader_files import FORMAT, SETTINGS
from needlens.lm.sessions import session
from needlens.lm.tokens import Ids, Tokeniser
from needlens.lm.words import Words

TOKENS_AT_ONCE = 1536
"""Tokens of a batch, padding included."""


class Scores(NamedTuple):
    """What the reader sees in a batch of ``rows`` pieces; see ``lm.reader_model``."""

    pieces: Ints
    """Which pieces these are, by their place in the list given."""
    lengths: Ints
    mask: Ints
    states: Floats
    spans: Floats
    contributions: Floats
    tags: Floats


class Judged(NamedTuple):
    """What is said of pairs: logit of being one, meaning (pairs, label), valence and arousal."""

    valid: Floats
    meaning: Floats
    strength: Floats


class Network:
    """The files of a reader, opened; the heavy ones when they are first needed."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        self.folder, self.threads = folder, threads
        self.settings: dict[str, Any] = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
        if self.settings["format"] > FORMAT:
            raise ModelError(f"{folder.name} is from a newer needlens; update needlens")
        self.tokeniser = Tokeniser(folder / "tokenizer.json", 4096)
        self.words = Words(folder)
        self.domains: Floats = np.load(folder / "domains.npy", allow_pickle=False)
        self.reads = session(folder / "reader.onnx", threads)
        self.judges = session(folder / "pairs.onnx", threads)

    def domain(self, name: str) -> int:
        """Return the number of a domain's vector: 0, the general one, when it has none."""
        names: list[str] = self.settings["shape"]["domains"]
        return names.index(name) if name in names else 0

    def read(self, ids: Sequence[Ids], domain: int, wanted: Sequence[str]) -> Iterator[Scores]:
        """Yield the scores of pieces, batch by batch; what is not ``wanted`` stays empty."""
        lengths = np.array([len(one) for one in ids], dtype=np.int64)
        order = np.argsort(lengths, kind="stable")
        start = 0
        while start < len(order):
            end = start + 1
            while end < len(order) and lengths[order[end]] * (end + 1 - start) <= TOKENS_AT_ONCE:
                end += 1
            yield self._run(ids, order[start:end], lengths, domain, wanted)
            start = end

    def _run(
        self, ids: Sequence[Ids], pieces: Ints, lengths: Ints, domain: int, wanted: Sequence[str]
    ) -> Scores:
        mine = lengths[pieces]
        padded = np.ones((len(pieces), mine.max()), dtype=np.int64)
        mask = (np.arange(mine.max()) < mine[:, None]).astype(np.int64)
        padded[mask == 1] = np.concatenate([ids[i] for i in pieces])
        embedded = self.words(padded)
        embedded[:, 0] += self.domains[domain]
        names = ["states", "spans", "contributions", "tags"]
        asked = [name for name in names if name in wanted]
        found = dict(
            zip(asked, self.reads.run(asked, {"embedded": embedded, "mask": mask}), strict=True)
        )
        nothing = np.zeros(0, dtype=np.float32)
        return Scores(pieces, mine, mask, *(found.get(name, nothing) for name in names))

    def judge(self, scores: Scores, pairs: Pairs) -> Judged:
        """Judge pairs of a batch."""
        count = np.bincount(pairs.row, minlength=len(scores.lengths))
        seat = np.arange(len(pairs.row)) - (np.cumsum(count) - count)[pairs.row]
        seats = np.zeros((len(count), max(1, count.max())), dtype=np.int64)
        seats[pairs.row, seat] = np.arange(len(pairs.row))
        given: dict[str, npt.NDArray[Any]] = {
            "states": scores.states, "mask": scores.mask, "row": pairs.row, "seat": seat,
            "seats": seats, "terms": np.stack(pairs[1:5], axis=1),
        }  # fmt: skip
        return Judged(*self.judges.run(["valid", "meaning", "strength"], given))

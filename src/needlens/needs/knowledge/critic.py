"""The critic: is a reason plausible and typical? A linear model on features of the reason.

COSMO and FolkScope train critics on labelled samples of what a language model says, for
most of it is wrong or says nothing. This one is trained by ``critic_training`` on the
pairs in benchmarks/needs/knowledge.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl

from needlens.errors import ModelError
from needlens.needs.knowledge.features import NAMES, features
from needlens.needs.space import Floats
from needlens.needs.vectors import Encoder, readers_encoder

FOLDER = Path(__file__).parent / "weights"
FILES = ("critic.json", "weights.npy")
_DAMAGED = "the critic of generated knowledge is missing or damaged; install needlens again"


class Critic:
    """The critic in a folder (FILES); ``threshold`` is the probability to keep a reason from.

    Raise ModelError when a file is missing or damaged, or when another encoder is in use
    than the one it was trained on.

    >>> import polars as pl
    >>> critic = Critic()
    >>> said = pl.DataFrame({"kind": "search", "head": "q", "other": "p", "head_text": "雨伞",
    ...     "other_text": "自动折叠伞", "relation": "used_for", "object_zh": ["踏雨上班", "质量好"],
    ...     "object_en": ["going to work in the rain", "good quality"]})
    >>> first, second = critic.probabilities(said)
    >>> bool(first > second)
    True
    """

    def __init__(self, folder: Path = FOLDER, encoder_: Encoder | None = None) -> None:
        try:
            card = json.loads((folder / "critic.json").read_text(encoding="utf-8"))
            weights = np.load(folder / "weights.npy", allow_pickle=False).astype(np.float32)
            self.threshold = float(card["threshold"])
            names, trained_on = card["features"], card["encoder"]
        except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
            raise ModelError(_DAMAGED) from error
        self.encoder = encoder_ or readers_encoder()
        if trained_on != self.encoder.model:
            raise ModelError(
                "the critic of generated knowledge works on the encoder of needlens' reader, "
                f"not on {self.encoder.model}; install the package needlens-reader-zh-en"
            )
        size = len(NAMES) + self.encoder.size + 1
        if names != list(NAMES) or weights.shape != (size,) or not 0 < self.threshold < 1:
            raise ModelError(_DAMAGED)
        self._weights = weights

    def probabilities(self, candidates: pl.DataFrame) -> Floats:
        """Return how likely each candidate (columns CANDIDATES) is plausible and typical."""
        seen = features(candidates, self.encoder)
        odds = seen @ self._weights[:-1] + self._weights[-1]
        return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float32)

"""Labelled samples as people mistype them: their terms change with the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from needlens.lm.augmentation import Edits, Labelled, rewrite, sound_alikes
from needlens.lm.corpora.samples import Sample
from needlens.lm.typing_slips import typing_slips

SHARES = (0.05, 0.1, 0.15)
"""The shares of characters or words that are mistyped in one text."""


class Misspeller:
    """Writes Chinese characters as others of the same sound, and slips on English words.

    ``known`` texts say how common characters are, so that likely ones are chosen.
    """

    def __init__(self, known: Iterable[str]) -> None:
        texts = list(known)
        self.kinds: list[tuple[Edits, Edits]] = [
            (sound_alikes(share, texts), typing_slips(share)) for share in SHARES
        ]

    def __call__(self, samples: Sequence[Sample], seed: int) -> list[Sample]:
        """Return the samples mistyped; the same for the same seed."""
        return [
            self._mistyped(sample, np.random.default_rng((seed, i)))
            for i, sample in enumerate(samples)
        ]

    def _mistyped(self, sample: Sample, chance: np.random.Generator) -> Sample:
        terms = tuple(term for q in sample.quads or () for term in (q.aspect, q.opinion))
        places = tuple((start, end) for start, end, _ in sample.entities or ())
        made = Labelled(sample.text, terms + places)
        for propose in self.kinds[int(chance.integers(len(self.kinds)))]:
            made = rewrite(made, propose(made.text, chance))
        spans = iter(made.spans)
        quads = tuple(
            replace(quad, aspect=next(spans), opinion=next(spans)) for quad in sample.quads or ()
        )
        entities = tuple((*next(spans), kind) for _, _, kind in sample.entities or ())
        return replace(
            sample, text=made.text,
            quads=None if sample.quads is None else quads,
            entities=None if sample.entities is None else entities,
        )  # fmt: skip

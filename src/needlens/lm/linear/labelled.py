"""Labelled texts as clauses: which of them state an opinion, on what, how strongly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.lm.corpora.samples import Quad, Sample, texts
from needlens.lm.linear.units import Indices, Units


@dataclass(frozen=True, slots=True)
class Corpus:
    """Samples of one domain to train on, and others to calibrate on.

    ``weight`` is what one clause counts, ``trust`` how likely a label is right: both are
    below 1 for weak labels. Without ``strength`` the valences say praise or blame only.
    """

    name: str
    domain: str
    train: Sequence[Sample]
    dev: Sequence[Sample]
    weight: float = 1.0
    trust: float = 1.0
    strength: bool = True


@dataclass(frozen=True, slots=True)
class Clauses:
    """The clauses of some samples.

    ``labels`` has the columns clause, category, valence, arousal: a row for each opinion
    that begins in a clause. ``known`` are clauses whose opinions are all known.
    """

    text: str
    """All samples, end to end."""
    units: Units
    labels: pl.DataFrame
    known: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, samples: Sequence[Sample]) -> Clauses:
        """Cut the samples into clauses and lay each opinion on the one it begins in.

        >>> quads = (Quad((0, 2), (3, 5), "DISPLAY#QUALITY", 6.5, 5.0),)
        >>> clauses = Clauses.of([Sample("a", "屏幕很清晰,周三到的", "laptop", quads)])
        >>> clauses.labels.rows(), clauses.known.tolist()
        ([(0, 'DISPLAY#QUALITY', 6.5, 5.0)], [True, True])
        """
        units = Units.of(pl.Series(texts(samples), dtype=pl.String))
        rows, quads = [], []
        for row, sample in enumerate(samples):
            rows += [row] * len(sample.quads or ())
            quads += list(sample.quads or ())
        at = _places(units, np.array(rows, dtype=np.int64), quads)
        known = np.array([sample.quads is not None for sample in samples], dtype=bool)
        known[np.array(rows, dtype=np.int64)[at < 0]] = False
        labels = pl.DataFrame(
            {
                "clause": at,
                "category": [quad.category for quad in quads],
                "valence": [quad.valence for quad in quads],
                "arousal": [quad.arousal for quad in quads],
            },
            schema=_LABELS,
        )
        return cls(
            "".join(texts(samples)),
            units,
            labels.filter(pl.col("clause") >= 0),
            known[units.clause_rows],
        )

    def __len__(self) -> int:
        return len(self.units.clauses) - 1

    def stated(self) -> npt.NDArray[np.bool_]:
        """Say for each clause whether an opinion begins in it."""
        flags = np.zeros(len(self), dtype=bool)
        flags[self.labels["clause"].to_numpy()] = True
        return flags


_LABELS = {
    "clause": pl.Int64,
    "category": pl.String,
    "valence": pl.Float64,
    "arousal": pl.Float64,
}


def _places(units: Units, rows: Indices, quads: list[Quad]) -> Indices:
    """Return the clause of each opinion; -1 when only implied in a text of several clauses."""
    offsets = np.array([max(q.opinion[0], -1) for q in quads], dtype=np.int64)
    aspects = np.array([max(q.aspect[0], -1) for q in quads], dtype=np.int64)
    offsets = np.where(offsets >= 0, offsets, aspects)
    first = units.starts[units.clauses[:-1]]
    at = np.searchsorted(first, units.row_starts[rows] + offsets, side="right") - 1
    single = units.rows[rows + 1] - units.rows[rows] == 1
    placed: Indices = np.where(offsets >= 0, at, np.where(single, units.rows[rows], -1))
    return placed

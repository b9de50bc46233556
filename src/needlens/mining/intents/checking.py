"""How sure a model may be: what it says of examples it was not shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt

from needlens.mining.intents.certainty import Certainty, evidence, fitted_scope, fitted_sharpness
from needlens.mining.intents.features import Features
from needlens.mining.intents.held_out import Fold, folds
from needlens.mining.intents.linear import Linear
from needlens.mining.intents.table import Numbers, Table

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Progress = Callable[[str, int, int], None]

_MANY = 4_000
"""With more examples than this, fewer folds say enough."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Counts over examples kept aside: how many were right, of how many."""

    right: int
    known: int
    kept: int
    """Texts of known intents that were found in scope, of ``asked``."""
    asked: int
    refused: int
    """Texts of no known intent that were found out of scope, of ``foreign``."""
    foreign: int


@dataclass(frozen=True, slots=True)
class Check:
    """Models learnt from parts of a table, each asked about what it was not shown."""

    table: Table
    texts: list[str]
    """The folded examples, without the names of the intents."""
    seed: int
    progress: Progress

    def __call__(self) -> tuple[Certainty, Outcome]:
        """Fit the certainty and count what was right."""
        start = Certainty()
        margins, truth = self._intents()
        known, others, given = self._scope()
        sharpness = fitted_sharpness(margins, truth, start)
        margin, nearness, offset = fitted_scope(known, [others, given], start)
        certainty = Certainty(sharpness, margin, nearness, offset)
        foreign = np.concatenate([others, given])
        line = np.array([margin, nearness, offset])
        return certainty, Outcome(
            right=int((margins.argmax(1) == truth).sum()),
            known=len(truth),
            kept=int((known @ line >= 0).sum()),
            asked=len(known),
            refused=int((foreign @ line < 0).sum()),
            foreign=len(foreign),
        )

    def _intents(self) -> tuple[Floats, Numbers]:
        """Return margins (n, intents) of texts kept aside, and their true intents."""
        margins, truth = [], []
        for fold, features, linear in self._models(without=False):
            aside = np.flatnonzero(fold.known)
            margins.append(linear.margins(self.table.seen(features, aside)))
            truth.append(self.table.intents[aside])
        return np.concatenate(margins), np.concatenate(truth)

    def _scope(self) -> tuple[Doubles, Doubles, Doubles]:
        """Return the evidence of scope for texts kept aside.

        First those of known intents, then those of intents that were left out, then those
        given as out of scope.
        """
        given = self.table.intents[: len(self.texts)] < 0
        found: tuple[list[Doubles], ...] = ([], [], [])
        for fold, features, linear in self._models(without=True):
            masks = fold.known, fold.foreign & ~given, fold.foreign & given
            for some, mask in zip(found, masks, strict=True):
                rows = self.table.seen(features, np.flatnonzero(mask))
                some.append(evidence(linear.margins(rows), linear.nearness(rows)))
        known, others, outside = (np.concatenate(some) for some in found)
        return known, others, outside

    def _models(self, *, without: bool) -> Iterator[tuple[Fold, Features, Linear]]:
        """Yield folds with what was learnt from the rest of the examples."""
        n = (2 if without else 1) if len(self.texts) > _MANY else 4
        intents = self.table.intents[: len(self.texts)]
        what = "check scope" if without else "check intents"
        for done, fold in enumerate(
            islice(folds(self.texts, intents, without=without, seed=self.seed), n)
        ):
            self.progress(what, done, n)
            yield fold, *self.table.learn(self._learnt(fold))
        self.progress(what, n, n)

    def _learnt(self, fold: Fold) -> Numbers:
        """Return the rows to learn from, with the names of the intents that are not left out."""
        n = len(self.texts)
        gone = np.unique(self.table.intents[:n][fold.foreign])
        names = n + np.setdiff1d(np.arange(self.table.n), gone)
        return np.concatenate([np.flatnonzero(fold.learn), names])

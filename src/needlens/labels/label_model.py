"""A label model: what several unsure sources say together, and how good each of them is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from needlens.errors import UserError

Votes = npt.NDArray[np.int64]
"""Shape (items, sources): the class each source votes for, from 0, or ``ABSTAIN``."""
Floats = npt.NDArray[np.float64]

ABSTAIN = -1

_PRIOR_RIGHT, _PRIOR_WRONG = 3.0, 1.0
"""Before any vote is seen, a source counts as right three times in four."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What a label model found: the sources' quality and how common the classes are."""

    balance: Floats
    """Share of each class, shape (classes,)."""
    likelihood: Floats
    """Probability of a vote given the truth, shape (sources, truth, classes + 1).

    The last column is abstaining: all ones where it says nothing.
    """
    rounds: int

    @property
    def accuracies(self) -> Floats:
        """How often each source is right when it votes, shape (sources,)."""
        together = self.likelihood[:, :, :-1] * self.balance[None, :, None]
        right: Floats = np.trace(together, axis1=1, axis2=2) / together.sum(axis=(1, 2))
        return right

    def probabilities(self, votes: Votes) -> Floats:
        """Return the probability of each class for each item, shape (items, classes)."""
        logs = np.tile(np.log(self.balance), (len(votes), 1))
        for source, table in enumerate(self.likelihood):
            logs += np.log(table[:, votes[:, source]]).T
        logs -= logs.max(axis=1, keepdims=True)
        shares = np.exp(logs)
        return np.asarray(shares / shares.sum(axis=1, keepdims=True))


@dataclass(frozen=True, slots=True)
class LabelModel:
    """Learns the accuracies of sources from how they agree, without knowing the truth.

    Expectation maximisation after Dawid and Skene 1979, "Maximum likelihood estimation of
    observer error-rates". It supposes that sources err independently of each other given
    the truth; sources that copy one another are believed too much. Abstaining says nothing,
    but in a source that knows one class only (it votes for that or is silent). Three sources or more are needed to tell a good one from a bad one; of two
    that differ, neither can be known to be right.

    ``pooling`` says how much the errors of one source on different classes are held to be
    alike, in votes; a large value learns one accuracy a source, 0 a full table of errors.

    >>> votes = np.array([[1, 1, 0], [0, 0, 0], [1, 1, -1], [0, 0, 1], [1, 1, 1], [0, 0, 1]])
    >>> learned = LabelModel(classes=2).fit(votes)
    >>> learned.probabilities(votes).argmax(axis=1).tolist()
    [1, 0, 1, 0, 1, 0]
    >>> bool(learned.accuracies[0] > learned.accuracies[2])
    True
    """

    classes: int
    pooling: float = 10.0
    most_rounds: int = 200
    tolerance: float = 1e-5

    def fit(self, votes: Votes) -> Learned:
        """Learn from votes; raise UserError when they are not of shape (items, sources)."""
        # Items with the same votes are the same to the model: each pattern is counted once.
        patterns, times = np.unique(self._checked(votes), axis=0, return_counts=True)
        probable = majority(patterns, self.classes)
        for rounds in range(1, self.most_rounds + 1):
            learned = self._learned(patterns, probable * times[:, None], rounds)
            before, probable = probable, learned.probabilities(patterns)
            if np.abs(probable - before).max(initial=0.0) < self.tolerance:
                break
        return learned

    def _learned(self, votes: Votes, expected: Floats, rounds: int) -> Learned:
        any_vote = (votes != ABSTAIN).any(axis=1)
        balance = expected[any_vote].sum(axis=0) + 1.0
        tables = [self._table(votes[:, s], expected) for s in range(votes.shape[1])]
        shape = (votes.shape[1], self.classes, self.classes + 1)
        return Learned(balance / balance.sum(), np.reshape(tables, shape), rounds)

    def _table(self, votes: Votes, expected: Floats) -> Floats:
        """Return one source's votes given the truth: counted, and drawn to its accuracy."""
        outcomes = [*range(self.classes), ABSTAIN]
        counts = np.stack([expected[votes == vote].sum(axis=0) for vote in outcomes], axis=1)
        given = counts[:, :-1].any(axis=0)
        if given.sum() == 1:
            return self._one_sided(counts, int(given.argmax()))
        said = counts[:, :-1]
        right = np.trace(said) + _PRIOR_RIGHT
        accuracy = right / (said.sum() + _PRIOR_RIGHT + _PRIOR_WRONG)
        even = np.full_like(said, (1 - accuracy) / max(self.classes - 1, 1))
        np.fill_diagonal(even, accuracy)
        pooled = said + (self.pooling + 1.0) * even
        return np.hstack([pooled / pooled.sum(axis=1, keepdims=True), np.ones((len(said), 1))])

    def _one_sided(self, counts: Floats, only: int) -> Floats:
        """Return the table of a source that votes for one class or abstains."""
        counts = counts.copy()
        counts[:, only] += _PRIOR_WRONG / max(self.classes - 1, 1)
        counts[only, only] += _PRIOR_RIGHT
        counts[:, -1] += _PRIOR_RIGHT + _PRIOR_WRONG
        counts[:, :-1] = np.maximum(counts[:, :-1], 1e-9)
        return np.asarray(counts / counts.sum(axis=1, keepdims=True))

    def _checked(self, votes: Votes) -> Votes:
        votes = np.asarray(votes)
        if self.classes < 2:
            raise UserError(f"{self.classes} classes cannot be told apart; give 2 or more")
        if votes.ndim != 2 or 0 in votes.shape or votes.dtype.kind not in "iu":
            raise UserError(
                f"votes of shape {votes.shape} and type {votes.dtype} cannot be used; give whole "
                "numbers, one row an item and one column a source"
            )
        if votes.min() < ABSTAIN or votes.max() >= self.classes:
            raise UserError(
                f"votes go from {votes.min()} to {votes.max()}; with {self.classes} classes they "
                f"are 0 to {self.classes - 1}, and {ABSTAIN} abstains"
            )
        return votes.astype(np.int64)


def majority(votes: Votes, classes: int) -> Floats:
    """Return the share of the votes for each class; without votes all are equally probable.

    >>> majority(np.array([[1, 1, 0], [-1, -1, -1]]), 2).round(2).tolist()
    [[0.33, 0.67], [0.5, 0.5]]
    """
    counts = np.stack([(votes == c).sum(axis=1) for c in range(classes)], axis=1).astype(float)
    total = counts.sum(axis=1, keepdims=True)
    return np.where(total > 0, counts / np.maximum(total, 1), 1 / classes)

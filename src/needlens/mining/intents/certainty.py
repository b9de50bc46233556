"""How sure: margins become probabilities, fitted on texts the model has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np
import numpy.typing as npt

from needlens.mining.intents.solving import minimum

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Certainty:
    """Four numbers; the defaults are where a fit begins and what few examples keep.

    ``sharpness`` multiplies the margins before the softmax (temperature scaling, Guo et
    al. 2017). The other three make the logistic regression that a text is in scope: from
    the highest margin and from how near the text is to the middle of an intent.
    """

    sharpness: float = 5.0
    margin: float = 2.5
    nearness: float = 8.0
    offset: float = -3.0

    def probabilities(self, margins: Floats, nearness: Floats) -> Floats:
        """Return the probability of each intent, shape (n, intents).

        A row sums to the probability that the text is in scope; the rest to 1 is the
        probability of none of them, when half of the texts are in scope.
        """
        ranked = softmax(self.sharpness * margins)
        seen = evidence(margins, nearness)
        scope = sigmoid(seen @ np.array([self.margin, self.nearness, self.offset]))
        return np.asarray(ranked * scope[:, None], dtype=np.float32)


def fitted_sharpness(margins: Floats, truth: npt.NDArray[np.int64], start: Certainty) -> float:
    """Return the sharpness under which the true intents of held-out texts are likeliest."""
    n = np.arange(len(truth))

    def loss(x: Doubles) -> tuple[float, Doubles]:
        sharpness = float(np.exp(x[0]))
        likely = softmax(sharpness * margins)
        surprise = -np.log(np.maximum(likely[n, truth], 1e-12)).sum()
        slope = sharpness * float(((likely * margins).sum(1) - margins[n, truth]).sum())
        away = x[0] - np.log(start.sharpness)
        return float(surprise) + 0.5 * away**2, np.array([slope + away])

    return float(np.exp(minimum(loss, np.array([np.log(start.sharpness)]), tolerance=1e-4)[0]))


def fitted_scope(
    known: Doubles, foreign: Sequence[Doubles], start: Certainty
) -> tuple[float, float, float]:
    """Return margin, nearness and offset that tell known from foreign texts apart.

    ``known`` and each kind of ``foreign`` texts are rows of :func:`evidence`. The kinds
    weigh the same, together as much as ``known``; few rows move little away from ``start``.
    """
    kinds = [rows for rows in foreign if len(rows)]
    begin = np.array(astuple(start)[1:])
    if not len(known) or not kinds:
        return start.margin, start.nearness, start.offset
    rows = np.concatenate([known, *kinds])
    truth = np.arange(len(rows)) < len(known)
    shares = [1.0, *(1 / len(kinds) for _ in kinds)]
    weight = np.concatenate(
        [
            np.full(len(one), len(rows) / 2 * share / len(one))
            for one, share in zip([known, *kinds], shares, strict=True)
        ]
    )

    def loss(x: Doubles) -> tuple[float, Doubles]:
        score = rows @ x
        surprise = weight @ (np.logaddexp(0, score) - truth * score)
        gradient = rows.T @ (weight * (sigmoid(score) - truth))
        return float(surprise) + 0.5 * float(((x - begin) ** 2).sum()), gradient + x - begin

    margin, nearness, offset = minimum(loss, begin, tolerance=1e-4)
    return float(margin), float(nearness), float(offset)


def evidence(margins: Floats, nearness: Floats) -> Doubles:
    """Return what tells whether a text is in scope, shape (n, 3); the last is always 1."""
    columns = margins.max(1), nearness.max(1), np.ones(len(margins))
    return np.column_stack(columns).astype(np.float64)


def softmax(rows: Floats) -> Floats:
    """Return the exponentials of each row as shares of their sum."""
    raised = np.exp(rows - rows.max(1, keepdims=True))
    return np.asarray(raised / raised.sum(1, keepdims=True))


def sigmoid(score: Doubles) -> Doubles:
    """Return 1 / (1 + exp(-score)), without overflow."""
    return np.asarray(0.5 * (1 + np.tanh(0.5 * score)))

"""What the confidence in an opinion rests on."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from needlens.lm.linear.heads import probability

Floats = npt.NDArray[np.float64]

DEFAULT_MORE = 0.3
_MIDDLE = 5.0


def signs_of(stated: Floats, category: npt.NDArray[np.float32], valence: Floats) -> Floats:
    """Return (n, 3): log-odds of an opinion, log-odds of its category, distance from neutral.

    ``stated`` and ``category`` are probabilities, ``valence`` is 1 to 9.
    """
    return np.stack([_odds(stated), _odds(category), np.abs(valence - _MIDDLE)], axis=1)


def confidence(signs: Floats, weights: tuple[float, ...]) -> Floats:
    """Return the probability that a reader would agree with opinions of these signs."""
    return probability(weights[0] + signs @ np.asarray(weights[1:]))


def _odds(probabilities: npt.NDArray[np.floating]) -> Floats:
    clipped = np.clip(probabilities.astype(np.float64), 1e-4, 1 - 1e-4)
    odds: Floats = np.log(clipped / (1 - clipped))
    return odds

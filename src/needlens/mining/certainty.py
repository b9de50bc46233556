"""How sure a tier is of its reading of a text, and from when on that is enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Gate:
    """When a tier's reading of a text stands: what it doubts more goes on to the next tier."""

    opinions: float = 0.75
    """The confidence that the least certain opinion of the text must have."""
    silence: float = 0.5
    """How sure the tier is that a text in which it finds no opinion has none; for a tier
    that tells this itself, how sure it must be."""
    sentiment: float = 0.95
    """The probability that the likelier side (praise or blame) must have."""


def certainty(ids: pl.Series, said: pl.DataFrame, silence: float) -> pl.Series:
    """Return how sure a reading is for each text: the confidence of its doubtfullest opinion.

    ``said`` has the columns signal_id and confidence; a text without opinions gets
    ``silence``.

    >>> said = pl.DataFrame({"signal_id": ["a", "a"], "confidence": [0.9, 0.6]})
    >>> certainty(pl.Series(["a", "b"]), said, 0.5).to_list()
    [0.6, 0.5]
    """
    least = said.group_by("signal_id").agg(pl.col("confidence").min())
    frame = ids.alias("signal_id").to_frame()
    joined = frame.join(least, on="signal_id", how="left", maintain_order="left")
    return joined["confidence"].fill_null(silence)


def threshold(
    sure: Floats | Sequence[float],
    own: Floats | Sequence[float],
    better: Floats | Sequence[float],
    loss: float = 0.005,
) -> float:
    """Return from which certainty on a tier may keep a text, so that little is lost.

    One value a text of a *dev* set: how sure the cheaper tier is, how good its reading is
    (0..1, such as right or wrong) and how good that of the better tier. The mean quality of
    the two together then is at least that of the better one less ``loss``. The lowest such
    threshold keeps the most texts; 1.01 keeps none.

    >>> threshold([0.9, 0.8, 0.6, 0.5], own=[1, 1, 1, 0], better=[1, 1, 1, 1])
    0.6
    """
    sure_, own_, better_ = (np.asarray(values, dtype=np.float64) for values in (sure, own, better))
    if not len(sure_):
        return 1.01
    order = np.argsort(-sure_, kind="stable")
    lost = np.cumsum((better_ - own_)[order]) / len(order)
    last = np.r_[sure_[order][1:] != sure_[order][:-1], True]
    good = np.flatnonzero(last & (lost <= loss + 1e-12))
    return float(sure_[order][good[-1]]) if len(good) else 1.01

"""Parts of the examples kept aside, to see how sure a model may be of what it has not seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.text.duplicates import groups

Mask = npt.NDArray[np.bool_]
FOLDS = 4


class Fold(NamedTuple):
    """Rows to learn from, and rows kept aside: of intents still known, and of none of them."""

    learn: Mask
    known: Mask
    foreign: Mask


def folds(
    texts: list[str], intents: npt.NDArray[np.int64], *, without: bool, seed: int = 0
) -> Iterator[Fold]:
    """Yield four folds; each keeps a quarter of each intent aside, near-copies together.

    ``intents`` is -1 for texts out of scope. With ``without``, each fold leaves another
    quarter of the intents out altogether: their texts are then foreign, too.
    """
    part = _parts(texts, intents, seed)
    left_out = np.random.default_rng(seed).permutation(intents.max() + 1)
    without = without and len(left_out) > 2
    for fold in range(FOLDS):
        gone = np.isin(intents, np.flatnonzero(left_out % FOLDS == fold)) if without else False
        aside = part == fold
        outside = intents < 0
        yield Fold(~aside & ~gone, aside & ~gone & ~outside, gone | (aside & outside))


def _parts(texts: list[str], intents: npt.NDArray[np.int64], seed: int) -> npt.NDArray[np.int64]:
    """Deal the groups of near-copies to the folds, intent after intent."""
    frame = pl.DataFrame({"group": groups(pl.Series(texts)), "intent": intents})
    first = (
        frame.group_by("group", maintain_order=True)
        .agg(pl.col("intent").first())
        .sample(fraction=1, shuffle=True, seed=seed)
        .sort("intent", maintain_order=True)
        .with_row_index("place")
        .with_columns(pl.col("place").cast(pl.Int64) % FOLDS)
    )
    return frame.join(first, on="group", how="left", maintain_order="left")["place"].to_numpy()

"""Where statements lie: vectors whose angle says how much two statements mean the same.

The vectors of an encoder all point somewhat the same way, and those of one language more
so. The middle of each language is taken away, so that Chinese and English meet (Libovický,
Rosa, Fraser 2020, "On the language neutrality of pre-trained multilingual
representations").
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.lm.lengths import unit

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]


def chinese(statements: pl.Series) -> Flags:
    """Say of each statement whether it is written with Chinese characters.

    >>> chinese(pl.Series(["电池不耐用", "battery dies fast", "usb 接口松"])).tolist()
    [True, False, True]
    """
    return statements.str.contains(r"\p{Han}").fill_null(value=False).to_numpy().astype(np.bool_)


@dataclass(slots=True)
class Space:
    """The middle of each language, learnt as statements come in: row 0 others, row 1 Chinese."""

    size: int
    centred: bool = True
    """Whether the middles are taken away: not from vectors without a common direction."""
    sums: Floats = field(init=False)
    n: npt.NDArray[np.float64] = field(init=False)

    def __post_init__(self) -> None:
        self.sums = np.zeros((2, self.size), dtype=np.float32)
        self.n = np.zeros(2)

    def learn(self, vectors: Floats, han: Flags) -> None:
        """Take vectors of length 1 into the middles."""
        for row in (0, 1):
            self.sums[row] += vectors[han == bool(row)].sum(axis=0)
            self.n[row] += int((han == bool(row)).sum())

    @property
    def middles(self) -> Floats:
        """The middle of each language; a language not yet seen has the other's."""
        known = self.n > 0
        if not self.centred or not known.any():
            return np.zeros((2, self.size), dtype=np.float32)
        means = self.sums / np.maximum(self.n, 1)[:, None]
        if not known.all():
            means[~known] = means[known]
        return np.asarray(means, dtype=np.float32)

    def place(self, vectors: Floats, han: Flags) -> Floats:
        """Return where statements lie: without their language's middle, of length 1."""
        return unit(vectors - self.middles[han.astype(np.int64)])

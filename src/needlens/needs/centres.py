"""The middle of each need, by which a new statement finds its need."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from needlens.lm.lengths import unit
from needlens.needs.space import Flags, Floats, Space


@dataclass(slots=True)
class Centre:
    """A need that was found among statements, or the need of a category.

    ``sums`` are the weighted vectors of its statements by language (row 0 others, row 1
    Chinese), ``weights`` their weights; so the centre stays right when the middles of the
    languages move. ``checked`` is how many statements it had when it was last looked at
    whether it is still one need.
    """

    need_id: str
    category: str
    part: str
    sums: Floats
    weights: npt.NDArray[np.float64]
    statements: int = 0
    checked: int = 0

    def take(self, vectors: Floats, han: Flags, weights: Floats, sign: int = 1) -> None:
        """Take statements in, or with ``sign`` −1 out."""
        for row in (0, 1):
            of = han == bool(row)
            self.sums[row] += sign * (vectors[of] * weights[of, None]).sum(axis=0)
            self.weights[row] += sign * float(weights[of].sum())
        self.statements += sign * len(vectors)


@dataclass(slots=True)
class Centres:
    """All centres, in the order in which they came to be."""

    all: dict[str, Centre] = field(default_factory=dict)

    def add(self, need_id: str, category: str, part: str, size: int) -> Centre:
        """Return a new, empty centre."""
        sums = np.zeros((2, size), dtype=np.float32)
        centre = Centre(need_id, category, part, sums, np.zeros(2))
        self.all[need_id] = centre
        return centre

    def places(self, space: Space, ids: list[str]) -> Floats:
        """Return where centres lie, one row each, of length 1."""
        if not ids:
            return np.zeros((0, space.size), dtype=np.float32)
        sums = np.stack([self.all[one].sums.sum(axis=0) for one in ids])
        weights = np.stack([self.all[one].weights for one in ids])
        return unit(np.asarray(sums - weights @ space.middles, dtype=np.float32))

    def categories(self, ids: list[str]) -> npt.NDArray[np.object_]:
        """Return the category of each centre."""
        return np.array([self.all[one].category for one in ids], dtype=object)

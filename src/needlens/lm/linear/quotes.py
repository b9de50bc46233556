"""The words of a clause to show: without the marks around them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from needlens.lm.linear.signs import COMMA, LIST, MARK, STOP
from needlens.lm.linear.units import Indices, Units

_MARKS = np.zeros(256, dtype=bool)
_MARKS[[MARK, COMMA, STOP, LIST]] = True


def quotes(units: Units) -> tuple[Indices, Indices, npt.NDArray[np.bool_]]:
    """Return where the words of each clause start and end, and whether it has any."""
    solid = np.flatnonzero(~_MARKS.take(units.kinds))
    after = np.searchsorted(solid, units.clauses)
    says = after[1:] > after[:-1]
    if not len(solid):
        return units.clauses[:0], units.clauses[:0], says
    first = solid[np.minimum(after[:-1], len(solid) - 1)]
    last = solid[np.maximum(after[1:] - 1, 0)]
    return units.starts[first], units.ends[last], says

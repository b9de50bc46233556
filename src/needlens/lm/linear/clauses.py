"""Where the units of a text end a clause: the columnar sister of ``text.splitting``."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from needlens.lm.linear.signs import COMMA, HAN, LINE, LIST, MARK, STOP, WORD

_ENOUGH = 3
"""Units a part must have before a 、 or a space ends it: 质量好、物流快, but not 颜色、大小."""
_NINE, _ZERO = ord("9"), ord("0")
_BUT = ord("但")
_NOT_BUT = tuple(map(ord, "不非"))

Flags = npt.NDArray[np.bool_]


def clause_ends(
    code: npt.NDArray[np.uint32],
    kind: npt.NDArray[np.uint8],
    starts: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int64],
) -> Flags:
    """Say for each unit whether a clause ends with it, the last of a text left aside.

    ``code`` and ``kind`` are those of the characters, ``starts`` and ``ends`` of the units.
    """
    if not len(starts):
        return np.zeros(0, dtype=bool)
    of_unit: npt.NDArray[np.uint8] = kind.take(starts)
    after = _at(kind, ends)
    sure: Flags = (of_unit == MARK) | (of_unit == COMMA) & ~_within_number(code, starts, ends)
    sure |= (of_unit == STOP) & (after != WORD)
    sure[:-1] &= ~_marks(of_unit[1:])
    lines = np.cumsum(kind == LINE)
    sure[:-1] |= lines.take(starts[1:]) > lines.take(ends[:-1] - 1)
    maybe = of_unit == LIST
    gap = starts[1:] > ends[:-1]
    maybe[:-1] |= gap & (of_unit[:-1] == HAN) & (of_unit[1:] == HAN)
    sure |= _long_enough(sure, maybe)
    first = code.take(starts)
    sure[:-1] |= (first[1:] == _BUT) & ~np.isin(first[:-1], _NOT_BUT)
    return sure


def _marks(kinds: npt.NDArray[np.uint8]) -> Flags:
    marks: Flags = (kinds == MARK) | (kinds == COMMA) | (kinds == STOP)
    return marks


def _at(values: npt.NDArray[np.uint8], places: npt.NDArray[np.int64]) -> npt.NDArray[np.uint8]:
    """Return the values at some places, 0 (a space) beyond the end."""
    padded = np.append(values, np.uint8(0))
    taken: npt.NDArray[np.uint8] = padded.take(places)
    return taken


def _within_number(
    code: npt.NDArray[np.uint32],
    starts: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int64],
) -> Flags:
    digit = np.zeros(len(code) + 2, dtype=bool)
    digit[1:-1] = (code >= _ZERO) & (code <= _NINE)
    within: Flags = digit.take(starts) & digit.take(ends + 1)
    return within


def _long_enough(sure: Flags, maybe: Flags) -> Flags:
    """Keep of the possible ends those with enough units since the end before."""
    places = np.flatnonzero(sure | maybe)
    since = np.diff(places, prepend=-1)
    kept = np.zeros(len(sure), dtype=bool)
    kept[places[maybe[places] & (since > _ENOUGH)]] = True
    return kept

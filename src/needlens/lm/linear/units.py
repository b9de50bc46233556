"""A text column as units: a Chinese character, a sign, or a whole word of another script."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.lm.linear.clauses import clause_ends
from needlens.lm.linear.signs import LINE, WORD, codes, kinds

Indices = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Units:
    """All units of some texts, end to end.

    ``hashes``, ``kinds``, ``starts``, ``ends`` and ``last`` have one value a unit; starts and
    ends count characters from the beginning of the first text, ``last`` says that the unit
    ends a clause. Unit ``clauses[j]`` is the first of clause ``j``, clause ``rows[i]`` the
    first of text ``i`` and character ``row_starts[i]`` its first; each has one value more
    than there are clauses and texts.
    """

    hashes: Hashes
    kinds: npt.NDArray[np.uint8]
    starts: Indices
    ends: Indices
    last: npt.NDArray[np.bool_]
    clauses: Indices
    rows: Indices
    row_starts: Indices

    @classmethod
    def of(cls, texts: pl.Series) -> Units:
        """Cut the rows of a String column into units and clauses; null is empty.

        >>> text = "屏幕很清晰，but 3.5kg is heavy"
        >>> units = Units.of(pl.Series([text]))
        >>> first, after = units.starts[units.clauses[:-1]], units.ends[units.clauses[1:] - 1]
        >>> [text[a:b] for a, b in zip(first, after)]
        ['屏幕很清晰，', 'but 3.5kg is heavy']
        >>> bool((Units.of(pl.Series(["螢幕乾淨"])).hashes == Units.of(pl.Series(["萤幕干净"])).hashes).all())
        True
        """
        values, row_starts = _characters(texts)
        code, kind = codes().take(values), kinds().take(values)
        starts, ends = _bounds(kind, row_starts)
        hashes = _hashes(code, kind, starts)
        row_units = np.searchsorted(starts, row_starts)
        last = clause_ends(code, kind, starts, ends)
        last[row_units[1:][row_units[1:] > row_units[:-1]] - 1] = True
        clauses = np.concatenate([[0], np.flatnonzero(last) + 1])[: int(last.sum()) + 1]
        rows = np.searchsorted(clauses, row_units)
        return cls(hashes, kind.take(starts), starts, ends, last, clauses, rows, row_starts)

    @property
    def clause_rows(self) -> Indices:
        """The text of each clause."""
        return np.repeat(np.arange(len(self.rows) - 1), np.diff(self.rows))

    @property
    def unit_clauses(self) -> Indices:
        """The clause of each unit."""
        return np.repeat(np.arange(len(self.clauses) - 1), np.diff(self.clauses))


def mix(values: Hashes) -> Hashes:
    """Spread the bits (the finaliser of MurmurHash3, 32 bits)."""
    values = (values ^ (values >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    values = (values ^ (values >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    mixed: Hashes = values ^ (values >> np.uint32(16))
    return mixed


def _characters(texts: pl.Series) -> tuple[Hashes, Indices]:
    filled = texts.fill_null("")
    starts = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum(filled.str.len_chars().to_numpy(), out=starts[1:])
    joined = filled.str.join("").item() if len(filled) else ""
    return np.frombuffer(joined.encode("utf-32-le"), dtype="<u4"), starts


def _bounds(kind: npt.NDArray[np.uint8], row_starts: Indices) -> tuple[Indices, Indices]:
    """Return where each unit starts and ends."""
    word = kind == WORD
    goes_on = np.zeros(len(kind) + 1, dtype=bool)
    goes_on[1:-1] = word[1:] & word[:-1]
    goes_on[row_starts] = False
    solid = kind > LINE
    starts = np.flatnonzero(solid & ~goes_on[:-1])
    ends = np.flatnonzero(solid & ~goes_on[1:]) + 1
    return starts, ends


def _hashes(code: Hashes, kind: npt.NDArray[np.uint8], starts: Indices) -> Hashes:
    """Add up the characters of each unit, each mixed with its place."""
    if not len(starts):
        return np.zeros(0, dtype=np.uint32)
    sizes = np.diff(starts, append=len(code))
    place = np.arange(len(code), dtype=np.uint32)
    place[starts[0] :] -= np.repeat(starts.astype(np.uint32), sizes)
    signs = mix(code + place * np.uint32(0x9E3779B1))
    signs *= kind > LINE
    summed: Hashes = mix(np.add.reduceat(signs, starts, dtype=np.uint32))
    return summed

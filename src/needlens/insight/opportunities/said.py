"""Voices and mean valence of each need, and what they are without some of what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from needlens.needs.intervals import Floats
from needlens.needs.voices import masses

_DIGITS = 6  # sums of floats differ in the last places with the order of rows


@dataclass(frozen=True, slots=True)
class Counts:
    """Voices and mean valence of each need; NaN: nobody judges it."""

    voices: Floats
    valence: Floats


class Said:
    """All that was said, laid out so that leaving out little costs little.

    What one voice says of one need adds up on its own. So only the pairs of voice and need
    that lose something are counted anew.
    """

    def __init__(self, frame: pl.DataFrame, need_ids: Sequence[str]) -> None:
        self._frame = frame
        self._needs = pl.DataFrame({"need_id": need_ids}).with_row_index("place")
        self._sums = self._summed(frame)
        self.counts = _counts(self._sums)

    @classmethod
    def of(cls, assigned: pl.DataFrame, need_ids: Sequence[str]) -> Said:
        """Return what was said of these needs; other columns than those counted may differ."""
        known = assigned.filter(pl.col("need_id").is_in(need_ids))
        pairs = known.select("need_id", "voice").unique().with_row_index("pair")
        return cls(known.join(pairs, on=["need_id", "voice"]), need_ids)

    def without(self, out: pl.Expr) -> Counts:
        """Return the counts of what remains when the rows that ``out`` is true of are gone."""
        gone = self._frame.select(out).to_series().to_numpy()
        pair = self._frame["pair"].to_numpy()
        touched = np.zeros(len(pair), dtype=bool)  # there are no more pairs than rows
        touched[pair[gone]] = True
        concerned = touched[pair]
        before = self._summed(self._frame.filter(concerned))
        after = self._summed(self._frame.filter(concerned & ~gone))
        return _counts(self._sums - before + after)

    def _summed(self, frame: pl.DataFrame) -> Floats:
        """Return a row a need: its voices, those who judge, and the sum of their valences."""
        voices = masses(frame, ["need_id"])
        judged = (
            frame.filter(pl.col("valence").is_not_null())
            .group_by("need_id", "voice")
            .agg(pl.col("valence").mean())
        )
        mass = pl.col("mass")
        sums = (
            voices.join(judged, on=["need_id", "voice"], how="left")
            .group_by("need_id")
            .agg(
                mass.sum(),
                mass.filter(pl.col("valence").is_not_null()).sum().alias("judges"),
                (mass * pl.col("valence")).sum().alias("valences"),
            )
        )
        placed = self._needs.join(sums, on="need_id", how="left").sort("place")
        table: Floats = placed.select(pl.col("mass", "judges", "valences").fill_null(0)).to_numpy()
        return table


def _counts(sums: Floats) -> Counts:
    voices, judges, valences = np.round(sums, _DIGITS).T
    valence = np.divide(valences, judges, where=judges > 0, out=np.full(len(sums), np.nan))
    return Counts(voices, np.round(valence, _DIGITS))

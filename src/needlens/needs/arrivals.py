"""Statements that come in and look for their need, as arrays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.lm.lengths import unit
from needlens.needs.centres import Centre
from needlens.needs.groups import Groups
from needlens.needs.space import Flags, Floats, chinese
from needlens.needs.voices import ENOUGH

Vectors = Callable[[pl.Series], Floats]
Rows = npt.NDArray[np.int64]

UNITS = pl.Schema(
    {
        "category": pl.String(),
        "statement": pl.String(),
        "voices": pl.Float64(),
        "role": pl.Int8(),  # FOUNDS | JOINS | CALM
    }
)
"""One row for each thing said about a category, with how many voices said it."""

FOUNDS, JOINS, CALM = 0, 1, 2
"""What a statement may do: begin a need (a complaint, a wish, a search), only join one
(a complaint about nothing in particular), or only say how well it is met (praise)."""


@dataclass(slots=True)
class Batch:
    """Statements that look for their need; ``found`` has the id of each, '' for none."""

    category: npt.NDArray[np.object_]
    statement: list[str]
    voices: Floats
    founds: Flags
    calm: Flags
    raw: Floats
    han: Flags
    places: Floats
    found: list[str]
    loose: Flags

    def weights(self, rows: Rows) -> Floats:
        """Return how much each of some statements moves a centre."""
        return np.log1p(self.voices[rows]).astype(np.float32)


def fresh_of(members: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Return the units that are new, or are loose and have more voices than before."""
    known = members.select("category", "statement", "loose", before="voices")
    return (
        units.join(known, on=["category", "statement"], how="left")
        .filter(
            pl.col("before").is_null()
            | (pl.col("loose") & (pl.col("voices") > pl.col("before") + ENOUGH))
        )
        .select(UNITS.names())
        .sort("category", -pl.col("voices"), "statement")
    )


def batch_of(groups: Groups, fresh: pl.DataFrame, vectors: Vectors) -> Batch:
    """Return units as arrays; the space of ``groups`` learns the statements it has not seen."""
    statements = fresh["statement"]
    raw, han = unit(vectors(statements)), chinese(statements)
    new = fresh.join(groups.members, on="statement", how="anti")["statement"].unique()
    first = statements.is_in(new.implode()) & statements.is_first_distinct()
    groups.space.learn(raw[first.to_numpy()], han[first.to_numpy()])
    return Batch(
        category=fresh["category"].to_numpy().astype(object),
        statement=statements.to_list(),
        voices=fresh["voices"].to_numpy().astype(np.float32),
        founds=(fresh["role"] == FOUNDS).to_numpy(),
        calm=(fresh["role"] == CALM).to_numpy(),
        raw=raw,
        han=han,
        places=groups.space.place(raw, han),
        found=[""] * len(statements),
        loose=np.ones(len(statements), dtype=np.bool_),
    )


def take(centre: Centre, batch: Batch, rows: Rows) -> None:
    """Make statements members of a need; only those that may found one move its centre."""
    speaking = rows[batch.founds[rows]]
    centre.take(batch.raw[speaking], batch.han[speaking], batch.weights(speaking))
    for row in rows:
        batch.found[row] = centre.need_id
    batch.loose[rows] = False

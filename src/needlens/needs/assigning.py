"""Give every expression its need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from needlens.needs.arrivals import CALM, FOUNDS, JOINS, UNITS, Vectors
from needlens.needs.grouping import NEGATIVE_BELOW, need_ids, with_part
from needlens.needs.groups import Groups, Likeness
from needlens.needs.growth import Recognise, grow
from needlens.needs.ngrams import Ngrams
from needlens.needs.revision import revise
from needlens.needs.voices import count

_DIGITS = 6  # sums of floats differ in the last places with the order of rows
_ASKING = ("suggestion", "question", "reason", "query", "implied")


def assigned(
    frame: pl.DataFrame,
    groups: Groups,
    vectors: Vectors,
    anchors: Mapping[str, Iterable[str]],
    enough: float,
    likeness: Likeness,
    *,
    general: str = "",
    kept: frozenset[str] = frozenset(),
    recognise: Recognise | None = None,
    offshoots: Mapping[str, tuple[str, ...]] | None = None,
) -> pl.DataFrame:
    """Add ``part`` and ``need_id`` to expressions with ``voice``; drop those of no need.

    ``groups`` learns what is new. ``kept`` are needs a person has decided on,
    ``offshoots`` those split off from another. A category without ``anchors`` has no need
    of its own: there an expression belongs to a need found among statements, or to none.
    Complaints about the product in ``general`` found none.
    """
    parted = with_part(frame, enough).with_columns(_role(general, groups.model))
    parted = parted.with_columns(_unit())
    free = parted.filter((pl.col("part") == "") & (pl.col("unit") != ""))
    by = ["category", "unit"]
    units = (
        count(free, by)
        .join(free.group_by(by).agg(pl.col("role").min()), on=by)
        .filter((pl.col("role") != CALM) | (pl.col("category") != general))
        .select("category", "role", pl.col("voices").round(_DIGITS), statement="unit")
    )
    grow(groups, units, vectors, anchors, enough, likeness, recognise, offshoots)
    revise(groups, vectors, enough, kept, likeness)
    members = groups.members.select("category", "need_id", unit="statement")
    joined = parted.join(members, on=["category", "unit"], how="left", maintain_order="left")
    fixed = need_ids(joined["category"], joined["part"])
    whole = pl.col("category").is_in(list(anchors))
    parts = {one: centre.part for one, centre in groups.centres.all.items()}
    return (
        joined.with_columns(
            pl.when((pl.col("part") != "") | (pl.col("need_id").is_null() & whole))
            .then(fixed)
            .otherwise(pl.col("need_id"))
            .alias("need_id")
        )
        .filter(pl.col("need_id").fill_null("") != "")
        .with_columns(
            pl.when(pl.col("part") == "")
            .then(pl.col("need_id").replace_strict(parts, default="", return_dtype=pl.String))
            .otherwise("part")
            .alias("part")
        )
        .drop("role", "unit")
    )


def _role(general: str, model: str) -> pl.Expr:
    """Say what a statement may do: found a need, only join one, or measure one (calm).

    Without an encoder only what is asked for founds needs: complaints in other words about
    one thing would be many.
    """
    asks = pl.col("origin").is_in(_ASKING)
    complains = pl.col("valence").fill_null(1.0) < NEGATIVE_BELOW
    may = (pl.col("category") != general) & pl.lit(model != Ngrams.model)
    return (
        pl.when(asks | (complains & may))
        .then(pl.lit(FOUNDS))
        .when(complains)
        .then(pl.lit(JOINS))
        .otherwise(pl.lit(CALM))
        .cast(UNITS["role"])
        .alias("role")
    )


def _unit() -> pl.Expr:
    """Return what is compared: the statement, of praise only what is praised."""
    named = pl.col("aspect").fill_null("").str.to_lowercase().str.strip_chars()
    return pl.when(pl.col("role") == CALM).then(named).otherwise("statement").alias("unit")

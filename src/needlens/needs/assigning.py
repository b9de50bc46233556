"""Give every expression its need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from needlens.needs.arrivals import CALM, FOUNDS, JOINS, UNITS, Vectors
from needlens.needs.grouping import NEGATIVE_BELOW, need_id, need_ids, with_part
from needlens.needs.groups import Groups, Likeness
from needlens.needs.growth import grow
from needlens.needs.hints import followed, held, sentences, told
from needlens.needs.ngrams import Ngrams
from needlens.needs.recognition import Recognise
from needlens.needs.revision import revise
from needlens.needs.voices import ENOUGH, count

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
    Complaints about the product in ``general`` found none. Words may go where their whole
    sentence goes, and a sentence is not counted beside its words (see needs.hints).
    """
    parted = (
        with_part(frame, enough)
        .with_columns(_role(general, groups.model))
        .with_columns(_unit(groups.model))
        .with_row_index("row")
    )
    free = parted.filter((pl.col("part") == "") & (pl.col("unit") != ""))
    implied = free.filter(pl.col("origin") == "implied")

    def take(some: pl.DataFrame, *, founding: bool) -> None:
        units = _units(some).filter((pl.col("role") != CALM) | (pl.col("category") != general))
        grow(
            groups, units, vectors, anchors, enough, likeness, recognise, offshoots,
            founding=founding,
        )  # fmt: skip

    take(implied, founding=False)  # «written on my lunch break»: filler is said by many
    within = sentences(_placed(implied, groups))
    alone = held(free, within)
    take(
        free.filter(pl.col("origin") != "implied").join(alone, on="row", how="anti"),
        founding=True,
    )
    revise(groups, vectors, enough, kept, likeness)
    within = sentences(_placed(implied, groups))  # needs may have been split or merged
    weak = _found_among_words(groups) - kept
    joined = told(followed(_placed(parted, groups), held(free, within)), within, weak)
    whole = pl.col("category").is_in(list(anchors))
    free_to_go = whole & ~pl.col("need_id").is_in(sorted(kept))
    joined = _of_few(joined, groups, enough, likeness.join, free_to_go)
    fixed = need_ids(joined["category"], joined["part"])
    praised = (pl.col("role") == CALM) & (pl.col("need_id") == "")
    parts = {one: centre.part for one, centre in groups.centres.all.items()}
    return (
        joined.with_columns(
            pl.when((pl.col("part") != "") | (whole & (pl.col("need_id").is_null() | praised)))
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
        .drop("role", "unit", "loose", "row")
    )


def _of_few(
    frame: pl.DataFrame, groups: Groups, enough: float, near: float, may: pl.Expr
) -> pl.DataFrame:
    """Leave with their category expressions whose need has too few voices to be shown.

    If the need is ``near`` that of the category: three complaints about slow delivery are one
    need, until those about slow dispatch are enough for their own.
    """
    voices = count(frame.filter(pl.col("need_id").fill_null("") != ""), ["need_id"])
    few = frame.filter(may & (pl.col("part") == "")).join(
        voices.filter(pl.col("voices") < enough - ENOUGH), on="need_id", how="semi"
    )
    pairs = few.select("category", "need_id").unique().sort("category", "need_id")
    own = [need_id(category) for category in pairs["category"]]
    known = [one in groups.centres.all and other in groups.centres.all
             for one, other in zip(own, pairs["need_id"], strict=True)]  # fmt: skip
    pairs = pairs.with_columns(own=pl.Series(own, dtype=pl.String)).filter(
        pl.Series(known, dtype=pl.Boolean)
    )
    places = [
        groups.centres.places(groups.space, pairs[side].to_list()) for side in ("own", "need_id")
    ]
    like = pl.Series((places[0] * places[1]).sum(axis=1) >= near, dtype=pl.Boolean)
    back = pairs.filter(like).select("category", "need_id", back=pl.lit(value=True))
    return frame.join(back, on=["category", "need_id"], how="left", maintain_order="left").with_columns(
        pl.when(pl.col("back").is_null() | (pl.col("part") != "")).then("need_id").alias("need_id")
    ).drop("back")  # fmt: skip


def _found_among_words(groups: Groups) -> set[str]:
    """Return the needs that were found within a category: fewer words tell of them.

    Those of the library, and what was split off from them, have none.
    """
    return {
        one
        for one, centre in groups.centres.all.items()
        if centre.category and centre.part.startswith("about ")
    }


def _placed(frame: pl.DataFrame, groups: Groups) -> pl.DataFrame:
    """Add ``need_id`` and ``loose`` of each expression's statement, as remembered."""
    members = groups.members.select("category", "need_id", "loose", unit="statement")
    return frame.join(members, on=["category", "unit"], how="left", maintain_order="left")


def _units(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the statements of expressions (columns UNITS).

    Voices that praise count only where nobody lacks anything: what is praised founds no need.
    """
    by = ["category", "unit"]
    roles = frame.group_by(by).agg(pl.col("role").min())
    lacking = count(frame.filter(pl.col("role") != CALM), by).rename({"voices": "lacking"})
    return (
        count(frame, by)
        .join(roles, on=by)
        .join(lacking, on=by, how="left")
        .with_columns(pl.coalesce("lacking", "voices").round(_DIGITS).alias("voices"))
        .rename({"unit": "statement"})
        .select(UNITS.names())
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


def _unit(model: str) -> pl.Expr:
    """Return what is compared: the statement; of praise, without an encoder, its aspect.

    Characters and words do not tell that "battery great" is about what "battery dies" is.
    """
    named = pl.col("aspect").fill_null("").str.to_lowercase().str.strip_chars()
    alone = (pl.col("role") == CALM) & pl.lit(model == Ngrams.model)
    return pl.when(alone).then(named).otherwise("statement").alias("unit")

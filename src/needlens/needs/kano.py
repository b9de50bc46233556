"""The Kano class of needs, from what praise and blame of each do to the rating.

Penalty–reward contrast: a need whose absence costs and whose presence gains nothing is a
must-be, one that only gains is attractive. Kano, Seraku, Takahashi, Tsuji, J. Japan. Soc.
Quality Control 14 (1984); Brandt, "A procedure for identifying value-enhancing service
components using customer satisfaction survey data" (1987).
"""

from __future__ import annotations

import numpy as np
import polars as pl

from needlens.needs.intervals import Z95, Floats

MIN_REVIEWS = 30
"""Rated reviews that praise a need, and as many that blame it, to judge it by."""
MATTERS = 0.15
"""An effect matters from this share of the room it has: the stars from an ordinary
rating up to the best, or down to the worst."""
BLAME_BELOW = 4.5
PRAISE_ABOVE = 5.5
SCALE = (1.0, 5.0)
_BATCH = 100_000

CLASSES = pl.Schema(
    {
        "need_id": pl.String(),
        "kano": pl.String(),  # '' | must-be | one-dimensional | attractive | indifferent
        "penalty": pl.Float64(),  # stars that blame costs
        "penalty_low": pl.Float64(),
        "penalty_high": pl.Float64(),
        "reward": pl.Float64(),  # stars that praise gains
        "reward_low": pl.Float64(),
        "reward_high": pl.Float64(),
        "n": pl.Int64(),  # rated reviews that praise or blame it
    }
)


def kano(frame: pl.DataFrame, ratings: pl.DataFrame) -> pl.DataFrame:
    """Return the Kano class of each need of ``frame`` (columns CLASSES).

    ``frame`` holds expressions with ``need_id``, ``signal_id`` and ``valence``, ``ratings``
    the ``signal_id`` and ``rating`` (1–5) of all reviews that were read, also those that
    speak of no need. Ratings are regressed on two dummies for each need, praised and
    blamed, all needs at once: an angry review blames many things, and a comparison of
    one need alone would charge each with all the stars. ``kano`` is '' where too few
    rated reviews praise and blame the need, or the intervals leave the class open.

    >>> said = pl.DataFrame({"need_id": "n", "signal_id": [str(i) for i in range(80)],
    ...                      "valence": [2.0] * 40 + [8.0] * 40})
    >>> stars = pl.DataFrame({"signal_id": [str(i) for i in range(160)],
    ...                       "rating": [2.0] * 40 + [4.0] * 40 + [4.0] * 80})
    >>> kano(said, stars).select("kano", "penalty", "reward", "n").row(0)
    ('must-be', 2.0, 0.0, 80)
    """
    rated = ratings.drop_nulls().unique("signal_id").sort("signal_id").with_row_index("row")
    marks = _marks(frame, rated)
    counts = marks.group_by("need_id").agg(
        pl.len().cast(pl.Int64).alias("n"),
        *(
            (pl.col("side") == side).sum().cast(pl.Int64).alias(f"n_{side}")
            for side in ("blame", "praise")
        ),
    )
    needs = frame.select("need_id").unique().join(counts, on="need_id", how="left")
    needs = needs.with_columns(pl.col("n", "n_blame", "n_praise").fill_null(0)).sort("need_id")
    enough = needs.filter(pl.min_horizontal("n_blame", "n_praise") >= MIN_REVIEWS)
    if enough.is_empty():
        return _shown(needs, CLASSES.to_frame().with_columns(usual=pl.lit(None, pl.Float64)))
    effects = _regressed(marks.join(enough, on="need_id", how="semi"), rated, enough)
    return _shown(needs, effects)


def _marks(frame: pl.DataFrame, rated: pl.DataFrame) -> pl.DataFrame:
    """Return one row for each rated review and need it praises or blames on the whole."""
    valence = pl.col("valence")
    side = pl.when(valence < BLAME_BELOW).then(pl.lit("blame"))
    return (
        frame.filter(valence.is_not_null())
        .group_by("need_id", "signal_id")
        .agg(valence.mean().round(6))
        .with_columns(side=side.when(valence > PRAISE_ABOVE).then(pl.lit("praise")))
        .filter(pl.col("side").is_not_null())
        .join(rated.select("signal_id", "row"), on="signal_id")
        .select("need_id", "side", "row")
        .sort("need_id", "side", "row")
    )


def _regressed(marks: pl.DataFrame, rated: pl.DataFrame, needs: pl.DataFrame) -> pl.DataFrame:
    """Return penalty and reward of each need with intervals, and the ordinary rating.

    Least squares by the normal equations, which are small however many reviews there
    are; errors robust to unequal variances (White, Econometrica 48, 1980).
    """
    at = needs.select("need_id").with_row_index("need")
    column = 1 + 2 * pl.col("need").cast(pl.Int64) + (pl.col("side") == "praise")
    cells = marks.join(at, on="need_id").select("row", column.alias("column"))
    everyone = pl.DataFrame({"row": rated["row"], "column": np.zeros(rated.height, dtype=np.int64)})
    cells = pl.concat([everyone, cells]).sort("row", "column")
    size = 1 + 2 * needs.height
    rating: Floats = rated["rating"].cast(pl.Float64).to_numpy()
    rows, columns = cells["row"].to_numpy(), cells["column"].to_numpy()
    inverse = np.linalg.pinv(_crossed(cells, np.ones(len(rating)), size), hermitian=True)
    effects = inverse @ np.bincount(columns, weights=rating[rows], minlength=size)
    errors: Floats = rating - np.bincount(rows, weights=effects[columns], minlength=len(rating))
    spread = inverse @ _crossed(cells, errors**2, size) @ inverse
    few = len(rating) / max(len(rating) - size, 1)
    half = Z95 * np.sqrt(np.maximum(np.diag(spread), 0) * few)
    return pl.DataFrame(
        {
            "need_id": needs["need_id"],
            **_interval("penalty", -effects[1::2], half[1::2]),
            **_interval("reward", effects[2::2], half[2::2]),
            "usual": np.full(needs.height, effects[0]),
        }
    )


def _interval(name: str, value: Floats, half: Floats) -> dict[str, Floats]:
    return {name: value, f"{name}_low": value - half, f"{name}_high": value + half}


def _crossed(cells: pl.DataFrame, weights: Floats, size: int) -> Floats:
    """Return X'WX of a matrix with ones at ``cells`` (row, column), a batch at a time."""
    crossed = np.zeros(size * size)
    for first in range(0, len(weights), _BATCH):
        part = cells.filter(pl.col("row").is_between(first, first + _BATCH, closed="left"))
        pairs = part.join(part, on="row", suffix="_other")
        flat = pairs["column"].to_numpy() * size + pairs["column_other"].to_numpy()
        crossed += np.bincount(
            flat, weights=weights[pairs["row"].to_numpy()], minlength=len(crossed)
        )
    return crossed.reshape(size, size)


def _shown(needs: pl.DataFrame, effects: pl.DataFrame) -> pl.DataFrame:
    """Return the needs with their effects and the class that follows from them."""
    costs = _matters("penalty", pl.col("usual") - SCALE[0])
    gains = _matters("reward", SCALE[1] - pl.col("usual"))
    table = needs.join(effects, on="need_id", how="left").sort("need_id")
    return table.with_columns(
        kano=pl.when(costs & gains)
        .then(pl.lit("one-dimensional"))
        .when(costs & ~gains)
        .then(pl.lit("must-be"))
        .when(~costs & gains)
        .then(pl.lit("attractive"))
        .when(~costs & ~gains)
        .then(pl.lit("indifferent"))
        .otherwise(pl.lit("")),
    ).select(
        pl.col(name).round(6) + 0.0 if kind == pl.Float64 else pl.col(name)
        for name, kind in CLASSES.items()
    )


def _matters(name: str, room: pl.Expr) -> pl.Expr:
    """Return whether an effect matters; null when its interval leaves it open."""
    share, low, high = (pl.col(f"{name}{end}") / room for end in ("", "_low", "_high"))
    return (
        pl.when((room <= 0) | share.is_null())
        .then(None)
        .when((low > 0) & (share >= MATTERS))
        .then(True)
        .when(high < MATTERS)
        .then(False)
    )

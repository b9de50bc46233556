"""How large, how well met and how urgent each need is, and where it is going."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import numpy as np
import polars as pl

from needlens.needs.intervals import Floats, log2_ratio, mean_interval, wilson
from needlens.needs.voices import count, masses

UNMET_BELOW = 4.5
"""A need whose mean valence is lower is unmet: what is said of it is negative."""
MET_FROM = 5.5
"""A need is met when even the low end of its interval is as positive as this."""
TREND_PIECES = 30
TREND_PERIOD = timedelta(days=14)
NEUTRAL = 5.0

_DIGITS = 6  # sums of floats differ in the last places with the order of rows


def measured(
    frame: pl.DataFrame,
    everyone: float,
    now: datetime | None,
    least: float = 0.0,
    resized: Callable[[pl.DataFrame], pl.DataFrame] | None = None,
) -> pl.DataFrame:
    """Return one row a need with the measures of the columns NEEDS that are counts of voices.

    ``frame`` holds expressions with ``voice`` and ``need_id``; ``everyone`` is the number
    of all voices, of which those behind a need are a share. Needs with fewer than ``least``
    voices are left out; ``resized`` may correct the demand of the others.
    """
    voices = masses(frame, ["need_id"])
    table = (
        voices.group_by("need_id")
        .agg(pl.col("mass").sum().alias("demand"))
        .join(_pieces(frame), on="need_id", how="left")
        .join(_troubled(frame), on="need_id", how="left")
        .join(_moments(frame, voices), on="need_id", how="left")
        .join(_halves(frame, now), on="need_id", how="left")
        .sort("need_id")
    )
    low, high = wilson(_numbers(table, "demand"), everyone)
    table = table.with_columns(demand_low=low, demand_high=high)
    table = table.filter(pl.col("demand") >= least)
    if resized is not None:
        table = resized(table)
    return (
        table.pipe(_with_satisfaction)
        .pipe(_with_opportunity)
        .pipe(_with_trend)
        .with_columns(pl.selectors.float().round(_DIGITS))
    )


def state_of(satisfaction: float, low: float, n: int, troubled: float = 1.0) -> str:
    """Return met, underserved or unmet; what is only asked for is unmet.

    ``troubled`` is how many voices complain or ask: without any there is nothing to serve,
    or nothing is known of how it is served (searches whose results nobody recorded).

    >>> state_of(3.2, 2.9, 40), state_of(6.0, 5.1, 9), state_of(6.0, 5.8, 400), state_of(5, 1, 0)
    ('unmet', 'underserved', 'met', 'unmet')
    >>> state_of(6.8, 4.9, 4, troubled=0), state_of(5, 1, 0, troubled=0)
    ('met', 'underserved')
    """
    if n == 0:
        return "unmet" if troubled > 0 else "underserved"
    if satisfaction < UNMET_BELOW:
        return "unmet"
    praised = troubled == 0 and satisfaction >= MET_FROM
    return "met" if praised or low >= MET_FROM else "underserved"


def importance_of(demand: Floats) -> Floats:
    """Return importance, 0–10: ln(1 + voices) against the need with most voices.

    Ulwick asks people how important an outcome is; reviews only show how many bring it
    up. Numbers of mentions are spread over powers of ten, so a plain share would put all
    needs but one or two near 0; the logarithm keeps their order and spreads them.

    >>> importance_of(np.array([0.0, 9.0, 99.0])).tolist()
    [0.0, 5.0, 10.0]
    """
    most = float(demand.max(initial=0.0))
    return 10 * np.log1p(demand) / np.log1p(most) if most > 0 else np.zeros_like(demand)


def opportunity_of(importance: Floats, satisfaction: Floats) -> Floats:
    """Return importance + max(importance − satisfaction, 0), satisfaction brought to 0–10.

    Ulwick, "Turn customer input into innovation", Harvard Business Review 80 (2002).

    >>> opportunity_of(np.array([8.0, 8.0]), np.array([1.0, 9.0])).tolist()
    [16.0, 8.0]
    """
    return importance + np.maximum(importance - (satisfaction - 1) / 8 * 10, 0)


def _numbers(table: pl.DataFrame, column: str) -> Floats:
    values: Floats = table[column].cast(pl.Float64).fill_null(0).to_numpy()
    return values


def _pieces(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.group_by("need_id").agg(
        pl.col("signal_id").n_unique().cast(pl.Int64).alias("evidence_count")
    )


def _troubled(frame: pl.DataFrame) -> pl.DataFrame:
    """Return per need how many voices complain or ask for something."""
    asks = pl.col("valence").is_null() & pl.col("origin").is_in(
        ["suggestion", "question", "implied"]
    )
    complains = pl.col("valence") < UNMET_BELOW
    return count(frame.filter(asks | complains), ["need_id"]).rename({"voices": "troubled"})


def _moments(frame: pl.DataFrame, voices: pl.DataFrame) -> pl.DataFrame:
    """Return per need the number, mean and squared deviations of its voices' valences.

    A voice has one valence for a need, the mean of what it said, so that who writes much
    does not weigh more.
    """
    said = (
        frame.filter(pl.col("valence").is_not_null())
        .group_by("need_id", "voice")
        .agg(pl.col("valence").mean(), pl.len().alias("opinions"))
        .join(voices, on=["need_id", "voice"], how="inner")
    )
    mass, valence = pl.col("mass"), pl.col("valence")
    mean = (mass * valence).sum() / mass.sum()
    return said.group_by("need_id").agg(
        mass.sum().alias("judges"),
        mean.alias("satisfaction"),
        (mass * (valence - mean) ** 2).sum().alias("squares"),
        pl.col("opinions").sum().cast(pl.Int64).alias("satisfaction_n"),
    )


def _with_satisfaction(table: pl.DataFrame) -> pl.DataFrame:
    """Add the interval of the mean valence; where no one judged, the whole scale."""
    judges, squares = _numbers(table, "judges"), _numbers(table, "squares")
    spare = float(judges.sum()) - len(judges)
    pooled = max(float(squares.sum()) / spare, 1.0) if spare > 0 else 4.0
    mean = table["satisfaction"].fill_null(NEUTRAL).to_numpy()
    low, high = mean_interval(mean, squares, judges, pooled, 1, 9)
    return table.with_columns(
        pl.col("satisfaction").fill_null(NEUTRAL),
        pl.col("satisfaction_n").fill_null(0),
        satisfaction_low=low,
        satisfaction_high=high,
    ).drop("judges", "squares")


def _with_opportunity(table: pl.DataFrame) -> pl.DataFrame:
    importance = importance_of(_numbers(table, "demand"))
    measures = ["satisfaction", "satisfaction_low", "satisfaction_n", "troubled"]
    rows = table.select(pl.col(measures).fill_null(0)).iter_rows()
    return table.drop("troubled").with_columns(
        pl.Series("state", [state_of(*row) for row in rows], dtype=pl.String),
        importance=importance,
        opportunity=opportunity_of(importance, _numbers(table, "satisfaction")),
    )


def _halves(frame: pl.DataFrame, now: datetime | None) -> pl.DataFrame:
    """Return per need the voices of the earlier and the later half of the period.

    The period runs from the 1st to the 99th percentile of all dates, so that one wrong
    date does not stretch it; dates after ``now`` are wrong and left out.
    """
    # An act has the date of its last part, which says nothing of when it began.
    dated = frame.filter(pl.col("at").is_not_null() & (pl.col("origin") != "behaviour"))
    if now is not None:
        dated = dated.filter(pl.col("at") <= now)
    dated = dated.group_by("need_id", "signal_id").agg(pl.col("weight").max(), pl.col("at").min())
    stamps = dated["at"].dt.epoch("us")
    first, last = stamps.quantile(0.01), stamps.quantile(0.99)
    if first is None or last is None or (last - first) < TREND_PERIOD.total_seconds() * 1e6:
        dated = dated.clear()
    middle = ((first or 0) + (last or 0)) / 2
    late = pl.col("at").dt.epoch("us") >= middle
    return dated.group_by("need_id").agg(
        pl.col("weight").filter(~late).sum().alias("earlier"),
        pl.col("weight").filter(late).sum().alias("later"),
        pl.len().cast(pl.Int64).alias("trend_n"),
    )


def _with_trend(table: pl.DataFrame) -> pl.DataFrame:
    earlier, later = _numbers(table, "earlier"), _numbers(table, "later")
    known = pl.col("trend_n").fill_null(0) >= TREND_PIECES
    values = dict(
        zip(("trend", "trend_low", "trend_high"), log2_ratio(earlier, later), strict=True)
    )
    return (
        table.with_columns(**values)
        .with_columns(pl.when(known).then(pl.col(*values, "trend_n")))
        .drop("earlier", "later")
    )

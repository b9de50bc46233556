"""Bursts: far more reviews of a product, of one mood, within a day than it usually has."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.mining.suspicion_likeness import alike

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_DAY = 86_400_000_000
_HALF = _DAY // 2
_FEWEST = 5
"""Reviews that make a burst."""
_SURE = np.log(1e-3)
"""Log of how many bursts chance may make in all reviews of a shop."""
_UNUSUAL = np.log(0.01)
"""Log of how often chance gives a burst as many new customers, or as much praise."""
_EMPTY = pl.Schema({"signal_id": pl.String(), "sign": pl.String()})


def bursts(reviews: pl.DataFrame) -> pl.DataFrame:
    """Return ``signal_id`` and ``sign``: burst, new, alike, one-sided.

    Expected is the product's own rate outside that day, times how much more than usual
    is written that day in the rest of the shop, so that a sale is no burst. A count is a
    burst when chance gives it less than once in a thousand shops (Chernoff's bound of the
    Poisson tail, times the number of reviews).
    """
    dated = (
        reviews.filter(pl.col("at").is_not_null() & (pl.col("product_id").fill_null("") != ""))
        .sort("product_id", "mood", "at", "signal_id")
        .with_columns(pl.col("at").to_physical().alias("time"))
    )
    if dated.height < _FEWEST:
        return _EMPTY.to_frame(eager=True)
    found = _runs(dated.filter(_is_burst(dated)))
    if found.is_empty():
        return _EMPTY.to_frame(eager=True)
    signs = {
        "burst": found,
        "new": _new(found, reviews),
        "one-sided": _one_sided(found, dated),
        "alike": alike(found, reviews),
    }
    return pl.concat(
        [frame.select("signal_id", pl.lit(sign).alias("sign")) for sign, frame in signs.items()]
    )


def _is_burst(dated: pl.DataFrame) -> pl.Series:
    """Return for each review whether those of its product and mood that day are too many."""
    time = dated["time"].to_numpy()
    product = dated["product_id"].rank("dense").to_numpy().astype(np.int64)
    mood = (dated["product_id"] + "\n" + dated["mood"]).rank("dense").to_numpy().astype(np.int64)
    now = _within(mood, time)
    in_mood = dated.select(pl.len().over("product_id", "mood"))["len"].to_numpy().astype(float)
    span = pl.col("time").max() - pl.col("time").min()
    days = np.maximum(dated.select(span.over("product_id"))["time"].to_numpy() / _DAY - 1, 7)
    all_days = max((time.max() - time.min()) / _DAY, 7)
    rest = _within(np.zeros_like(product), time) - _within(product, time)
    usual = (len(time) - dated.select(pl.len().over("product_id"))["len"].to_numpy()) / all_days
    busy = np.maximum((rest + 5) / (usual + 5), 1)
    expected = np.maximum((in_mood - now) / days, 0.5 / days) * busy
    chance = tail(now, expected)
    return pl.Series((now >= _FEWEST) & (chance < _SURE - np.log(len(time))))


def _within(group: Ints, time: Ints) -> Floats:
    """Return for each row how many of its group lie within half a day before and after."""
    begin = time.min()
    key = group * (time.max() - begin + 4 * _DAY) + (time - begin)
    order = np.sort(key)
    first = np.searchsorted(order, key - _HALF, side="left")
    return np.asarray(np.searchsorted(order, key + _HALF, side="right") - first, dtype=np.float64)


def tail(count: Floats, expected: Floats) -> Floats:
    """Return a bound of the log of the chance of ``count`` or more (Poisson; Chernoff).

    >>> tail(np.array([3.0, 20.0]), np.array([4.0, 4.0])).round(1).tolist()
    [0.0, -16.2]
    """
    bound: Floats = count - expected - count * np.log(np.maximum(count, 1) / expected)
    return np.where(count > expected, bound, 0.0)


def _share_tail(part: pl.Expr, whole: pl.Expr, share: pl.Expr) -> pl.Expr:
    """Return a bound of the log of the chance of ``part`` of ``whole`` or more (binomial)."""
    q, p = (part / whole).clip(1e-9, 1 - 1e-9), share.clip(1e-6, 1 - 1e-6)
    bound = -whole.cast(pl.Float64) * (q * (q / p).log() + (1 - q) * ((1 - q) / (1 - p)).log())
    return pl.when(q > p).then(bound).otherwise(0.0)


def _runs(found: pl.DataFrame) -> pl.DataFrame:
    """Number the bursts: one mood about one product, no more than half a day apart."""
    apart = pl.col("time").diff().fill_null(0) > _HALF
    other = pl.struct("product_id", "mood").rle_id().diff().fill_null(0) > 0
    return found.with_columns((apart | other).cum_sum().alias("burst"))


def _new(found: pl.DataFrame, reviews: pl.DataFrame) -> pl.DataFrame:
    """Return who wrote nothing else, in bursts that have more of them than the shop."""
    known = reviews.filter(pl.col("customer_id").fill_null("") != "")
    once = known.select("signal_id", (pl.len().over("customer_id") == 1).alias("once"))
    joined = found.join(once, on="signal_id")
    outside = once.join(found, on="signal_id", how="anti")
    usual = (outside["once"].sum() + 1) / (outside.height + 2)
    chance = _share_tail(
        pl.col("once").sum().over("burst"), pl.len().over("burst"), pl.lit(usual, pl.Float64)
    )
    return joined.filter((chance < _UNUSUAL) & pl.col("once"))


def _one_sided(found: pl.DataFrame, dated: pl.DataFrame) -> pl.DataFrame:
    """Return the praise of bursts in which there is more praise than the product has else."""
    good = found.filter(pl.col("mood") == "good")
    ends = good.group_by("burst", "product_id").agg(
        pl.col("time").min().alias("begin"), pl.col("time").max().alias("end")
    )
    sides = ends.join(dated.select("product_id", "time", "mood"), on="product_id").with_columns(
        pl.col("time").is_between("begin", "end").alias("then"),
        (pl.col("mood") == "good").alias("praise"),
    )
    counts = sides.group_by("burst").agg(
        pl.col("then").sum().alias("whole"),
        (pl.col("then") & pl.col("praise")).sum().alias("part"),
        (((~pl.col("then") & pl.col("praise")).sum() + 1) / ((~pl.col("then")).sum() + 2)).alias(
            "usual"
        ),
    )
    chance = _share_tail(pl.col("part"), pl.col("whole"), pl.col("usual"))
    return good.join(counts.filter(chance < _UNUSUAL), on="burst", how="semi")

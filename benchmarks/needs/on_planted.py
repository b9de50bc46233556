"""Tables on planted shops: what was planted, beside what needlens finds."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from benchmarks.needs.matching import matched, right
from benchmarks.needs.metrics import rank_correlation
from benchmarks.needs.planted import Planted, make, write
from benchmarks.needs.planted_list import Half
from benchmarks.needs.planted_settings import Settings
from benchmarks.needs.shown import Share
from benchmarks.needs.system import Found, bearing, found
from benchmarks.timing import table

TOP = 20
SIZES = {"planted": "planted size", "holders": "those who hold it", "lacking": "those who lack it"}
"""Columns of the truth that an interval of demand is held against."""


def tables(half: Half, reviews: int, seeds: int, tier: str) -> dict[str, Any]:
    """Print and return how well planted needs are found, over ``seeds`` shops."""
    runs = []
    for seed in range(seeds):
        settings = Settings(reviews=reviews, seed=seed, half=half)
        planted, answer = run(settings, tier)
        clean, without = run(replace(settings, fakes=0.0), tier)
        runs.append((planted, answer, joined(planted, answer), joined(clean, without)))
    frames = [frame for _, _, frame, _ in runs]
    report: dict[str, Any] = {
        "found": _found(runs),
        "sizes": _sizes(frames),
        "fakes": _fakes([(planted, with_, none) for planted, _, with_, none in runs]),
    }
    texts = sum(planted.texts.height for planted, *_ in runs)
    seconds = sum(answer.seconds for _, answer, *_ in runs)
    print(f"{seeds} shop(s) of {texts / seeds:,.0f} texts ({half} paraphrases), read by {tier} in "
          f"{seconds / seeds:.0f} core-seconds each")  # fmt: skip
    return report


def run(settings: Settings, tier: str) -> tuple[Planted, Found]:
    """Plant a shop and return it with what needlens finds in its files."""
    planted = make(settings)
    with tempfile.TemporaryDirectory() as folder:
        return planted, found(write(planted, Path(folder)), tier)


def joined(planted: Planted, answer: Found) -> pl.DataFrame:
    """Return every planted need with the found need that stands for it, if any.

    Of several the one with most texts. Added: need_id, place (from 1, in the order shown),
    best (the first place of any that stands for it), demand, low, high, satisfaction,
    found_opportunity, trend, trend_low, trend_high, parts (how many stand for it).
    """
    stands = matched(bearing(_shown(answer)), planted.texts).drop_nulls("planted")
    listed = [
        (need.id, place, need.demand.value, need.demand.low, need.demand.high,
         need.satisfaction.value, need.opportunity,
         *((need.trend.value, need.trend.low, need.trend.high) if need.trend else (None,) * 3))
        for place, need in enumerate(answer.needs, 1)
    ]  # fmt: skip
    names = ["need_id", "place", "demand", "low", "high", "satisfaction", "found_opportunity",
             "trend", "trend_low", "trend_high"]  # fmt: skip
    types = {name: pl.Float64 for name in names} | {"need_id": pl.String, "place": pl.Int64}
    stands = stands.join(pl.DataFrame(listed, schema=types, orient="row"), on="need_id")
    one = (
        stands.with_columns(best=pl.col("place").min().over("planted"),
                            parts=pl.len().over("planted"))
        .sort("planted", -pl.col("n"), "place")
        .unique("planted", keep="first", maintain_order=True)
    )  # fmt: skip
    return planted.needs.join(one, left_on="id", right_on="planted", how="left")


def _shown(answer: Found) -> pl.DataFrame:
    return answer.memberships.filter(pl.col("shown"))


def _found(runs: list[tuple[Planted, Found, pl.DataFrame, pl.DataFrame]]) -> dict[str, Any]:
    """Print how many of the planted needs are found, and how many of the found are right."""
    frame = pl.concat([frame for _, _, frame, _ in runs])
    top = pl.col("best") <= TOP
    rows: list[list[object]] = [["of the planted needs", f"in the top {TOP}", "at all"]]
    report: dict[str, Any] = {}
    for state in ("unmet", "mixed", "met"):
        part = frame.filter(pl.col("state") == state)
        cells = [Share(part.filter(top).height, part.height),
                 Share(part["need_id"].drop_nulls().len(), part.height)]  # fmt: skip
        rows.append([state, *cells])
        report[state] = [(cell.part, cell.whole) for cell in cells]
    table("Planted shop: needs found", rows)
    needs = pl.concat(
        [matched(bearing(_shown(answer)), planted.texts) for planted, answer, *_ in runs]
    )
    good = Share(int(right(needs).sum()), needs.height)
    text = Share(int(needs["fit"].sum()), int(needs["n"].sum()))
    parts = frame["parts"].drop_nulls().to_numpy()
    print(f"shown needs that are right (two thirds of their texts of one need): {good}")
    print(
        f"their texts that fit: {text}; found needs a planted one: {parts.mean() if len(parts) else 0:.1f}"
    )
    print(f"fewest voices behind a shown need: {min((n.demand.value for _, a, *_ in runs for n in a.needs), default=0):.1f}")  # fmt: skip
    return report | {"right": (good.part, good.whole), "fit": (text.part, text.whole)}


def _sizes(frames: list[pl.DataFrame]) -> dict[str, Any]:
    """Print how well sizes, satisfaction, opportunity and trend agree with the truth."""
    seen = pl.concat(frames).drop_nulls("need_id")
    rows: list[list[object]] = [["demand", "intervals that cover it", "median of found / true"]]
    report: dict[str, Any] = {}
    for column, name in SIZES.items():
        within = seen.filter(pl.col(column).is_between("low", "high")).height
        share = Share(within, seen.height)
        ratio = np.median((seen["demand"] / seen[column].clip(1)).to_numpy()) if len(seen) else 0
        rows.append([name, share, f"{ratio:.2f}"])
        report[column] = (share.part, share.whole)
    table("Planted shop: sizes of the needs found", rows)
    for true, guess in (
        ("opportunity", "found_opportunity"),
        ("holders", "demand"),
        ("met", "satisfaction"),
    ):
        every = [_correlation(frame, true, guess) for frame in frames]
        report[f"rank_{true}"] = every
        print(f"rank correlation of true and found {true}: {np.mean(every):.3f}")
    every = [_correlation(f.fill_null(0), "opportunity", "found_opportunity") for f in frames]
    report["rank_of_all"] = every
    print(f"rank correlation of opportunity, needs not found at 0: {np.mean(every):.3f}")
    moving = seen.filter((pl.col("drift") != 1) & pl.col("trend").is_not_null())
    half = 0.5 * pl.col("drift").log(2)
    right_way = moving.filter(pl.col("trend").sign() == half.sign()).height
    trends = seen.drop_nulls("trend").with_columns(true=half)
    covered = Share(
        trends.filter(pl.col("true").is_between("trend_low", "trend_high")).height, trends.height
    )
    print(f"trend of needs that double or halve has the right sign: {Share(right_way, moving.height)}")  # fmt: skip
    print(f"trend intervals that cover the true trend: {covered}")
    return report | {"trend": (covered.part, covered.whole)}


def _fakes(runs: list[tuple[Planted, pl.DataFrame, pl.DataFrame]]) -> dict[str, Any]:
    """Print how far fake reviews move the needs they pretend."""
    moved, counted, ranks = [], [], []
    for planted, with_, none in runs:
        fake = planted.texts.filter(pl.col("fake")).explode("needs").group_by("needs").len("fakes")
        both = with_.join(fake, left_on="id", right_on="needs").join(
            none.select("id", before="demand", before_opportunity="found_opportunity"), on="id"
        )
        both = both.drop_nulls(["demand", "before"])
        moved += (both["demand"] / both["before"] - 1).to_list()
        counted += (both["fakes"] / both["holders"].clip(1)).to_list()
        pair = with_.select("id", "found_opportunity").join(
            none.select("id", before="found_opportunity"), on="id"
        ).drop_nulls()  # fmt: skip
        ranks.append(_correlation(pair, "before", "found_opportunity"))
    if not moved:
        print("fake reviews: no need they pretend was found")
        return {}
    change, plain = float(np.median(np.abs(moved))), float(np.median(counted))
    print(f"fake reviews move the demand of the {len(moved)} needs they pretend by {change:.1%} at "
          f"the median, {max(np.abs(moved)):.1%} at most (counted in full: {plain:.1%}); rank "
          f"correlation of opportunities with and without them: {np.mean(ranks):.3f}")  # fmt: skip
    return {"moved": change, "counted": plain, "rank": ranks}


def _correlation(frame: pl.DataFrame, one: str, other: str) -> float:
    both = frame.select(one, other).cast(pl.Float64).drop_nulls()
    if both.height < 2:
        return float("nan")
    return rank_correlation(both[one].to_numpy(), both[other].to_numpy())

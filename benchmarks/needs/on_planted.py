"""Tables on planted shops: what was planted, beside what needlens finds."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from benchmarks.needs.matching import matched, right
from benchmarks.needs.merging import merged
from benchmarks.needs.metrics import rank_correlation
from benchmarks.needs.planted import Planted, make, write
from benchmarks.needs.planted_list import Half
from benchmarks.needs.planted_settings import Settings
from benchmarks.needs.shown import Share
from benchmarks.needs.system import Found, bearing, found, mined, workspace
from benchmarks.timing import table

TOP = 20
LARGE = 30
"""A need planted in so many customers should not be missed."""


def tables(half: Half, reviews: int, seeds: int, tier: str) -> dict[str, Any]:
    """Print and return how well planted needs are found, over ``seeds`` shops."""
    runs = []
    for seed in range(seeds):
        settings = Settings(reviews=reviews, seed=seed, half=half)
        runs.append(run(settings, tier))
    report: dict[str, Any] = {
        "found": _found(runs),
        "measures": _measures([one.needs for one in runs]),
        "fakes": _fakes(runs),
    }
    texts = sum(one.planted.texts.height for one in runs)
    seconds = sum(one.answer.seconds for one in runs)
    print(f"{seeds} shop(s) of {texts / seeds:,.0f} texts ({half} paraphrases), read by {tier} in "
          f"{seconds / seeds:.0f} core-seconds each")  # fmt: skip
    return report


@dataclass(frozen=True)
class Run:
    """A planted shop and what needlens finds in it; the frames are those of ``joined``."""

    planted: Planted
    answer: Found
    needs: pl.DataFrame
    merged: pl.DataFrame
    """The same after a person has merged the fragments of each planted need."""
    after: Found
    """What needlens says then."""
    honest: pl.DataFrame
    """What is found in the same shop without its fake reviews."""


def run(settings: Settings, tier: str) -> Run:
    """Plant a shop, with and without fake reviews, and find its needs."""
    planted, clean = make(settings), make(replace(settings, fakes=0.0))
    with tempfile.TemporaryDirectory() as folder:
        honest = joined(clean, found(write(clean, Path(folder)), tier))
    with tempfile.TemporaryDirectory() as folder, workspace(tier) as shop:
        answer = mined(shop, write(planted, Path(folder)))
        after = merged(shop, answer, planted.texts)
    return Run(planted, answer, joined(planted, answer), joined(planted, after), after, honest)


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


def _found(runs: list[Run]) -> dict[str, Any]:
    """Print how many of the planted needs are found, and how many of the found are right."""
    frame, after = (pl.concat(frames) for frames in (
        [one.needs for one in runs], [one.merged for one in runs]))  # fmt: skip
    top = pl.col("best") <= TOP
    rows: list[list[object]] = [
        ["of the planted needs", f"in the top {TOP}", "fragments merged", "at all"]
    ]
    report: dict[str, Any] = {}
    for state in ("unmet", "mixed", "met"):
        part, then = (x.filter(pl.col("state") == state) for x in (frame, after))
        cells = [Share(part.filter(top).height, part.height),
                 Share(then.filter(top).height, then.height),
                 Share(part["need_id"].drop_nulls().len(), part.height)]  # fmt: skip
        rows.append([state, *cells])
        report[state] = [(cell.part, cell.whole) for cell in cells]
    table("Planted shop: needs found", rows)
    report["first"] = _first(frame, after)
    report["places"] = [_places(runs, merged_) for merged_ in (False, True)]
    needs = pl.concat([matched(bearing(_shown(one.answer)), one.planted.texts) for one in runs])
    good = Share(int(right(needs).sum()), needs.height)
    text = Share(int(needs["fit"].sum()), int(needs["n"].sum()))
    parts = frame["parts"].drop_nulls().to_numpy()
    print(f"shown needs that are right (two thirds of their texts of one need): {good}")
    print(
        f"their texts that fit: {text}; found needs a planted one: {parts.mean() if len(parts) else 0:.1f}"
    )
    print(f"fewest voices behind a shown need: {min((n.demand.value for one in runs for n in one.answer.needs), default=0):.1f}")  # fmt: skip
    return report | {"right": (good.part, good.whole), "fit": (text.part, text.whole)}


def _first(frame: pl.DataFrame, after: pl.DataFrame) -> list[tuple[int, int]]:
    """Print how many of the unmet needs with the greatest true opportunity are in the top.

    There may be more unmet needs than places; which of them most matter is known.
    """
    cells = []
    for each in (frame, after):
        most = each.filter((pl.col("state") == "unmet") & (pl.col("planted") >= LARGE))
        cells.append(Share(most.filter(pl.col("best") <= TOP).height, most.height))
    print(f"unmet needs planted in {LARGE} customers or more, in the top {TOP}: {cells[0]}; "
          f"fragments merged: {cells[1]}")  # fmt: skip
    lost = frame.filter((pl.col("state") == "unmet") & ~(pl.col("best") <= TOP).fill_null(False))
    places = ", ".join(
        f"{one} ({size:.0f} planted, place {best or 'none'})"
        for one, size, best in lost.sort("planted", descending=True)
        .select("id", "planted", "best").head(8).iter_rows()
    )  # fmt: skip
    print(f"the largest unmet needs outside it: {places or 'none'}")
    return [(cell.part, cell.whole) for cell in cells]


def _places(runs: list[Run], fragments_merged: bool) -> dict[str, float]:
    """Print who has the places at the top: what keeps needs that are lacked out of them."""
    parts = []
    for one in runs:
        answer = one.after if fragments_merged else one.answer
        top = pl.DataFrame({"need_id": [need.id for need in answer.needs[:TOP]]})
        stands = matched(bearing(_shown(answer)), one.planted.texts)
        state = one.planted.needs.select("id", "state")
        parts.append(
            top.join(stands, on="need_id", how="left")
            .join(state, left_on="planted", right_on="id", how="left")
            .with_columns(
                what=pl.when(pl.col("planted").is_null())
                .then(pl.lit("several or none"))
                .when(pl.col("planted").is_first_distinct())
                .then("state")
                .otherwise(pl.lit("a fragment of one above"))
            )
        )
    counts = pl.concat(parts).group_by("what").len().sort("len", "what", descending=[True, False])
    shares = {what: n / len(runs) for what, n in counts.iter_rows()}
    said = ", ".join(f"{what} {n:.1f}" for what, n in shares.items())
    print(f"places in the top {TOP}{', fragments merged' if fragments_merged else ''}: {said}")
    return shares


def _measures(frames: list[pl.DataFrame]) -> dict[str, Any]:
    """Print how well the order of needs, satisfaction and trend agree with the truth."""
    seen = pl.concat(frames).drop_nulls("need_id")
    report: dict[str, Any] = {}
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


def _fakes(runs: list[Run]) -> dict[str, Any]:
    """Print how far fake reviews move the needs they pretend."""
    moved, counted, ranks = [], [], []
    for one in runs:
        with_, none = one.needs, one.honest
        fake = (
            one.planted.texts.filter(pl.col("fake")).explode("needs").group_by("needs").len("fakes")
        )
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

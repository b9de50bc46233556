"""Judge the alarms on invented talk: surges found, and alarms where there is no surge.

Peers in the same run, on the same messages: each day's complaints of a product and
category above the mean of the 28 days before and three standard deviations, as counts
and as shares; and, where ``ruptures`` is installed, its change points of the daily share.
"""

from __future__ import annotations

import argparse
import itertools
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib.util import find_spec

import numpy as np
import polars as pl

from invented_talk import Surge, Talk, talk
from needlens.insight.alarms import find_alarms
from needlens.insight.alarms.messages import complaint
from needlens.needs.intervals import wilson
from timing import table

Alarm = tuple[str | None, str, datetime]
WITHIN = 50
DAYS = 180


def ours(expressions: pl.DataFrame) -> list[Alarm]:
    """Return product, category and time of our alarms."""
    return [(f.product_id, f.category, f.noticed_at) for f in find_alarms(expressions)]


def daily(expressions: pl.DataFrame) -> pl.DataFrame:
    """Return complaints and messages for each product, category and day, empty days too."""
    day = pl.col("at").dt.truncate("1d").alias("day")
    messages = expressions.group_by("product_id", day).agg(
        pl.col("signal_id").n_unique().alias("n")
    )
    bad = expressions.filter(complaint()).group_by("product_id", "category", day).agg(
        pl.col("signal_id").n_unique().alias("bad")
    )  # fmt: skip
    grid = bad.select("product_id", "category").unique().join(messages, on="product_id")
    return (
        grid.join(bad, on=["product_id", "category", "day"], how="left")
        .with_columns(pl.col("bad").fill_null(0))
        .with_columns((pl.col("bad") / pl.col("n")).alias("share"))
        .sort("product_id", "category", "day")
    )


def threshold(of: str) -> Callable[[pl.DataFrame], list[Alarm]]:
    """Return the peer that compares each day with the 28 days before; three complaints at least."""

    def alarms(expressions: pl.DataFrame) -> list[Alarm]:
        by = ["product_id", "category"]
        before = pl.col(of).shift(1).rolling_mean(28)
        spread = pl.col(of).shift(1).rolling_std(28)
        days = daily(expressions).with_columns(
            ((pl.col(of) > before + 3 * spread) & (pl.col("bad") >= 3))
            .over(by)
            .fill_null(False)
            .alias("high")
        )
        begins = days.filter(
            pl.col("high") & ~pl.col("high").shift(1).over(by).fill_null(False)
        ).select(*by, pl.col("day") + pl.duration(days=1))
        return begins.rows()

    return alarms


def change_points(expressions: pl.DataFrame) -> list[Alarm]:
    """Return the rises that ruptures finds in the daily shares, told at the day's end."""
    import ruptures

    found: list[Alarm] = []
    for (product, category), part in daily(expressions).group_by(["product_id", "category"]):
        share, days = part["share"].to_numpy(), part["day"].to_list()
        cuts = ruptures.KernelCPD(kernel="linear", min_size=2).fit(share[:, None])
        penalty = 4 * np.log(len(share)) * max(float(share.var()), 1e-6)
        ends = [0, *cuts.predict(pen=penalty)]
        means = [share[a:b].mean() for a, b in itertools.pairwise(ends)]
        rises = [ends[i] for i in range(1, len(means)) if means[i] > means[i - 1]]
        found += [(product, category, days[i] + timedelta(days=1)) for i in rises]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shops", type=int, default=10, help="shops of 20 products")
    options = parser.parse_args()
    methods = {"needlens": ours, "mean+3σ, counts": threshold("bad"), "mean+3σ, shares": threshold("share")}  # fmt: skip
    if find_spec("ruptures"):
        methods["ruptures"] = change_points
    quiet(methods, options.shops)
    surging(methods, options.shops)


def quiet(methods: dict[str, Callable[[pl.DataFrame], list[Alarm]]], shops: int) -> None:
    """Print how many alarms there are where nothing surges."""
    worlds: dict[str, dict[str, float]] = {
        "steady": {}, "shares double in 180 days": {"drift": 2.0}, "shares double at week-ends": {"weekend": 2.0},
        "promotions: 5 times the messages": {"promotions": 5.0}, "a flood of 60 copies for each product": {"flood": 60},
    }  # fmt: skip
    rows: list[tuple[object, ...]] = [("no surge", "method", "alarms", "a shop in 30 days", "a product in 30 days", "on the flood", "CPU s")]  # fmt: skip
    for world, options in worlds.items():
        said = [talk(500 + i, language=("zh", "en")[i % 2], **options) for i in range(shops)]  # type: ignore[arg-type]
        for name, method in methods.items():
            start = time.process_time()
            alarms = [alarm for one in said for alarm in method(one.expressions)]
            seconds = time.process_time() - start
            months = shops * DAYS / 30
            floods = sum(_on_flood(alarm, one) for one in said for alarm in method(one.expressions)) if options.get("flood") else "–"  # fmt: skip
            rows.append((world, name, len(alarms), f"{len(alarms) / months:.2f}", f"{len(alarms) / months / 20:.4f}", floods, f"{seconds:.1f}"))  # fmt: skip
    table(
        f"false alarms: {shops} shops, 20 products each, 180 days, 10 messages a product and day",
        rows,
    )


def _on_flood(alarm: Alarm, said: Talk) -> bool:
    if alarm[0] is None:
        return False
    copies = said.expressions.filter(pl.col("weight") < 1, pl.col("product_id") == alarm[0], pl.col("category") == alarm[1])  # fmt: skip
    return bool(copies["at"].is_between(alarm[2] - timedelta(days=1.5), alarm[2]).any())


def surging(methods: dict[str, Callable[[pl.DataFrame], list[Alarm]]], shops: int) -> None:
    """Print how many surges are found in time."""
    rows: list[tuple[object, ...]] = [("surge", "method", "n", f"found within {WITHIN} messages", "median delay, messages")]  # fmt: skip
    for size in (0.2, 0.3, 0.4, 0.5):
        said = [talk(900 + i, surge=size, language=("zh", "en")[i % 2]) for i in range(shops)]
        for name, method in methods.items():
            delays = np.array([d for one in said for d in _delays(method(one.expressions), one)])
            found = delays <= WITHIN
            low, high = wilson(np.array([float(found.sum())]), len(delays))
            share = f"{found.mean():.3f} ({low[0] / len(delays):.3f}–{high[0] / len(delays):.3f})"
            middle = f"{np.median(delays[found]):.0f}" if found.any() else "–"
            rows.append((f"{size:.0%}", name, len(delays), share, middle))
    table("surges: 10 days long, one for each product", rows)


def _delays(alarms: list[Alarm], said: Talk) -> list[float]:
    """Return for each surge the messages about its product until the first alarm."""
    return [_delay(alarms, surge, said.expressions) for surge in said.surges]


def _delay(alarms: list[Alarm], surge: Surge, expressions: pl.DataFrame) -> float:
    after = [a[2] for a in alarms if a[:2] == (surge.product, surge.category) and a[2] >= surge.at]
    if not after:
        return float("inf")
    about = expressions.filter(pl.col("product_id") == surge.product)
    return float(
        about.filter(pl.col("at").is_between(surge.at, min(after)))["signal_id"].n_unique()
    )


if __name__ == "__main__":
    main()

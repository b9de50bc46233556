"""Whether the interval of a need's size holds its planted size, before and after checks.

The planted size is the number of customers who can be expected to say they have the need:
its planted share of all customers, each of whom who holds it says so in at least one text.
Fake accounts say it too and are nobody; they do not count.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from benchmarks.needs.matching import matched
from benchmarks.needs.on_planted import joined
from benchmarks.needs.planted import Planted, make, write
from benchmarks.needs.planted_list import Half
from benchmarks.needs.planted_settings import Settings
from benchmarks.needs.shown import Share
from benchmarks.needs.system import Found, bearing, mined, text_ids, workspace
from benchmarks.needs.verdicts import answered, give
from benchmarks.timing import table

if TYPE_CHECKING:
    from needlens.shop import Shop

PER_NEED, TEXTS = 8, 400
"""Pieces of evidence of each need, and texts in all, that are checked."""
SMALL = 30
"""Planted sizes are told apart here: below it chance decides much of what is found."""
MEASURES = ("demand", "low", "high")


def tables(half: Half, reviews: int, seeds: int, tier: str) -> dict[str, Any]:
    """Print and return how often the interval of a found need holds the planted size."""
    runs = [
        measured(Settings(reviews=reviews, seed=seed, half=half), tier) for seed in range(seeds)
    ]
    frame = pl.concat(frame for frame, _ in runs)
    rows: list[list[object]] = [
        ["", "planted size", "intervals that hold it", "too low", "too high",
         "found / true, median", "10–90 %", "high / low, median"],
    ]  # fmt: skip
    report: dict[str, Any] = {"n": frame.height}
    small = pl.col("planted") < SMALL
    for when in ("before", "after"):
        for size, chosen in (("any", pl.lit(value=True)), (f"< {SMALL}", small),
                             (f"≥ {SMALL}", ~small)):  # fmt: skip
            cells, report[f"{when} {size}"] = _line(frame.filter(chosen), when)
            rows.append([f"{when} the checks", size, *cells])
    table("Planted shop: size of the main found need of each planted need", rows)
    asked = [f"{evidence:,.0f} pieces and {texts:,.0f} texts" for _, (evidence, texts) in runs]
    print(f"{seeds} shop(s) of about {reviews:,} reviews, {half} paraphrases, read by {tier}; "
          f"checked in the first: {asked[0]}")  # fmt: skip
    return report


def measured(settings: Settings, tier: str) -> tuple[pl.DataFrame, tuple[int, int]]:
    """Return one row a planted need that is found, and how much was checked.

    Columns: those of ``on_planted.joined``, with demand, low and high as ``before_demand``
    … and ``after_demand`` ….
    """
    planted = make(settings)
    with tempfile.TemporaryDirectory() as place, workspace(tier) as shop:
        folder = Path(place)
        answer = mined(shop, write(planted, folder / "files"))
        found = joined(planted, answer).drop_nulls("need_id")
        asked = _checked(shop, planted, answer, found, folder / "checked.csv")
        after = pl.DataFrame(
            [(need.id, need.demand.value, need.demand.low, need.demand.high) for need in shop.needs()],
            schema={"need_id": pl.String} | {f"after_{name}": pl.Float64 for name in MEASURES},
            orient="row",
        )  # fmt: skip
    found = found.rename({name: f"before_{name}" for name in MEASURES})
    return found.join(after, on="need_id", maintain_order="left"), asked


def _checked(
    shop: Shop, planted: Planted, answer: Found, found: pl.DataFrame, path: Path
) -> tuple[int, int]:
    """Have the truth answer a sample; return how many pieces and texts it answered for."""
    keys = ["kind", "external_id"]
    truth = text_ids(shop).join(planted.texts.select(*keys, "needs"), on=keys)
    stands = matched(bearing(answer.memberships), planted.texts).drop_nulls("planted")
    main = pl.col("need_id").is_in(found["need_id"].to_list())
    sample = shop.sample_needs(per_need=PER_NEED, texts=TEXTS)
    give(shop, answered(sample, truth, stands.with_columns(main=main)), path)
    texts = sample.filter(pl.col("question") == "text").height
    return sample.height - texts, texts


def _line(frame: pl.DataFrame, when: str) -> tuple[list[object], dict[str, Any]]:
    true = frame["planted"].to_numpy()
    value, low, high = (frame[f"{when}_{name}"].to_numpy() for name in MEASURES)
    n = frame.height
    within = Share(int(((low <= true) & (true <= high)).sum()), n)
    ratio = value / true
    spread = np.quantile(ratio, (0.1, 0.5, 0.9)) if n else np.zeros(3)
    width = float(np.median(high / np.maximum(low, 1e-9))) if n else 0.0
    missed = [f"{(side.sum() / max(n, 1)):.3f}" for side in (high < true, low > true)]
    cells: list[object] = [within, *missed, f"{spread[1]:.2f}",
                           f"{spread[0]:.2f}–{spread[2]:.2f}", f"{width:.1f}"]  # fmt: skip
    numbers = {"within": (within.part, within.whole), "ratio": spread.tolist(), "width": width}
    return cells, numbers

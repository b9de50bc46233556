"""Who holds which need, and whose need is met by what they bought."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from benchmarks.needs.planted_list import MET, PlantedNeed, needs
from benchmarks.needs.planted_settings import LARGEST, SMALLEST, Settings

SPREAD = 6.0
"""How alike the products satisfy a need: of a beta distribution, the larger the more alike."""


@dataclass(frozen=True)
class People:
    """``customers``: customer_id, language, product. ``holders``: customer_id, need, met,
    product_id. ``needs``: the truth about each need."""

    customers: pl.DataFrame
    holders: pl.DataFrame
    needs: pl.DataFrame


def draw(settings: Settings, goods: pl.DataFrame, rng: np.random.Generator) -> People:
    """Draw the customers, what each of them needs, and whether a product satisfies it.

    Who holds a need is drawn for each customer by itself, so that the number of holders is
    binomial around the planted size.
    """
    planted = needs(settings.half)
    n = settings.customers
    shares = rng.permutation(np.geomspace(SMALLEST, LARGEST, len(planted)))
    drift = _drift(len(planted), settings.drifting, rng)
    customers = pl.DataFrame(
        {
            "customer_id": _ids(n, rng),
            "language": np.where(rng.random(n) < settings.chinese, "zh", "en"),
            "product": rng.integers(goods.height, size=n),
        }
    )
    who, what = np.nonzero(rng.random((n, len(planted))) < shares)
    product = _products(planted, goods, customers["product"].to_numpy()[who], what, rng)
    satisfies = np.array(
        [
            rng.beta(MET[p.state] * SPREAD, (1 - MET[p.state]) * SPREAD, goods.height)
            for p in planted
        ]
    )
    met = rng.random(len(who)) < satisfies[what, product]
    ids = [p.id for p in planted]
    holders = pl.DataFrame(
        {
            "customer_id": customers["customer_id"].gather(who),
            "need": pl.Series(ids).gather(what),
            "met": met,
            "product_id": goods["product_id"].gather(product),
        }
    )
    table = pl.DataFrame(
        {"id": ids, "state": [p.state for p in planted], "share": shares, "drift": drift}
    ).with_columns(planted=pl.col("share") * n)
    return People(customers, holders, _measured(table, holders))


def _products(
    planted: tuple[PlantedNeed, ...],
    goods: pl.DataFrame,
    main: np.ndarray,
    what: np.ndarray,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return a product for each holder: the one they bought if the need can concern it."""
    kinds = goods["good"].to_list()
    able = np.array([[kind in p.goods for kind in kinds] for p in planted])
    weights = able[what] / able[what].sum(axis=1, keepdims=True)
    other = (weights.cumsum(axis=1) > rng.random((len(what), 1))).argmax(axis=1)
    chosen: np.ndarray = np.where(able[what, main], main, other)
    return chosen


def _measured(table: pl.DataFrame, holders: pl.DataFrame) -> pl.DataFrame:
    """Add what came of the draw, and Ulwick's opportunity of it (HBR 80, 2002), 0 to 20.

    Importance is ln(1 + holders) against the need of most holders, satisfaction the share
    whose need is met.
    """
    counts = holders.group_by("need").agg(
        pl.len().cast(pl.Int64).alias("holders"),
        (~pl.col("met")).sum().cast(pl.Int64).alias("lacking"),
    )
    table = table.join(counts, left_on="id", right_on="need", how="left").with_columns(
        pl.col("holders", "lacking").fill_null(0)
    )
    met = 1 - pl.col("lacking") / pl.max_horizontal("holders", 1)
    holding = pl.col("holders").cast(pl.Float64).log1p()
    importance = 10 * holding / pl.max_horizontal(holding.max(), 1e-9)
    lack = pl.max_horizontal(importance - 10 * met, 0)
    return table.with_columns(met=met, importance=importance, opportunity=importance + lack)


def _drift(n: int, share: float, rng: np.random.Generator) -> np.ndarray:
    """Return what each need grows by over the whole period: 2, 0.5 or 1 (no change)."""
    order = rng.permutation(n)
    half = round(n * share / 2)
    drift = np.ones(n)
    drift[order[:half]], drift[order[half : 2 * half]] = 2.0, 0.5
    return drift


def _ids(n: int, rng: np.random.Generator) -> list[str]:
    return [f"c{i:07d}" for i in rng.choice(10_000_000, size=n, replace=False)]

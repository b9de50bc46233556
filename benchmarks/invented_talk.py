"""Invented talk: what customers of a shop say day by day, with known surges of complaints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from needlens.needs import EXPRESSIONS

BEGIN = datetime(2026, 1, 5, tzinfo=UTC)
CATEGORIES = (
    "PRODUCT#QUALITY", "PRODUCT#SIZE", "PRODUCT#COLOUR", "PRODUCT#SMELL", "PRODUCT#PRICE", "LOGISTICS#SPEED",
    "LOGISTICS#PACKAGING", "SERVICE#ATTITUDE", "SERVICE#RETURNS", "PRODUCT#COMFORT", "PRODUCT#LOOKS", "PRODUCT#BATTERY",
)  # fmt: skip
COMPLAINTS = {
    "zh": ("等了一周才到", "一打开就有味道", "穿两次就开线", "客服半天不回", "颜色差太多", "电池掉得快"),
    "en": ("it took a week", "it smells when opened", "the seams came apart", "nobody answers", "the colour is off", "the battery drains"),
}  # fmt: skip
PRAISE = {"zh": "用着挺好", "en": "works well for me"}


@dataclass(frozen=True)
class Surge:
    """From ``day`` on, ``size`` of the messages about a product complain of a category."""

    product: str
    category: str
    at: datetime


@dataclass(frozen=True)
class Talk:
    """Expressions as the shop gives them, and the surges in them."""

    expressions: pl.DataFrame
    surges: list[Surge]


def talk(
    seed: int,
    products: int = 20,
    days: int = 180,
    per_day: float = 10.0,
    *,
    surge: float = 0.0,
    lasting: int = 10,
    drift: float = 1.0,
    weekend: float = 1.0,
    promotions: float = 1.0,
    flood: int = 0,
    language: str = "zh",
) -> Talk:
    """Return what is said in a shop.

    Baseline shares differ between categories (about 3 % on average, at most 15 %) and
    products. ``surge``: its size, one in each product at a random day after the 60th;
    ``drift``: the shares are that many times higher at the end; ``weekend``: that many
    times higher at week-ends; ``promotions``: that many times the messages on three
    stretches of three days; ``flood``: copies of one complaint within a day, each product.
    """
    rng = np.random.default_rng(seed)
    shares = np.clip(rng.beta(0.6, 18, len(CATEGORIES)), 0.002, 0.15)
    parts, surges = [], []
    for product in range(products):
        own = np.clip(rng.beta(shares * 30, (1 - shares) * 30), 0, 0.3)
        volume = np.full(days, per_day * rng.uniform(0.6, 1.4))
        for day in rng.integers(20, days - 5, 3):
            volume[day : day + 3] *= promotions
        day = np.repeat(np.arange(days), rng.poisson(volume))
        time = np.sort(day + rng.random(len(day)))
        at = time.astype(int)
        level = (1 + (drift - 1) * time / days) * np.where(at % 7 >= 5, weekend, 1.0)
        says = rng.random((len(time), len(CATEGORIES))) < own * level[:, None]
        if surge:
            start, category = rng.uniform(60, days - lasting), int(rng.integers(len(CATEGORIES)))
            inside = (time >= start) & (time < start + lasting)
            says[:, category] |= inside & (rng.random(len(time)) < surge)
            surges.append(Surge(f"sku-{product}", CATEGORIES[category], _at(start)))
        parts.append(_expressions(f"sku-{product}", time, says, language))
        if flood:
            parts.append(_flood(f"sku-{product}", rng.uniform(60, days - 1), flood, language))
    return Talk(pl.concat(parts), surges)


def _at(day: float) -> datetime:
    return BEGIN + timedelta(days=float(day))


def _expressions(product: str, time: np.ndarray, says: np.ndarray, language: str) -> pl.DataFrame:
    content = ~says.any(axis=1)
    row, category = np.nonzero(says)
    row = np.concatenate([row, np.flatnonzero(content)])
    category = np.concatenate([category, np.zeros(content.sum(), dtype=int)])
    negative = np.arange(len(row)) < len(row) - content.sum()
    words = [
        COMPLAINTS[language][c % 6] if bad else PRAISE[language]
        for c, bad in zip(category, negative, strict=True)
    ]
    return _frame(
        product, time[row], [CATEGORIES[c] for c in category], np.where(negative, 2.5, 7.0), words,
        [f"{product}-{i}" for i in row], np.ones(len(row)), language,
    )  # fmt: skip


def _flood(product: str, start: float, n: int, language: str) -> pl.DataFrame:
    time = start + np.linspace(0, 0.9, n)
    ids = [f"{product}-copy-{i}" for i in range(n)]
    words = [COMPLAINTS[language][0]] * n
    return _frame(product, time, [CATEGORIES[5]] * n, np.full(n, 2.0), words, ids, np.full(n, 1 / n), language)  # fmt: skip


def _frame(
    product: str, time: np.ndarray, categories: list[str], valence: np.ndarray, words: list[str],
    ids: list[str], weight: np.ndarray, language: str,
) -> pl.DataFrame:  # fmt: skip
    n = len(ids)
    given = pl.DataFrame(
        {
            "signal_id": ids, "category": categories, "valence": valence, "quote": words, "weight": weight,
            "at": pl.Series([int(t * 86_400_000_000) for t in time]) + int(BEGIN.timestamp() * 1e6),
            "customer_id": [f"c-{i}" for i in ids], "opinion": words,
        }
    )  # fmt: skip
    fixed = {
        "kind": "review", "origin": "opinion", "ask": "", "confidence": 0.8, "start": 0, "end": 6, "product_id": product,
        "language": language, "provenance": "simulated", "source": "invented", "line": 0,
    }  # fmt: skip
    frame = given.with_columns(**{name: pl.lit(value) for name, value in fixed.items()})
    others = [pl.lit(None, t).alias(c) for c, t in EXPRESSIONS.items() if c not in frame.columns]
    frame = frame.with_columns(others)
    assert frame.height == n
    return frame.select(pl.col(name).cast(kind) for name, kind in EXPRESSIONS.items())

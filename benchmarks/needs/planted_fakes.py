"""Fake reviews: bursts of copied praise or blame by accounts nobody has seen before."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from benchmarks.needs.planted_list import LANGUAGES, needs
from benchmarks.needs.planted_settings import Settings, span, stamps
from benchmarks.needs.planted_texts import TEXTS, good_of
from benchmarks.needs.planted_words import Writer

BURST = (15, 40)
"""How many reviews one campaign orders, at least and at most."""
HOURS = 6.0


def fakes(
    settings: Settings, goods: pl.DataFrame, said: pl.DataFrame, rng: np.random.Generator
) -> pl.DataFrame:
    """Return the fake reviews (columns TEXTS), bursts of one product and one opinion each.

    What a fake says counts in ``needs`` as the need it pretends, with ``fake`` set.
    """
    left = round(settings.fakes * said.filter(pl.col("kind") == "review").height)
    writer = Writer(settings, rng)
    planted = needs(settings.half)
    rows: list[dict[str, Any]] = []
    while left > 0:
        n = min(left, int(rng.integers(*BURST)))
        left -= n
        need = planted[int(rng.integers(len(planted)))]
        able = goods.filter(pl.col("good").is_in(need.goods))
        product = able.row(int(rng.integers(able.height)), named=True)
        language, good = LANGUAGES[int(rng.integers(2))], good_of(product["good"])
        praised = bool(rng.random() < 0.5)
        templates = need.said[f"{'praise' if praised else 'lack'}_{language}"]
        models = [
            writer.joined(
                writer.framed([writer.filled(templates, language, good)], "review", language),
                language,
            )
            for _ in range(2)
        ]
        start = stamps(rng.random(1) * settings.days)[0]
        for _ in range(n):
            rows.append({
                "kind": "review",
                "customer_id": f"c{int(rng.integers(10_000_000, 100_000_000)):08d}",
                "product_id": product["product_id"],
                "at": start + span(rng.random() * HOURS),
                "rating": 5 if praised else 1,
                "results": None,
                "text": writer.edited(models[int(rng.integers(2))], language),
                "language": language,
                "needs": [need.id], "met": [praised], "fake": True,
            })  # fmt: skip
    return pl.DataFrame(rows, schema=TEXTS)

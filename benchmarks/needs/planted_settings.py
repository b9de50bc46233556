"""How large and how untidy a planted shop is, and its calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl
from benchmarks.needs.planted_list import Half

SMALLEST, LARGEST = 0.003, 0.12
"""The planted sizes, as shares of all customers; the needs between are spread evenly in log."""
START = datetime(2025, 6, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Settings:
    """How large the shop is, and how untidy; shares are of reviews unless said otherwise."""

    reviews: int = 8_000
    seed: int = 0
    half: Half = "dev"
    """Which half of the paraphrases is used: settings are tuned on dev only."""
    noise: float = 0.30
    """Reviews that hold no need."""
    fakes: float = 0.05
    """Fake reviews, on top of the others; with 0 the rest of the shop stays the same."""
    bare: float = 0.02
    """Texts with nothing around the paraphrase, so that several people write the very same."""
    mistyped: float = 0.06
    traditional: float = 0.08
    """Of the Chinese texts."""
    chinese: float = 0.55
    """Of the customers."""
    days: int = 365
    drifting: float = 0.3
    """Of the needs: half of them double over the period, half of them halve."""

    @property
    def customers(self) -> int:
        """How many customers it takes for about so many reviews."""
        return max(20, round(self.reviews * 0.615))


def stamps(days: npt.NDArray[np.float64]) -> pl.Series:
    """Return days since the start (fractions too) as times."""
    seconds = pl.Series((days * 86_400).astype(np.int64))
    return pl.select(pl.lit(START) + pl.duration(seconds=pl.lit(seconds))).to_series()


def span(hours: float) -> timedelta:
    """Return hours as a duration."""
    return timedelta(hours=hours)

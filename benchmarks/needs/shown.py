"""How right the needs are that somebody gets to see, and how much they cover."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import polars as pl

MAJORITY = 2 / 3
"""The share of a need's items that must belong to one gold cluster for it to be right."""
SEVERAL = 3
"""A cluster of fewer items cannot be shown: a need must rest on so many voices."""


Z95 = 1.959963984540054


@dataclass(frozen=True)
class Share:
    """How many of how many, with the 95 % interval (Wilson)."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """The share; nan of nothing."""
        return self.part / self.whole if self.whole else float("nan")

    @property
    def interval(self) -> tuple[float, float]:
        """The lowest and highest share that fit."""
        if not self.whole:
            return float("nan"), float("nan")
        n, z2 = self.whole, Z95**2
        centre = (self.value + z2 / (2 * n)) / (1 + z2 / n)
        half = sqrt(self.value * (1 - self.value) * z2 / n + z2**2 / (4 * n * n)) / (1 + z2 / n)
        return max(0.0, centre - half), min(1.0, centre + half)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.3f} [{low:.3f}, {high:.3f}] n={self.whole}"


@dataclass(frozen=True)
class Shown:
    """Needs: those right. Items: shown ones that fit, valid ones shown (all; of large clusters)."""

    needs: Share
    items: Share
    coverage: Share
    coverage_several: Share


def shown(memberships: pl.DataFrame, gold: pl.DataFrame) -> Shown:
    """Return how right the shown needs are.

    ``memberships``: need_id, item; only of needs that are shown, and an item may be in
    several. ``gold``: item, cluster; null for an item that holds no need. A need is right
    when at least two thirds of its items are of one cluster; an item fits when it is of
    the cluster most items of its need are of.

    >>> said = pl.DataFrame({"need_id": ["n"] * 3, "item": ["慢", "久", "好"]})
    >>> gold = pl.DataFrame({"item": ["慢", "久", "好", "贵"], "cluster": ["c1", "c1", None, "c2"]})
    >>> found = shown(said, gold)
    >>> found.needs.value, found.items.part, round(found.coverage.value, 2)
    (1.0, 2, 0.67)
    """
    pieces = memberships.select("need_id", "item").unique().join(gold, on="item", how="inner")
    most = (
        pieces.drop_nulls("cluster")
        .group_by("need_id", "cluster")
        .len("fit")
        .group_by("need_id")
        .agg(pl.col("fit").max())
    )
    each = pieces.group_by("need_id").len("all").join(most, on="need_id", how="left")
    each = each.with_columns(pl.col("fit").fill_null(0).cast(pl.Int64))
    right = each.filter(pl.col("fit") >= MAJORITY * pl.col("all") - 1e-9).height
    valid = gold.drop_nulls("cluster").with_columns(size=pl.len().over("cluster"))
    large = valid.filter(pl.col("size") >= SEVERAL)
    return Shown(
        Share(right, each.height),
        Share(int(each["fit"].sum()), int(each["all"].sum())),
        _covered(valid, pieces),
        _covered(large, pieces),
    )


def _covered(valid: pl.DataFrame, pieces: pl.DataFrame) -> Share:
    return Share(valid.join(pieces, on="item", how="semi").height, valid.height)

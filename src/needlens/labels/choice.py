"""Which sentences to label: those that teach most, and each teaching something else."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.errors import UserError
from needlens.labels._grams import vectors
from needlens.text import groups

Embed = Callable[[pl.Series], npt.NDArray[np.float32]]
"""Texts to unit vectors, shape (rows, size)."""

MISSED = 0.3
"""Share of the chosen sentences that the tier found nothing in."""

_POOL = 20
_LEAST_POOL = 2_000


def choose(
    sentences: pl.DataFrame,
    n: int = 200,
    *,
    per_customer: int | None = None,
    missed: float = MISSED,
    embed: Embed = vectors,
    labelled: pl.Series | None = None,
) -> pl.DataFrame:
    """Return the ``n`` sentences most useful to label, the most useful first.

    ``sentences`` has ``signal_id``, ``text`` and ``uncertainty`` (0..1), and if known
    ``customer_id`` and ``why``. Near-duplicates are taken once. One customer gives at most
    ``per_customer`` (default: a twentieth of ``n``, at least 2); a signal without customer
    counts as one. Of the most uncertain ones, ``embed`` places them, and one after another
    that one is taken whose uncertainty times its distance from all taken before is
    greatest: k-centre greedy (Sener and Savarese 2018) weighted by uncertainty.
    ``labelled`` are texts known already, to keep away from. The same input gives the same
    choice, in any order of rows.

    >>> table = pl.DataFrame({
    ...     "signal_id": ["1", "2", "3", "4"],
    ...     "text": ["物流有点慢吧", "物流有点慢吧！", "The zip feels cheap", "颜色还行"],
    ...     "uncertainty": [0.6, 0.6, 0.5, 0.1],
    ... })
    >>> choose(table, 2)["text"].to_list()
    ['物流有点慢吧', 'The zip feels cheap']
    """
    pool = _capped(_distinct(_pool(sentences, _asked(n))), per_customer or max(2, n // 20))
    if pool.is_empty():
        return pool.select(sentences.columns)
    far = _Distances(embed(pool["text"]))
    if labelled is not None and len(labelled):
        far.keep_from(embed(labelled))
    return pool[_greedy(pool, far, n, round(n * missed))].select(sentences.columns)


def sample(
    sentences: pl.DataFrame, n: int, *, per_customer: int | None = None, seed: int = 7
) -> pl.DataFrame:
    """Return ``n`` sentences by lot: to measure with, not to learn from.

    What ``choose`` picks is harder than the shop's text as a whole; an estimate of quality
    needs a plain sample. Near-duplicates are taken once, customers capped as in ``choose``.
    """
    ordered = sentences.sort("signal_id", "text")
    lots = np.random.default_rng(seed).permutation(ordered.height)
    drawn = ordered[lots[: max(_POOL * _asked(n), _LEAST_POOL)]]
    kept = _capped(_distinct(drawn), per_customer or max(2, n // 20)).head(n)
    why = [pl.lit("random").alias("why")] if "why" in sentences.columns else []
    return kept.select(sentences.columns).with_columns(why)


def _asked(n: int) -> int:
    if n < 1:
        raise UserError(f"n = {n} sentences cannot be chosen; give a number of 1 or more")
    return n


def _pool(sentences: pl.DataFrame, n: int) -> pl.DataFrame:
    """Return the most uncertain sentences of each ``why``, the most uncertain first."""
    why = pl.col("why") if "why" in sentences.columns else pl.lit("unsure").alias("why")
    ordered = sentences.with_columns(why).sort(
        "uncertainty", "text", "signal_id", descending=[True, False, False], nulls_last=True
    )
    rank = pl.int_range(pl.len()).over("why")
    return ordered.filter(rank < max(_POOL * n, _LEAST_POOL))


def _distinct(ordered: pl.DataFrame) -> pl.DataFrame:
    """Keep the first of each group of near-duplicates."""
    grouped = ordered.with_columns(groups(ordered["text"]).alias("_group"))
    return grouped.filter(pl.col("_group") != 0).unique("_group", keep="first", maintain_order=True)


def _capped(ordered: pl.DataFrame, most: int) -> pl.DataFrame:
    """Keep the first ``most`` sentences of each customer."""
    customer = pl.col("customer_id") if "customer_id" in ordered.columns else pl.lit(None)
    who = pl.coalesce(customer.cast(pl.String), pl.col("signal_id"))
    return ordered.filter(pl.int_range(pl.len()).over(who) < most)


class _Distances:
    """How far each row is from the nearest one taken: 1 − cosine, from 0 to 1."""

    def __init__(self, rows: npt.NDArray[np.float32]) -> None:
        self.rows = rows
        self.nearest = np.ones(len(rows), dtype=np.float32)

    def keep_from(self, taken: npt.NDArray[np.float32]) -> None:
        for row in taken:
            np.minimum(self.nearest, np.clip(1 - self.rows @ row, 0, 1), out=self.nearest)


def _greedy(pool: pl.DataFrame, far: _Distances, n: int, missed: int) -> list[int]:
    """Return row numbers in order of choice; of ``missed`` sentences that many, if there are."""
    worth = pool["uncertainty"].fill_null(0.0).clip(0.0, 1.0).to_numpy() + 1e-6
    is_missed = (pool["why"] == "missed").to_numpy()
    n = min(n, pool.height)
    room = [int((~is_missed).sum()), int(is_missed.sum())]
    second = min(room[1], max(missed, n - room[0]))
    left = [n - second, second]
    free = np.ones(pool.height, dtype=bool)
    chosen: list[int] = []
    for _ in range(n):
        open_ = free & np.where(is_missed, left[1] > 0, left[0] > 0)
        best = int(np.argmax(np.where(open_, worth * (far.nearest + 1e-6), -1.0)))
        chosen.append(best)
        free[best] = False
        left[int(is_missed[best])] -= 1
        far.keep_from(far.rows[best : best + 1])
    return chosen

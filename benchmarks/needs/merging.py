"""What a person does with needs that are fragments of one: merge them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import polars as pl
from benchmarks.needs.matching import matched
from benchmarks.needs.system import Found, bearing, state

from needlens.needs.decisions import Decisions

if TYPE_CHECKING:
    from needlens.shop import Shop


def merged(shop: Shop, answer: Found, texts: pl.DataFrame) -> Found:
    """Merge all shown needs that stand for one planted need into that of most texts.

    ``texts``: kind, external_id, needs. Returns what the shop says afterwards.
    """
    shown = answer.memberships.filter(pl.col("shown"))
    stands = matched(bearing(shown), texts).drop_nulls("planted")
    stands = stands.sort("planted", -pl.col("n"), "need_id")
    into = stands.with_columns(into=pl.col("need_id").first().over("planted"))
    decisions = Decisions(shop._database, datetime.now(UTC))
    with shop._database.transaction():  # all at once: each alone would count everything anew
        for need, main in into.select("need_id", "into").iter_rows():
            if need != main:
                decisions.merge(need, main)
    shop._finder().renew()
    return state(shop, answer.seconds)

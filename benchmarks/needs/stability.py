"""Whether needs keep their ids and their evidence when more data come in."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Literal

import polars as pl
from benchmarks.needs.metrics import kept
from benchmarks.needs.planted import Planted, make
from benchmarks.needs.planted_list import Half
from benchmarks.needs.planted_settings import Settings
from benchmarks.needs.system import mined, workspace
from benchmarks.timing import table

FIRST = 0.8
"""The share of the data that is there at first."""
TIMES = {
    "reviews": ("review_time", "review_id"),
    "chats": ("message_time", "conversation_id"),
    "queries": ("search_time", "query_id"),
    "orders": ("order_time", "order_id"),
    "events": ("event_time", "id"),
}
"""The time and the number of the rows of each file."""

How = Literal["by time", "at random"]
HOW: tuple[How, How] = ("by time", "at random")


def tables(half: Half, reviews: int, tier: str) -> dict[str, Any]:
    """Print and return the share of old evidence that keeps its need after 20 % new data."""
    planted = make(Settings(reviews=reviews, half=half))
    rows: list[list[object]] = [["the last fifth", "old evidence that keeps its need",
                                 "of shown needs", "needs before", "after", "shown ids gone"]]  # fmt: skip
    report: dict[str, Any] = {}
    for how in HOW:
        report[how] = numbers = _grown(planted, how, tier)
        shares = [f"{numbers[name]:.3f}" for name in ("kept", "kept_shown")]
        rows.append([how, *shares, *(numbers[x] for x in ("before", "after", "gone"))])
    table(
        f"Stability: {FIRST:.0%} of a planted shop of {planted.texts.height:,} texts, then all",
        rows,
    )
    return report


def split(planted: Planted, how: How) -> tuple[dict[str, pl.DataFrame], dict[str, pl.DataFrame]]:
    """Return the tables of the first 80 % of the data, and those of the rest."""
    first, rest = {"products": planted.tables["products"]}, {}
    for name, (at, number) in TIMES.items():
        frame = planted.tables[name]
        if how == "by time":
            early = pl.col(at) <= frame[at].quantile(FIRST, interpolation="lower")
        else:
            early = pl.col(number).hash(seed=0) % 100 < 100 * FIRST
        first[name], rest[name] = frame.filter(early), frame.filter(~early)
    return first, rest


def _grown(planted: Planted, how: How, tier: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as place, workspace(tier) as shop:
        found = []
        for number, part in enumerate(split(planted, how)):
            folder = Path(place) / str(number)
            folder.mkdir()
            for name, frame in part.items():
                if frame.height:
                    frame.write_csv(folder / f"{name}.csv")
            found.append(mined(shop, folder))
    before, after = (answer.memberships for answer in found)
    shown = before.filter(pl.col("shown"))
    ids = [set(frame.filter(pl.col("shown"))["need_id"]) for frame in (before, after)]
    return {
        "kept": kept(before, after),
        "kept_shown": kept(shown, after),
        "before": len(ids[0]),
        "after": len(ids[1]),
        "gone": len(ids[0] - ids[1]),
    }

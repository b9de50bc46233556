"""A shop whose customers' needs are known, because they were planted.

Each customer holds each need with the need's own probability (its planted size), buys a
product that satisfies it or not, and says so in a review, a chat or a search, in one of the
paraphrases of that need. Among it are reviews that say nothing, mistakes, traditional
script, and fake reviews in bursts. ``write`` puts all of it into CSV files that
``needlens ingest`` reads, beside ``truth.jsonl``; ``plant.py`` does so on the command line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl
from benchmarks.needs.planted_fakes import fakes
from benchmarks.needs.planted_people import draw
from benchmarks.needs.planted_settings import Settings
from benchmarks.needs.planted_texts import texts
from benchmarks.needs.planted_trade import products, trade


@dataclass
class Planted:
    """The tables of a shop by name (as CSV files), and the truth about them."""

    tables: dict[str, pl.DataFrame] = field(default_factory=dict)
    needs: pl.DataFrame = field(default_factory=pl.DataFrame)
    """id, state, share, planted (customers expected), holders, lacking, met (share), drift,
    importance, opportunity."""
    holders: pl.DataFrame = field(default_factory=pl.DataFrame)
    """customer_id, need, met, product_id: who holds what."""
    texts: pl.DataFrame = field(default_factory=pl.DataFrame)
    """kind, external_id, customer_id, needs, met (lists), fake: what each text says."""


def make(settings: Settings | None = None) -> Planted:
    """Return a planted shop; the same settings give the same shop.

    >>> shop = make(Settings(reviews=300))
    >>> shop.needs["id"].n_unique(), shop.needs["share"].min()
    (40, 0.003)
    >>> sorted(shop.tables)
    ['chats', 'events', 'orders', 'products', 'queries', 'reviews']
    """
    settings = settings or Settings()
    streams = [np.random.default_rng([settings.seed, part]) for part in range(5)]
    goods = products(streams[0])
    people = draw(settings, goods, streams[1])
    said = texts(settings, goods, people, streams[2])
    every = pl.concat([said, fakes(settings, goods, said, streams[3])])
    every = _numbered(every.sort("at", "customer_id", "text"))
    tables = {"products": goods.drop("good"), **trade(goods, every, people.holders, streams[4])}
    return Planted(tables, people.needs, people.holders, _truth(every))


def write(planted: Planted, folder: Path) -> Path:
    """Write the CSV files and ``truth.jsonl`` into a folder; return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in planted.tables.items():
        frame.write_csv(folder / f"{name}.csv")
    rows = [
        frame.select(pl.lit(what).alias("what"), pl.all()).write_ndjson()
        for what, frame in (
            ("need", planted.needs),
            ("holder", planted.holders),
            ("text", planted.texts),
        )
    ]
    (folder / "truth.jsonl").write_text("".join(rows), encoding="utf-8")
    return folder


def _numbered(said: pl.DataFrame) -> pl.DataFrame:
    """Give each text the number that the platform gave it, in order of time."""
    letter = pl.col("kind").str.slice(0, 1)
    number = pl.int_range(pl.len()).over("kind") + 1
    return said.with_columns(external_id=letter + number.cast(pl.String).str.zfill(7))


def _truth(said: pl.DataFrame) -> pl.DataFrame:
    return said.select("kind", "external_id", "customer_id", "needs", "met", "fake")

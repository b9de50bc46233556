"""The whole of needlens as a shop would run it: files in, needs and their evidence out."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from needlens.records import Need
    from needlens.shop import Shop

PRAISED_FROM = 5.5
ASKED = 2.5
"""Where something asked for stands among valences: as strong as a plain complaint."""
TABLES = {"review": "reviews", "query": "queries", "chat": "chats", "post": "posts"}


@dataclass(frozen=True)
class Found:
    """What the system says of a set of files: its needs in order, and which text is of which."""

    needs: list[Need]
    memberships: pl.DataFrame
    """``Shop.memberships()`` with ``external_id``, the number the text has in its file."""
    seconds: float
    """Process time of reading and of forming the needs."""


@contextmanager
def workspace(tier: str = "cascade") -> Iterator[Shop]:
    """Open a shop in a folder of its own that is gone afterwards."""
    import needlens
    from needlens.config import Config, MiningConfig

    config = replace(Config(), mining=MiningConfig(tier=tier))
    with tempfile.TemporaryDirectory() as folder:
        shop = needlens.open(Path(folder) / "shop", config)
        try:
            yield shop
        finally:
            shop.close()


def found(files: Path, tier: str = "cascade") -> Found:
    """Return what needlens finds in a folder of files."""
    with workspace(tier) as shop:
        return mined(shop, files)


def mined(shop: Shop, files: Path) -> Found:
    """Bring a folder of files into an open shop; return all it finds by then.

    Everything in ``files`` but the CSV files is left alone.
    """
    start = time.process_time()
    for file in sorted(files.glob("*.csv")):
        for account in shop.ingest(file):
            if account.quarantined:
                raise ValueError(f"{file.name}: {account.quarantined} rows set aside")
    shop.mine()
    return state(shop, time.process_time() - start)


def state(shop: Shop, seconds: float) -> Found:
    """Return all that an open shop says now."""
    given = shop.memberships().join(text_ids(shop), on=["signal_id", "kind"], how="left")
    return Found(shop.needs(), given.sort("need_id", "kind", "signal_id"), seconds)


def strongest(memberships: pl.DataFrame) -> pl.DataFrame:
    """Return one need for each text: kind, external_id, need_id.

    A text may say several things; the one that bears a need most counts: the most
    negative, or what is asked for.
    """
    keys = ["kind", "external_id"]
    order = [pl.col("valence").fill_null(ASKED), -pl.col("confidence"), ~pl.col("shown")]
    return (
        memberships.drop_nulls("external_id")
        .sort(*order, "need_id")
        .unique(keys, keep="first", maintain_order=True)
        .select(*keys, "need_id")
    )


def bearing(memberships: pl.DataFrame) -> pl.DataFrame:
    """Return the memberships that bear a need: asked for, or not praised."""
    return memberships.filter(pl.col("valence").fill_null(0) < PRAISED_FROM)


def text_ids(shop: Shop) -> pl.DataFrame:
    """Return signal_id, kind and external_id (the number in its file) of all texts."""
    parts = []
    with tempfile.TemporaryDirectory() as folder:
        for kind, table in TABLES.items():
            path = Path(folder) / f"{table}.parquet"
            if shop.export(table, path):
                columns = pl.read_parquet(path, columns=["id", "external_id"])
                parts.append(columns.select(pl.col("id").alias("signal_id"),
                                            pl.lit(kind).alias("kind"), "external_id"))  # fmt: skip
    schema = {"signal_id": pl.String, "kind": pl.String, "external_id": pl.String}
    return pl.concat([pl.DataFrame(schema=schema), *parts])

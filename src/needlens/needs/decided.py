"""What people have decided about needs, and its effect on what is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from needlens.store import Database

_FIXED = ("rename", "pin", "merge", "split", "reject")


@dataclass(frozen=True, slots=True)
class Decided:
    """What people have decided so far."""

    kept: frozenset[str] = frozenset()
    """Needs that were decided on: the model neither splits them nor merges them away."""
    hidden: frozenset[str] = frozenset()
    """Rejected needs."""
    merged: Mapping[str, str] = field(default_factory=dict)
    """Needs that are part of another now."""
    offshoots: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The needs that were split off from a need, by anybody."""


def known(database: Database) -> Decided:
    """Return what people have decided."""
    rows = database.query(
        'SELECT need_id, decision, value FROM decisions ORDER BY "at", need_id, value'
    )
    kept = rows.filter(pl.col("decision").is_in(_FIXED))["need_id"]
    hidden = rows.filter(pl.col("decision") == "reject")["need_id"]
    pairs = rows.filter(pl.col("decision") == "merge").select("value", "need_id")
    into = dict(pairs.iter_rows())
    merged = {one: _last(into, one) for one in into}
    return Decided(frozenset(kept) | set(merged), frozenset(hidden), merged, _offshoots(database))


def _last(into: Mapping[str, str], one: str) -> str:
    """Return the need at the end of a chain of merges."""
    seen = {one}
    while one in into and into[one] not in seen:
        one = into[one]
        seen.add(one)
    return one


def _offshoots(database: Database) -> dict[str, tuple[str, ...]]:
    rows = database.query(
        "SELECT id, other_id FROM history WHERE what = 'need' AND event = 'split' "
        "AND other_id IS NOT NULL ORDER BY run, other_id"
    )
    found: dict[str, tuple[str, ...]] = {}
    for one, other in rows.iter_rows():
        found[one] = (*found.get(one, ()), other)
    return found


def applied(database: Database, needs: pl.DataFrame) -> pl.DataFrame:
    """Return the needs with the names people gave them, pinned ones first."""
    rows = database.query("SELECT need_id AS id, decision, value FROM decisions")
    renamed = rows.filter(pl.col("decision") == "rename").select(
        "id", pl.col("value").str.split("\n").list.to_struct(fields=["zh", "en"]).alias("words")
    )
    pinned = rows.filter(pl.col("decision") == "pin")["id"]
    words = pl.col("words").struct
    given = pl.col("words").is_not_null()
    return (
        needs.join(renamed, on="id", how="left", maintain_order="left")
        .with_columns(
            pl.when(given).then(words.field("zh")).otherwise("statement_zh").alias("statement_zh"),
            pl.when(given).then(words.field("en")).otherwise("statement_en").alias("statement_en"),
            pl.when(given).then(pl.lit("person")).otherwise("worded_by").alias("worded_by"),
            pl.when(pl.col("id").is_in(pinned.implode()))
            .then(pl.lit("pinned"))
            .otherwise(pl.lit(""))
            .alias("status"),
        )
        .drop("words")
        .sort(pl.col("status") != "pinned", maintain_order=True)
    )

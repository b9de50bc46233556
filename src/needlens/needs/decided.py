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


def known(database: Database) -> Decided:
    """Return what people have decided."""
    rows = database.query('SELECT need_id, decision, value FROM decisions ORDER BY "at"')
    kept = rows.filter(pl.col("decision").is_in(_FIXED))["need_id"]
    hidden = rows.filter(pl.col("decision") == "reject")["need_id"]
    pairs = rows.filter(pl.col("decision") == "merge").select("value", "need_id")
    merged: dict[str, str] = {}
    for gone, into in pairs.iter_rows():
        merged = {one: into if to == gone else to for one, to in merged.items()} | {gone: into}
    return Decided(frozenset(kept), frozenset(hidden), merged)


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

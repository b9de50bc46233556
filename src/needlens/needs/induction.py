"""From everything that was said to needs, with the evidence of each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import polars as pl

from needlens.config import NeedsConfig
from needlens.needs.choice import chosen
from needlens.needs.columns import EVIDENCE, NEEDS, checked
from needlens.needs.grouping import with_need
from needlens.needs.measures import measured
from needlens.needs.names import CategoryName, statement
from needlens.needs.products import concerned
from needlens.needs.voices import masses, with_voice

_ENOUGH = 1e-6


def induce(
    expressions: pl.DataFrame,
    names: Mapping[str, CategoryName],
    config: NeedsConfig | None = None,
    *,
    now: datetime | None = None,
    general: str = "",
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the needs in ``expressions`` (columns EXPRESSIONS) and their evidence.

    The frames have the columns NEEDS, greatest opportunity first and what is met last,
    and EVIDENCE, best first. ``names`` gives each category its words. Dates after ``now`` (UTC) are taken
    for wrong. A need with fewer than ``config.min_evidence`` voices is left out. Raise
    UserError when a column is missing. ``general`` is the category of what is said of a
    product as a whole: praise and blame nobody can act on, so only what is asked for in
    it becomes a need.

    >>> said = pl.DataFrame({"signal_id": ["1", "2", "3"], "kind": "review",
    ...     "origin": "opinion", "category": "LOGISTICS#SPEED", "ask": "", "aspect": "物流",
    ...     "opinion": "太慢", "valence": [2.0, 2.5, 3.0], "confidence": 0.9, "start": 0,
    ...     "end": 5, "quote": ["物流太慢了", "物流太慢", "快递慢"], "at": None,
    ...     "customer_id": ["甲", "乙", "丙"], "product_id": "p", "language": "zh",
    ...     "provenance": "real", "source": "评价.csv", "line": [2, 3, 4], "weight": 1.0})
    >>> names = {"LOGISTICS#SPEED": CategoryName("物流速度", "delivery", "更快的物流",
    ...                                          "faster delivery")}
    >>> needs, evidence = induce(said, names)
    >>> needs["statement_zh"][0], needs["state"][0], needs["demand"][0], evidence["quote"][0]
    ('更快的物流', 'unmet', 3.0, '物流太慢了')
    """
    config = config or NeedsConfig()
    frame = with_need(with_voice(checked(expressions)), config.min_evidence)
    everyone = float(masses(frame, [])["mass"].sum())
    frame = frame.filter((pl.col("category") != general) | (pl.col("part") != ""))
    table = measured(frame, everyone, now).filter(pl.col("demand") >= config.min_evidence - _ENOUGH)
    if table.is_empty():
        return NEEDS.to_frame(), EVIDENCE.to_frame()
    frame = frame.join(table.select("need_id"), on="need_id", how="semi")
    needs = (
        table.join(_worded(frame, names), on="need_id")
        .join(concerned(frame), on="need_id", how="left")
        .with_columns(pl.col("products").fill_null([]))
        .rename({"need_id": "id"})
        .sort(pl.col("state") == "met", -pl.col("opportunity"), -pl.col("demand"), "id")
        .select(pl.col(name).cast(kind) for name, kind in NEEDS.items())
    )
    return needs, chosen(frame, needs, config.max_evidence)


def _worded(frame: pl.DataFrame, names: Mapping[str, CategoryName]) -> pl.DataFrame:
    """Return category, ask and statements of each need."""
    keys = frame.select("need_id", "category", "part").unique().sort("need_id")
    wordings = dict(_wordings(frame).iter_rows())
    rows = []
    for need, category, part in keys.iter_rows():
        ask = wordings.get(need, "") or part.removeprefix("pole ")
        rows.append((need, category, ask, *statement(category, part, ask, names)))
    columns = ["need_id", "category", "ask", "statement_zh", "statement_en"]
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")


def _wordings(frame: pl.DataFrame) -> pl.DataFrame:
    """Return need and wording: the one most voices used, of several the shortest."""
    asked = frame.filter(pl.col("part").str.starts_with("ask "))
    return (
        masses(asked, ["need_id", "ask"])
        .group_by("need_id", "ask")
        .agg(pl.col("mass").sum().round(6))
        .sort("need_id", -pl.col("mass"), pl.col("ask").str.len_chars(), "ask")
        .unique("need_id", keep="first", maintain_order=True)
        .select("need_id", pl.col("ask").str.strip_chars())
    )

"""What the people behind a need say most, by language: the words of its statement."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from needlens.needs.grouping import NEGATIVE_BELOW, need_id
from needlens.needs.names import CategoryName, statement
from needlens.needs.space import chinese
from needlens.needs.voices import masses


def worded(frame: pl.DataFrame, names: Mapping[str, CategoryName]) -> pl.DataFrame:
    """Return need_id, category, part, ask, statement_zh, statement_en of each need.

    ``frame`` holds expressions with ``voice``, ``need_id`` and ``part``. The category is
    that of the need, or the one that most voices speak of; ``ask`` the typical expression
    of a part.
    """
    categories = _most(frame, "category").select("need_id", "category")
    parts = _most(frame, "part").select("need_id", "part")
    wanted = (pl.col("origin") != "opinion") | (pl.col("valence").fill_null(1.0) < NEGATIVE_BELOW)
    spoken = frame.filter((pl.col("statement") != "") & wanted)
    han = pl.Series("han", chinese(spoken["statement"]))
    zh = _most(spoken.filter(han), "statement").select("need_id", zh="statement")
    en = _most(spoken.filter(~han), "statement").select("need_id", en="statement")
    table = (
        categories.join(parts, on="need_id")
        .join(zh, on="need_id", how="left")
        .join(en, on="need_id", how="left")
        .join(
            _most(spoken, "statement").select("need_id", most="statement"), on="need_id", how="left"
        )
        .fill_null("")
        .sort("need_id")
    )
    own = {need_id(category): category for category in names}
    rows = []
    for need, often, part, in_zh, in_en, most in table.iter_rows():
        category = own.get(need, often)
        ask = part.removeprefix("pole ") if part.startswith("pole ") else most if part else ""
        rows.append((need, category, part, ask, *statement(category, part, names, in_zh, in_en)))
    columns = ["need_id", "category", "part", "ask", "statement_zh", "statement_en"]
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")


def _most(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """Return for each need the value most voices use; of several the shortest."""
    return (
        masses(frame, ["need_id", column])
        .group_by("need_id", column)
        .agg(pl.col("mass").sum().round(6))
        .sort("need_id", -pl.col("mass"), pl.col(column).str.len_chars(), column)
        .unique("need_id", keep="first", maintain_order=True)
    )

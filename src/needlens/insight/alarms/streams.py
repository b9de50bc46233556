"""Messages and complaints as the arrays that the watch steps through."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from needlens.insight.alarms.detector import Complaints, Floats
from needlens.insight.alarms.messages import Heard


@dataclass(frozen=True, slots=True)
class Streams:
    """One stream for each product and category; ``names`` says which is which."""

    names: pl.DataFrame
    complaints: Complaints
    ends: Floats


def streams(heard: Heard) -> Streams:
    """Return the streams of what was heard, numbered in order of product and category."""
    ends = heard.messages.group_by("product_id").agg(pl.col("weight").sum().alias("end"))
    names = (
        heard.complaints.select("product_id", "category")
        .unique()
        .join(ends, on="product_id", nulls_equal=True)
        .sort("product_id", "category", nulls_last=True)
        .with_row_index("stream")
    )
    rows = heard.complaints.join(
        names, on=["product_id", "category"], nulls_equal=True, maintain_order="left"
    )
    floats = rows.select("clock", "weight", "prior", "rhythm").cast(pl.Float64)
    return Streams(
        names.select("product_id", "category"),
        Complaints(
            rows["stream"].cast(pl.Int64).to_numpy(),
            *(floats[name].to_numpy() for name in floats.columns),
        ),
        np.asarray(names["end"].to_numpy(), dtype=np.float64),
    )

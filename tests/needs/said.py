"""A few expressions, written out: what a test does not name has a plain value."""

from __future__ import annotations

import polars as pl

from needlens.needs import EXPRESSIONS


def said(*rows):
    """Return expressions; a row names only what matters to the test."""
    return pl.DataFrame([_row(i, row) for i, row in enumerate(rows)], schema=EXPRESSIONS)


def _row(i, given):
    row = {
        "signal_id": f"s{i}", "kind": "review", "origin": "opinion", "category": "LOGISTICS#SPEED",
        "ask": "", "aspect": "物流", "opinion": "慢", "valence": 3.0, "confidence": 0.8, "start": 0,
        "end": 8, "quote": f"第{i}次买，物流慢", "at": None, "customer_id": None, "product_id": None,
        "language": "zh", "provenance": "real", "source": "评价.csv", "line": i + 2, "weight": 1.0,
    } | given  # fmt: skip
    if row["ask"]:
        row |= {"origin": "suggestion", "valence": None, "aspect": None, "opinion": None}
    return row

"""Needs and what was said of them, made by hand: no induction, every number is known."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import polars as pl

from needlens.insight import Facts
from needlens.needs.measures import importance_of, opportunity_of
from needlens.records import Evidence, Interval, Need, NeedProduct, Origins

MADE = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
TITLES = {
    "p1": "云野 静音键盘 87 键",
    "p2": "Larch 40 L hiking backpack",
    "p3": "净山 保温杯 500 ml",
}


def facts(**changes):
    return Facts(**({"shop": "山雀百货", "generated_at": MADE, "titles": TITLES} | changes))


def piece(need_id="n-1", quote="键盘太吵了", language="zh", **changes):
    values = {
        "need_id": need_id, "signal_id": f"{need_id}-s1", "kind": "review", "quote": quote, "start": 0,
        "end": len(quote), "weight": 1.0, "probability": 0.9, "valence": 2.5, "at": datetime(2026, 5, 1, tzinfo=UTC),
        "customer_id": "c-1", "product_id": "p1", "language": language, "provenance": "real",
        "source": "评价.csv", "line": 7,
    }  # fmt: skip
    return Evidence(**(values | changes))


def need(
    id="n-1", voices=50.0, grade=3.5, category="PRODUCT#NOISE", *, n=40, spread=0.2, state="unmet",
    statement=("更安静的键盘", "a quieter keyboard"), evidence=None, products=(), supply=(), **changes,
):  # fmt: skip
    return Need(
        id=id, category=category, ask="", statement_zh=statement[0], statement_en=statement[1], state=state,
        demand=Interval(voices, voices * 0.9, voices * 1.1, round(voices)),
        satisfaction=Interval(grade, max(grade - spread, 1), min(grade + spread, 9), n),
        importance=0.0, opportunity=0.0, trend=None,
        evidence=evidence or (piece(id), piece(id, "The keys are far too loud", "en", line=9)),
        products=tuple(NeedProduct(*p) for p in products),
        supply=tuple(NeedProduct(*p) for p in supply), **changes,
    )  # fmt: skip


def measured(*needs):
    """Return the needs with importance and opportunity as the induction works them out."""
    from dataclasses import replace

    importance = importance_of(np.array([one.demand.value for one in needs]))
    values = opportunity_of(importance, np.array([one.satisfaction.value for one in needs]))
    return [
        replace(one, importance=float(i), opportunity=float(v))
        for one, i, v in zip(needs, importance, values, strict=True)
    ]


def wished(**origins):
    return Origins(**origins)


def told(*groups):
    """Return expressions: each group is (need_id, how many, values); voices are all distinct."""
    rows = []
    for need_id, many, values in groups:
        for _ in range(many):
            rows.append(
                {
                    "need_id": need_id, "signal_id": f"s{len(rows)}", "voice": len(rows), "category": "PRODUCT#NOISE",
                    "weight": 1.0, "valence": 3.0, "product_id": None, "provenance": "real", "source": "评价.csv",
                    "doubt": 0.0,
                } | values
            )  # fmt: skip
    return pl.DataFrame(rows, schema_overrides={"product_id": pl.String, "voice": pl.UInt64})

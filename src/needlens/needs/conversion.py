"""Frames of needs and evidence as the records Need and Evidence."""

from __future__ import annotations

from typing import Any

import polars as pl

from needlens.needs.columns import EVIDENCE
from needlens.records import Evidence, Interval, Need, NeedProduct, Origins

_FIELDS = [name for name in EVIDENCE if name != "rank"]


def as_needs(needs: pl.DataFrame, evidence: pl.DataFrame) -> list[Need]:
    """Return the rows of ``needs`` as records, in order, each with its evidence.

    ``demand.n`` counts all signals behind a need, shown or not.
    """
    pieces: dict[str, list[Evidence]] = {}
    for piece in as_evidence(evidence.sort("need_id", "rank")):
        pieces.setdefault(piece.need_id, []).append(piece)
    return [_need(row, tuple(pieces.get(row["id"], ()))) for row in needs.iter_rows(named=True)]


def as_evidence(evidence: pl.DataFrame) -> list[Evidence]:
    """Return the rows of a frame with the columns EVIDENCE as records."""
    return [Evidence(**row) for row in evidence.select(_FIELDS).iter_rows(named=True)]


def _need(row: dict[str, Any], evidence: tuple[Evidence, ...]) -> Need:
    trend = None if row["trend"] is None else _interval(row, "trend", row["trend_n"])
    return Need(
        id=row["id"],
        category=row["category"],
        ask=row["ask"],
        statement_zh=row["statement_zh"],
        statement_en=row["statement_en"],
        state=row["state"],
        demand=_interval(row, "demand", row["evidence_count"]),
        satisfaction=_interval(row, "satisfaction", row["satisfaction_n"]),
        importance=row["importance"],
        opportunity=row["opportunity"],
        trend=trend,
        evidence=evidence,
        part=row.get("part") or "",
        facets=tuple(row.get("facets") or ()),
        origins=Origins(**{k: v or 0.0 for k, v in (row.get("origins") or {}).items()}),
        products=_products(row.get("products")),
        supply=_products(row.get("supply")),
        kano=row.get("kano") or "",
        money=_money(row),
        currency=row.get("currency") or "",
        suspicious=row.get("suspicious") or 0.0,
        worded_by=row.get("worded_by") or "template",
        status=row.get("status") or "",
    )


def _products(listed: list[dict[str, Any]] | None) -> tuple[NeedProduct, ...]:
    return tuple(NeedProduct(**one) for one in listed or ())


def _money(row: dict[str, Any]) -> Interval | None:
    if row.get("money") is None:
        return None
    return _interval(row, "money", row["evidence_count"])


def _interval(row: dict[str, Any], name: str, n: int) -> Interval:
    return Interval(row[name], row[f"{name}_low"], row[f"{name}_high"], n)

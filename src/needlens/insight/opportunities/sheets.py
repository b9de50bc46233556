"""The opportunities report as tables: one row an opportunity, one a quote, and the method."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import polars as pl

from needlens.insight._workbook import write_sheets
from needlens.insight.facts import Facts, ProductCount
from needlens.insight.opportunities.finding import Opportunity, Report
from needlens.insight.opportunities.method import method
from needlens.insight.opportunities.sureness import sentences
from needlens.insight.render import worded
from needlens.insight.report import titles
from needlens.insight.tags import facet_tags
from needlens.records import Interval

Language = Literal["zh", "en"]


def write_tables(report: Report, facts: Facts, path: Path, language: Language) -> None:
    """Write the report as a workbook; no cell of it runs as a formula."""
    named = titles(facts)
    sheets = {
        "Opportunities": _table(
            [_opportunity(one, named, language) for one in report.opportunities]
        ),
        "Evidence": _table([row for one in report.opportunities for row in _evidence(one, named)]),
        "Method": _method(language),
    }
    write_sheets(sheets, path)


def _table(rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), infer_schema_length=None)


def _opportunity(one: Opportunity, named: dict[str, str], language: Language) -> dict[str, Any]:
    need, which = one.need, 0 if language == "zh" else 1
    row: dict[str, Any] = {
        "rank": one.rank,
        "id": need.id,
        "need_zh": need.statement_zh,
        "need_en": need.statement_en,
        "action": worded(f"action_{one.advice.action}")[which],
        "why": one.advice.reason[which],
        "state": worded(need.state)[which],
    }
    row |= _interval("opportunity", one.value)
    row |= _interval("voices", need.demand)
    row |= _interval("satisfaction", need.satisfaction if need.satisfaction.n else None)
    row |= {"importance": need.importance}
    row |= _interval("trend_log2", need.trend)
    row |= {
        "kano": worded(f"kano_{need.kano}")[which] if need.kano else None,
        **_interval("money", need.money),
        "currency": need.currency or None,
        "suspicious": need.suspicious,
        "facets": "; ".join(facet[which] for facet in facet_tags(need)),
        "products": _names(one.products),
        "satisfied_by": _names(one.supply),
        "tied_from": one.tied[0],
        "tied_to": one.tied[1],
        "voices_to_rise": one.lift.voices if one.lift else None,
        "satisfaction_to_rise": one.lift.satisfaction if one.lift else None,
        "would_change": " ".join(text[which] for text in sentences(one, named)),
        "sentences": need.demand.n,
    }
    return row


def _interval(name: str, estimate: Interval | None) -> dict[str, float | None]:
    """Return the three columns of an estimate, empty when there is none."""
    values = (estimate.value, estimate.low, estimate.high) if estimate else (None, None, None)
    return dict(zip((name, f"{name}_low", f"{name}_high"), values, strict=True))


def _names(products: Sequence[ProductCount]) -> str:
    return "; ".join(f"{p.title} ({p.voices:g})" for p in products)


def _evidence(one: Opportunity, named: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "rank": one.rank,
            "need": one.need.id,
            "quote": piece.quote,
            "language": piece.language,
            "feeling_1_9": piece.valence,
            "at": piece.at,
            "kind": piece.kind,
            "product_id": piece.product_id,
            "product": named.get(piece.product_id or ""),
            "provenance": piece.provenance,
            "source": piece.source,
            "line": piece.line,
            "signal_id": piece.signal_id,
        }
        for piece in one.need.evidence
    ]


def _method(language: Language) -> pl.DataFrame:
    which = 0 if language == "zh" else 1
    terms, meanings = worded("term")[which], worded("meaning")[which]
    return pl.DataFrame(
        {
            terms: [term[which] for term, _ in method()],
            meanings: [text[which] for _, text in method()],
        }
    )

"""Facts out of the store: what the report says besides the needs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime

import polars as pl

from needlens.insight.counts import by_category, by_product, over_time
from needlens.insight.facts import Facts, RecordCount, SourceCount
from needlens.needs import CategoryName
from needlens.records import KINDS
from needlens.store import Database, runs


def gather(
    database: Database,
    shop: str,
    expressions: pl.DataFrame,
    needs: pl.DataFrame,
    names: Mapping[str, CategoryName],
) -> Facts:
    """Return the facts of a report on ``needs``, which rest on ``expressions``."""
    now = datetime.now(UTC)
    timeline, unit = over_time(expressions, now)
    dated = expressions["at"].drop_nulls()
    undated = expressions.filter(pl.col("at").is_null())["signal_id"].n_unique()
    first, last = dated.min(), dated.max()
    return Facts(
        shop=shop,
        generated_at=now,
        since=first if isinstance(first, datetime) else None,
        until=last if isinstance(last, datetime) else None,
        records=_records(database),
        sources=_sources(database),
        categories=by_category(expressions, names),
        timeline=timeline,
        timeline_unit=unit,
        undated=undated,
        products=by_product(needs, _titles(database, needs)),
    )


def _records(database: Database) -> tuple[RecordCount, ...]:
    tables = {record.table: kind for kind, record in KINDS.items()}
    counts: dict[str, dict[str, int]] = {}
    for table, provenance, n in runs.table_counts(database, list(tables)).iter_rows():
        counts.setdefault(tables[table], {})[provenance] = n
    return tuple(RecordCount(kind, **counts[kind]) for kind in KINDS if kind in counts)


def _sources(database: Database) -> tuple[SourceCount, ...]:
    sources = []
    for run in runs.history(database):
        note = json.loads(run["note"]) if run["note"] else {}
        for a in run["accounts"]:
            sources.append(
                SourceCount(
                    a.source,
                    a.platform,
                    a.rows,
                    a.accepted,
                    a.quarantined,
                    a.duplicate,
                    note_zh=note.get("zh", ""),
                    note_en=note.get("en", ""),
                    licence=note.get("licence", ""),
                )
            )
    return tuple(sources)


def _titles(database: Database, needs: pl.DataFrame) -> dict[str, str]:
    ids = needs.select(
        pl.col("products").list.eval(pl.element().struct.field("product_id")).explode()
    )
    ids = ids.rename({"products": "product_id"}).drop_nulls().unique()
    found = database.query(
        "SELECT product_id, title FROM products WHERE title IS NOT NULL "
        "AND product_id IN (SELECT product_id FROM ids)",
        ids=ids,
    )
    return dict(found.iter_rows())

"""Facts out of the store: what the report says besides the needs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime

import polars as pl

from needlens.insight.counts import by_category, by_product, over_time
from needlens.insight.facts import Facts, RecordCount, SourceCount
from needlens.insight.opportunities import Shelf, weak_products
from needlens.needs import CategoryName, said
from needlens.records import KINDS, Need
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
    titles = _titles(database, _named(needs))
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
        products=by_product(needs, titles),
        titles=titles,
        weak=weak_products(said(expressions)),
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


def shelf(database: Database, need: Need, expressions: pl.DataFrame) -> Shelf:
    """Return what the rules of action look at for one need: titles, and weak products."""
    ids = pl.Series([p.product_id for p in (*need.products, *need.supply)], dtype=pl.String)
    return Shelf(_titles(database, ids), weak_products(said(expressions)))


def _named(needs: pl.DataFrame) -> pl.Series:
    """Return the ids of the products that concern needs or satisfy them."""
    listed = [column for column in ("products", "supply") if column in needs.columns]
    ids = [
        needs[column].list.eval(pl.element().struct.field("product_id")).explode()
        for column in listed
    ]
    return pl.concat(ids).drop_nulls().unique()


def _titles(database: Database, product_ids: pl.Series) -> dict[str, str]:
    found = database.query(
        "SELECT product_id, title FROM products WHERE title IS NOT NULL "
        "AND product_id IN (SELECT product_id FROM ids) ORDER BY product_id",
        ids=product_ids.to_frame("product_id"),
    )
    return dict(found.iter_rows())

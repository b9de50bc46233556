"""Expressions out of the store, needs and their evidence into it."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from needlens.needs.columns import EVIDENCE, EXPRESSIONS, NEEDS
from needlens.store import Database, results

_CONTEXT = {
    "review": "reviews",
    "chat": "chats",
    "post": "posts",
}


def expressions(database: Database, since: datetime | None = None) -> pl.DataFrame:
    """Return all that was found in the texts, one row per opinion or suggestion.

    With ``since`` only dated signals from then on count.
    """
    parts = [
        _said(kind, table, texts)
        for kind, table in _CONTEXT.items()
        if (texts := results.TEXTS.get(kind))
    ]
    frame = database.query(" UNION ALL ".join(parts))
    if since is not None:
        frame = frame.filter(pl.col("at") >= since)
    return frame.select(EXPRESSIONS.names())


def _said(kind: str, table: str, texts: str) -> str:
    """Return the SQL for what was found in one kind of signal, with its context."""
    found = f"""
        SELECT signal_id, 'opinion' AS origin, category, '' AS ask, aspect, opinion, valence,
               confidence, start, "end" FROM opinions WHERE kind = '{kind}'
        UNION ALL
        SELECT signal_id, 'suggestion', category, ask, NULL, NULL, NULL, confidence, start, "end"
        FROM suggestions WHERE kind = '{kind}'"""
    return f"""
        SELECT f.*, '{kind}' AS kind, substring(t.text, f.start + 1, f."end" - f.start) AS quote,
               r."at", r.customer_id, r.product_id, r.language, r.provenance, r.source, r.line,
               coalesce(v.weight, 1.0) AS weight
        FROM ({found}) f
        JOIN ({texts}) t ON t.signal_id = f.signal_id
        JOIN {table} r ON r.id = f.signal_id
        LEFT JOIN voices v ON v.kind = '{kind}' AND v.signal_id = f.signal_id"""


def replace(database: Database, needs: pl.DataFrame, evidence: pl.DataFrame) -> None:
    """Store the needs and their evidence in place of the earlier ones."""
    for table, frame, schema in (("needs", needs, NEEDS), ("evidence", evidence, EVIDENCE)):
        names = ", ".join(f'"{c}"' for c in schema.names())
        database.execute(f"DELETE FROM {table}")
        if not frame.is_empty():
            database.execute(
                f"INSERT INTO {table} ({names}) SELECT {names} FROM found", found=frame
            )


def load(database: Database) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the stored needs and evidence, as ``induce`` gave them."""
    needs = database.query(
        "SELECT * FROM needs ORDER BY state = 'met', opportunity DESC, demand DESC, id"
    )
    evidence = database.query("SELECT * FROM evidence ORDER BY need_id, rank")
    return needs, evidence

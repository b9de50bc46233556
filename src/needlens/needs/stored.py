"""Expressions out of the store, needs and their evidence into it."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from needlens.needs.columns import DERIVED, EVIDENCE, EXPRESSIONS, NEEDS
from needlens.store import Database, results

_CONTEXT = {
    "review": "reviews",
    "chat": "chats",
    "post": "posts",
}


def expressions(database: Database, since: datetime | None = None) -> pl.DataFrame:
    """Return all that was found in the texts, one row per opinion, suggestion or remark.

    With ``since`` only dated signals from then on count. The columns are EXPRESSIONS and
    DERIVED.
    """
    parts = [
        _said(kind, table, texts)
        for kind, table in _CONTEXT.items()
        if (texts := results.TEXTS.get(kind))
    ]
    frame = database.query(" UNION ALL ".join(parts))
    if since is not None:
        frame = frame.filter(pl.col("at") >= since)
    return frame.select([*EXPRESSIONS, *DERIVED])


def _said(kind: str, table: str, texts: str) -> str:
    """Return the SQL for what was found in one kind of signal, with its context.

    A reason for use is as well served as the rest of its text is happy: the grade given
    with it, else the mean of its opinions.
    """
    grade = "1 + (r.rating - 1) * 2" if table == "reviews" else "NULL"
    return f"""
        SELECT f.* EXCLUDE (valence),
               CASE WHEN f.origin = 'reason' THEN coalesce({grade}, o.valence) ELSE f.valence END
                   AS valence,
               '{kind}' AS kind, substring(t.text, f.start + 1, f."end" - f.start) AS quote,
               r."at", r.customer_id, r.product_id, r.language, r.provenance, r.source, r.line,
               coalesce(v.weight, 1.0) * coalesce(s.factor, 1.0) AS weight, '' AS key,
               1 - coalesce(s.factor, 1.0) AS doubt
        FROM ({said_in(kind)}) f
        JOIN ({texts}) t ON t.signal_id = f.signal_id
        JOIN {table} r ON r.id = f.signal_id
        LEFT JOIN voices v ON v.kind = '{kind}' AND v.signal_id = f.signal_id
        LEFT JOIN suspicions s ON s.kind = '{kind}' AND s.signal_id = f.signal_id
        LEFT JOIN (SELECT signal_id, avg(valence) AS valence FROM opinions
                   WHERE kind = '{kind}' GROUP BY signal_id) o ON o.signal_id = f.signal_id"""


def said_in(kind: str) -> str:
    """Return the SQL of what was read in one kind of text: opinions, suggestions, remarks."""
    return f"""
        SELECT signal_id, 'opinion' AS origin, category, '' AS ask, aspect, opinion, valence,
               confidence, start, "end", statement, facets
        FROM opinions WHERE kind = '{kind}'
        UNION ALL
        SELECT signal_id, 'suggestion', category, ask, NULL, NULL, NULL, confidence, start, "end",
               statement, facets FROM suggestions WHERE kind = '{kind}'
        UNION ALL
        SELECT signal_id, origin, category, '', NULL, NULL, NULL, confidence, start, "end",
               statement, facets FROM remarks WHERE kind = '{kind}'"""


def every_text() -> str:
    """Return the SQL of all texts, searches too: kind, signal_id, text."""
    parts = [f"SELECT '{kind}' AS kind, * FROM ({sql})" for kind, sql in results.TEXTS.items()]
    parts.append("SELECT 'query' AS kind, id AS signal_id, text FROM queries")
    return " UNION ALL ".join(parts)


BELONGS = (
    "need_id", "kind", "signal_id", "origin", "category", "statement", "quote", "start", "end",
    "valence", "confidence", "product_id", "at",
)  # fmt: skip


def replace(
    database: Database, needs: pl.DataFrame, evidence: pl.DataFrame, belonging: pl.DataFrame
) -> None:
    """Store the needs, their evidence and all that belongs to them in place of the earlier."""
    columns = [
        ("needs", needs, NEEDS.names()),
        ("evidence", evidence, EVIDENCE.names()),
        ("belongs", belonging.select(BELONGS), list(BELONGS)),
    ]
    for table, frame, schema in columns:
        names = ", ".join(f'"{c}"' for c in schema)
        database.execute(f"DELETE FROM {table}")
        if not frame.is_empty():
            database.execute(
                f"INSERT INTO {table} ({names}) SELECT {names} FROM found", found=frame
            )


def belonging(database: Database) -> pl.DataFrame:
    """Return what belongs to which need: BELONGS and ``shown``, whether it has enough voices."""
    return database.query(
        "SELECT b.*, n.id IS NOT NULL AS shown FROM belongs b LEFT JOIN needs n ON n.id = b.need_id "
        'ORDER BY need_id, kind, signal_id, start, "end"'
    )


def load(database: Database) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the stored needs and evidence, as ``induce`` gave them."""
    needs = database.query(
        "SELECT * FROM needs "
        "ORDER BY coalesce(status, '') <> 'pinned', state = 'met', opportunity DESC, demand DESC, id"
    )
    evidence = database.query("SELECT * FROM evidence ORDER BY need_id, rank")
    return needs, evidence

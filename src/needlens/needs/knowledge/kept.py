"""Edges into the store and out of it; they have a table of their own that no number reads."""

from __future__ import annotations

import polars as pl

from needlens.needs.knowledge.edges import KNOWLEDGE
from needlens.needs.knowledge.relations import RELATIONS, said
from needlens.store import Database


def replace(database: Database, edges: pl.DataFrame) -> None:
    """Store the edges (columns KNOWLEDGE) in place of the earlier ones."""
    names = ", ".join(f'"{name}"' for name in KNOWLEDGE)
    with database.transaction():
        database.execute("DELETE FROM knowledge")
        if not edges.is_empty():
            database.execute(
                f"INSERT INTO knowledge ({names}) SELECT {names} FROM found", found=edges
            )


def load(database: Database, n: int | None = None) -> pl.DataFrame:
    """Return the edges, the surest first: KNOWLEDGE, ``title``, ``said_zh`` and ``said_en``.

    ``title`` is what the head is called, ``said_zh`` and ``said_en`` the edge in words.
    """
    found = database.query(
        """
        SELECT k.*, coalesce(
            CASE WHEN k.head_kind = 'product' THEN coalesce(
                (SELECT min(title) FROM products p WHERE p.product_id = k.head AND title <> ''),
                (SELECT min(title) FROM orders o WHERE o.product_id = k.head AND title <> '')
            ) END, k.head) AS title
        FROM knowledge k
        ORDER BY probability DESC, relation, object_zh, object_en, head_kind, head
        LIMIT ?
        """,
        [1 << 60 if n is None else n],
    )
    known = found.filter(pl.col("relation").is_in(list(RELATIONS)))
    words = [said(*row) for row in known.select("relation", "object_zh", "object_en").iter_rows()]
    return known.with_columns(
        pl.Series("said_zh", [zh for zh, _ in words], dtype=pl.String),
        pl.Series("said_en", [en for _, en in words], dtype=pl.String),
    )

"""Topics into the store and out of it."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl

from needlens.mining.topics.sample import ALL
from needlens.store import Database

TOPICS = (
    "id", "method", "name_zh", "name_en", "words_zh", "words_en", "texts", "typical",
)  # fmt: skip
TOPIC_TEXTS = ("kind", "signal_id", "method", "topic_id", "probability")


def waiting(database: Database, method: str, version: str, n: int | None) -> int | None:
    """Return how many texts came or went since topics were found; None: find them anew.

    They are to be found anew when they never were, with another model, or with another
    number than ``n`` (None: any number will do).
    """
    made = database.query("SELECT version, n FROM topic_models WHERE method = ?", [method])
    if made.is_empty() or made["version"][0] != version or n not in (None, made["n"][0] or None):
        return None
    changed = database.query(
        f"SELECT count(*) AS n FROM ({ALL}) t FULL JOIN "
        "(SELECT kind, signal_id FROM topic_texts WHERE method = ?) p "
        "ON t.kind = p.kind AND t.signal_id = p.signal_id "
        "WHERE t.signal_id IS NULL OR p.signal_id IS NULL",
        [method],
    )
    return int(changed["n"][0])


def before(database: Database, method: str) -> pl.DataFrame:
    """Return the topic of each text as stored: kind, signal_id, topic_id (null: none)."""
    return database.query(
        "SELECT kind, signal_id, topic_id FROM topic_texts WHERE method = ?", [method]
    )


def asked(database: Database, method: str) -> int | None:
    """Return how many topics were asked for; None: as many as suit the texts."""
    made = database.query("SELECT n FROM topic_models WHERE method = ?", [method])
    return int(made["n"][0]) or None if made.height else None


def load(database: Database, method: str) -> pl.DataFrame:
    """Return the topics as stored; columns TOPICS."""
    return database.query("SELECT * FROM topics WHERE method = ? ORDER BY id", [method])


def replace(
    database: Database,
    method: str,
    version: str,
    n: int | None,
    topics: pl.DataFrame,
    texts: pl.DataFrame,
    events: pl.DataFrame,
) -> None:
    """Store the topics, their texts and what became of the old ones, in one transaction."""
    with database.transaction():
        for table in ("topics", "topic_texts", "topic_models"):
            database.execute(f"DELETE FROM {table} WHERE method = ?", [method])
        for table, names, rows in (("topics", TOPICS, topics), ("topic_texts", TOPIC_TEXTS, texts)):
            columns = ", ".join(names)
            database.execute(
                f"INSERT INTO {table} ({columns}) SELECT {columns} FROM found", found=rows
            )
        database.execute("INSERT INTO topic_models VALUES (?, ?, ?)", [method, version, n or 0])
        database.execute(
            """
            INSERT INTO history
            SELECT 'topic', id, event, other_id, detail, 'model', ?,
                   (SELECT coalesce(max(run), 0) + 1 FROM history WHERE what = 'topic')
            FROM happened WHERE event <> 'kept'
            """,
            [datetime.now(UTC)],
            happened=events,
        )


def history(database: Database, topic_id: str | None = None) -> pl.DataFrame:
    """Return what became of topics, oldest first: id, event, other_id, detail, by, at, run."""
    return database.query(
        'SELECT id, event, other_id, detail, "by", "at", run FROM history WHERE what = \'topic\' '
        "AND (? IS NULL OR id = ? OR other_id = ?) ORDER BY run, id, event, other_id",
        [topic_id] * 3,
    )

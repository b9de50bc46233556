"""Results of mining: a re-run replaces exactly what the same stage wrote before."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from needlens.store._database import Database

TEXTS = {
    "review": (
        "SELECT id AS signal_id, concat_ws(chr(10), title, text, follow_up) AS text "
        "FROM reviews WHERE noise IS NULL AND coalesce(title, text, follow_up) IS NOT NULL"
    ),
    "chat": "SELECT id AS signal_id, text FROM chats WHERE speaker = 'customer'",
    "post": "SELECT id AS signal_id, concat_ws(chr(10), title, text) AS text FROM posts",
}
"""The text of each kind of signal that is mined; offsets of what is found refer to it."""

FOUND = ("opinions", "suggestions", "remarks")
"""The tables of what mining finds in texts."""


def unread(database: Database, kind: str, version: str) -> pl.DataFrame:
    """Return the ids (signal_id) of the texts of a kind that ``version`` has not read."""
    return database.query(
        f"SELECT t.signal_id FROM ({TEXTS[kind]}) t ANTI JOIN "
        "(SELECT signal_id FROM mined WHERE kind = ? AND version = ?) m USING (signal_id) "
        "ORDER BY 1",
        [kind, version],
    )


def texts(database: Database, kind: str, ids: pl.DataFrame) -> pl.DataFrame:
    """Return the texts (signal_id, text) of some signals."""
    return database.query(
        f"SELECT * FROM ({TEXTS[kind]}) WHERE signal_id IN (SELECT signal_id FROM ids) ORDER BY 1",
        ids=ids,
    )


def replace_mined(
    database: Database,
    kind: str,
    version: str,
    signal_ids: pl.Series,
    **found: pl.DataFrame,
) -> None:
    """Store what was found in these signals, in place of what was found before.

    ``found`` are frames by table (FOUND); of a table that is not given nothing is left.
    """
    read = signal_ids.to_frame("signal_id")
    for table in ("mined", *FOUND):
        database.execute(
            f"DELETE FROM {table} WHERE kind = ? AND signal_id IN (SELECT signal_id FROM read)",
            [kind],
            read=read,
        )
    database.execute(
        "INSERT INTO mined SELECT ?, signal_id, ? FROM read", [kind, version], read=read
    )
    for table, rows in found.items():
        if not rows.is_empty():
            names = ", ".join(f'"{c}"' for c in rows.columns)
            database.execute(
                f"INSERT INTO {table} ({names}, kind) SELECT {names}, ? FROM rows_now",
                [kind],
                rows_now=rows,
            )


def texts_of(database: Database, kind: str, rows: int) -> Iterator[pl.DataFrame]:
    """Yield all texts of a kind in order of their ids, in frames of at most ``rows``."""
    return database.batches(f"SELECT * FROM ({TEXTS[kind]}) ORDER BY signal_id", [], rows)


def replace_voices(database: Database, kind: str, voices: pl.DataFrame) -> None:
    """Store the voices (signal_id, group_id, weight) of all texts of a kind."""
    database.execute("DELETE FROM voices WHERE kind = ?", [kind])
    database.execute(
        "INSERT INTO voices SELECT ?, signal_id, group_id, weight FROM voices_now",
        [kind],
        voices_now=voices,
    )


def forget_removed(database: Database) -> None:
    """Drop what was found in signals that are stored no longer or count as noise now."""
    for kind, texts in TEXTS.items():
        for table in ("mined", *FOUND):
            database.execute(
                f"DELETE FROM {table} WHERE kind = ? AND signal_id NOT IN "
                f"(SELECT signal_id FROM ({texts}))",
                [kind],
            )

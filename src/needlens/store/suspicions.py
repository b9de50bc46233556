"""Signs of fake reviews in the store: what they are judged by, and what was found."""

from __future__ import annotations

import polars as pl

from needlens.store._database import Database


def reviews(database: Database) -> pl.DataFrame:
    """Return what reviews are judged by, in order of their ids.

    Columns: signal_id, at, customer_id, product_id (null when assigned by us), rating,
    valence (mean of the opinions), words (title and text), follow_up.
    """
    return database.query("""
        SELECT r.id AS signal_id, r."at", r.customer_id,
               CASE WHEN r.provenance <> 'assigned' THEN r.product_id END AS product_id,
               r.rating, o.valence, concat_ws(chr(10), r.title, r.text) AS words, r.follow_up
        FROM reviews r
        LEFT JOIN (
            SELECT signal_id, round(avg(valence), 6) AS valence FROM opinions
            WHERE kind = 'review' GROUP BY 1
        ) o ON o.signal_id = r.id
        WHERE r.noise IS NULL ORDER BY 1""")


def replace(database: Database, kind: str, found: pl.DataFrame) -> None:
    """Store the suspicions (signal_id, signs, factor) of a kind in place of the earlier ones."""
    database.execute("DELETE FROM suspicions WHERE kind = ?", [kind])
    if not found.is_empty():
        database.execute(
            "INSERT INTO suspicions SELECT ?, signal_id, signs, factor FROM found",
            [kind],
            found=found.select("signal_id", "signs", "factor"),
        )


def load(database: Database) -> pl.DataFrame:
    """Return all suspicions: kind, signal_id, signs, factor."""
    return database.query("SELECT kind, signal_id, signs, factor FROM suspicions ORDER BY 1, 2")

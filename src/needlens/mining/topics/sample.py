"""Which texts topics are learnt from: a fixed number, one of each group of near-duplicates."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from needlens.store import Database, results

SAMPLE = 10_000

ALL = " UNION ALL ".join(
    f"SELECT '{kind}' AS kind, signal_id, text FROM ({texts})"
    for kind, texts in results.TEXTS.items()
)
"""Every text a customer wrote: kind, signal_id, text."""

_KEYED = f"SELECT *, md5_number_lower(text) AS key FROM ({ALL})"


def sample(database: Database, most: int = SAMPLE) -> pl.DataFrame:
    """Return at most ``most`` texts: kind, signal_id, text, ``key`` (a hash of the text).

    Which ones is decided by the hash alone: neither the order of rows nor the time of
    coming in has a part in it, and more texts change the sample little by little.
    """
    return database.query(
        f"""
        WITH one AS (
            SELECT t.kind, t.signal_id, t.key FROM ({_KEYED}) t
            LEFT JOIN voices v ON v.kind = t.kind AND v.signal_id = t.signal_id
            QUALIFY row_number() OVER (
                PARTITION BY coalesce(v.kind || v.group_id, t.key::VARCHAR)
                ORDER BY t.key, t.kind, t.signal_id
            ) = 1
            ORDER BY t.key, t.kind, t.signal_id LIMIT ?
        )
        SELECT one.kind, one.signal_id, t.text, one.key FROM one
        JOIN ({ALL}) t ON t.kind = one.kind AND t.signal_id = one.signal_id
        ORDER BY one.key, one.kind, one.signal_id
        """,
        [most],
    ).unique("key", keep="first", maintain_order=True)


def everything(database: Database, rows: int = 5_000) -> Iterator[pl.DataFrame]:
    """Yield all texts as :func:`sample` has them, in frames of at most ``rows``."""
    return database.batches(_KEYED, [], rows)


def count(database: Database) -> int:
    """Return how many texts there are."""
    return int(database.query(f"SELECT count(*) AS n FROM ({ALL})")["n"][0])

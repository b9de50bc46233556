"""Frames that take long to make: kept in the workspace until what they are made of changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import blake2b
from io import BytesIO

import polars as pl

from needlens.store._database import Database


def made(
    database: Database,
    name: str,
    tables: Sequence[str],
    chosen: str,
    make: Callable[[], pl.DataFrame],
    *,
    keep: bool,
) -> pl.DataFrame:
    """Return ``make()``, or what it returned before when nothing it depends on has changed.

    It depends on ``tables``, whatever their rows' order, and on ``chosen``: settings, and
    the version of what makes it. With ``keep`` a new frame takes the place of the earlier.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from needlens.config import StoreConfig
    >>> shop = Database(Path(tempfile.mkdtemp()) / "shop.duckdb", StoreConfig())
    >>> first = made(shop, "acts", ["orders"], "1", lambda: pl.DataFrame({"n": [1]}), keep=True)
    >>> made(shop, "acts", ["orders"], "1", pl.DataFrame, keep=True).equals(first)
    True
    """
    state = _state(database, tables, chosen)
    kept = database.query("SELECT content FROM made WHERE name = ? AND made_of = ?", [name, state])
    if not kept.is_empty():
        return pl.read_ipc(BytesIO(kept["content"][0]))
    frame = make()
    if keep:
        content = BytesIO()
        frame.write_ipc(content, compression="zstd")
        database.execute(
            "INSERT OR REPLACE INTO made VALUES (?, ?, ?)", [name, state, content.getvalue()]
        )
    return frame


def _state(database: Database, tables: Sequence[str], chosen: str) -> str:
    """Return a digest of the rows of tables, in any order, and of ``chosen``."""
    parts = [f"SELECT count(*) AS n, sum(hash(t)::HUGEINT) AS h FROM {t} AS t" for t in tables]
    rows = database.query(
        " UNION ALL ".join(f"SELECT n, h::VARCHAR AS h FROM ({p})" for p in parts)
    )
    said = repr((list(tables), rows.rows(), chosen))
    return blake2b(said.encode(), digest_size=16).hexdigest()

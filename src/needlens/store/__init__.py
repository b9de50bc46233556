"""Where a shop's records, results, runs and quarantine are kept: one DuckDB file.

>>> import tempfile, pathlib
>>> from needlens.config import StoreConfig
>>> with tempfile.TemporaryDirectory() as folder:
...     database = Database(pathlib.Path(folder) / "shop.duckdb", StoreConfig())
...     print(database.query("SELECT count(*) AS n FROM reviews")["n"][0])
...     database.close()
0
"""

from __future__ import annotations

from needlens.store import quarantine, results, runs
from needlens.store._database import SCHEMA_VERSION, Database
from needlens.store.records import Appended, append
from needlens.store.workspace import Workspace

__all__ = [
    "SCHEMA_VERSION",
    "Appended",
    "Database",
    "Workspace",
    "append",
    "quarantine",
    "results",
    "runs",
]

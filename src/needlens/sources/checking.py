"""Check 预检: what a file is and what would become of its rows, without storing anything."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from needlens.config import Config
from needlens.records import Ingested, Rejected
from needlens.sources.ingest import Reading, settle
from needlens.sources.platforms import ColumnUse
from needlens.sources.prepare import Prepared, Preparer
from needlens.sources.readers import read
from needlens.store import Database, append

MOST_ROWS = 200_000
"""Rows looked at; a longer source is judged by its first rows, and the result says so."""

SHOWN = 20
"""Records of each kind, and rejected rows, that are shown."""


@dataclass(slots=True)
class Checked:
    """What one source turned out to be."""

    account: Ingested
    """As after an ingest into an empty workspace, but nothing was stored."""
    title_zh: str = ""
    title_en: str = ""
    columns: list[ColumnUse] = field(default_factory=list)
    sample: dict[str, pl.DataFrame] = field(default_factory=dict)
    """The first 20 records of each kind as they would be stored."""
    rejected: list[Rejected] = field(default_factory=list)
    """The first 20 rows that would be set aside."""
    masked: dict[str, int] = field(default_factory=dict)
    complete: bool = True


def check(path: Path | str, reading: Reading, config: Config, key: bytes) -> list[Checked]:
    """Return what each source in ``path`` is; rows, mapping and rejects as ingest sees them.

    The rows go through the same steps into a database in memory, so that the counts are
    those of an ingest into an empty workspace.
    """
    database = Database(Path(":memory:"), config.store)
    found: dict[str, Checked] = {}
    preparer: Preparer | None = None
    for batch in read(path, reading.options, query=reading.query):
        if batch.source not in found:
            found[batch.source] = Checked(Ingested(batch.source))
            preparer = None
        one = found[batch.source]
        if not one.complete:
            continue
        if preparer is None and (batch.lines or batch.frame is not None):
            platform = reading.chosen(batch)
            preparer = Preparer(platform, config, key)
            one.title_zh, one.title_en = platform.title_zh, platform.title_en
            one.columns = platform.explain(batch)
            one.account.platform = platform.name
            one.account.ignored_columns = tuple(u.column for u in one.columns if u.field is None)
        prepared = (
            preparer(batch)
            if preparer
            else Prepared(rejected=list(batch.rejected), warnings=list(batch.warnings))
        )
        settle(one.account, batch, prepared, append(database, prepared.frames))
        _show(one, prepared)
        one.complete = one.account.rows < MOST_ROWS
    database.close()
    return list(found.values())


def _show(one: Checked, prepared: Prepared) -> None:
    """Add the first records and rejects to what is shown."""
    for kind, frame in prepared.frames.items():
        shown = one.sample.get(kind)
        if shown is None or shown.height < SHOWN:
            one.sample[kind] = (frame if shown is None else pl.concat([shown, frame])).head(SHOWN)
    one.rejected += prepared.rejected[: max(0, SHOWN - len(one.rejected))]
    for name, n in prepared.masked.items():
        one.masked[name] = one.masked.get(name, 0) + n

"""Check 预检: what a file is and what would become of its rows, without storing anything."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from needlens.config import Config
from needlens.records import Ingested, Rejected
from needlens.sources.accounts import settle
from needlens.sources.platforms import ColumnUse
from needlens.sources.prepare import Prepared
from needlens.sources.reading import Reading
from needlens.sources.walk import walk
from needlens.store import Database, append
from needlens.text.masking import mask

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
    for step in walk(path, reading, config, key):
        one = found.setdefault(step.batch.source, Checked(Ingested(step.batch.source)))
        if not one.complete:
            continue
        if step.first and step.platform:
            one.title_zh, one.title_en = step.platform.title_zh, step.platform.title_en
            one.columns = step.platform.explain(step.batch)
        settle(one.account, step, append(database, step.prepared.frames))
        _show(one, step.prepared)
        one.complete = one.account.rows < MOST_ROWS
    database.close()
    return list(found.values())


def _show(one: Checked, prepared: Prepared) -> None:
    """Add the first records and rejects to what is shown."""
    for kind, frame in prepared.frames.items():
        shown = one.sample.get(kind)
        if shown is None or shown.height < SHOWN:
            one.sample[kind] = (frame if shown is None else pl.concat([shown, frame])).head(SHOWN)
    for rejected in prepared.rejected[: max(0, SHOWN - len(one.rejected))]:
        one.rejected.append(replace(rejected, reason=mask(rejected.reason)))
    for name, n in prepared.masked.items():
        one.masked[name] = one.masked.get(name, 0) + n

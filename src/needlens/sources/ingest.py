"""Ingest 导入: read, prepare and store one source, batch by batch, each row once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl

from needlens.config import Config
from needlens.records import Ingested
from needlens.sources.accounts import settle
from needlens.sources.fingerprint import fingerprint
from needlens.sources.readers.opened import existing, shown_name
from needlens.sources.reading import Reading
from needlens.sources.view import hidden_columns, shown
from needlens.sources.walk import Step, walk
from needlens.store import Database, append, quarantine, runs
from needlens.text.masking import mask_series
from needlens.text.sealing import Seal

_VIEW = {"reason": pl.String, "shown": pl.String}

Progress = Callable[[str, int], None]
"""Called after each batch with the source's name and the rows read so far."""

BUFFERS = "128MB"
"""What DuckDB may hold of its file while rows stream through, however large the file."""


class Ingest:
    """Stores sources in one workspace's database."""

    def __init__(self, database: Database, config: Config, key: bytes) -> None:
        self._database = database
        self._config = config
        self._key = key
        self._seal = Seal(key)

    def __call__(
        self,
        path: Path | str,
        reading: Reading,
        note: str | None = None,
        progress: Progress | None = None,
    ) -> list[Ingested]:
        """Ingest one file, folder or query; return one account per source found in it.

        What was read to its end before is not read again: its rows are reported as
        duplicates. A run that was interrupted goes on after its last stored batch.
        """
        name, mark = self._named(path, reading)
        run = runs.find(self._database, mark) if mark else None
        if run and run.finished:
            return [_seen_before(account) for account in run.accounts]
        run = run or runs.start(self._database, name, mark, note)
        with self._database.buffers(BUFFERS):
            return self._read(path, reading, run, progress)

    def _read(
        self, path: Path | str, reading: Reading, run: runs.Run, progress: Progress | None
    ) -> list[Ingested]:
        accounts = {account.source: account for account in run.accounts}
        number = 0
        for number, step in enumerate(walk(path, reading, self._config, self._key), 1):
            # Batches stored before an interruption were prepared again only because a
            # platform remembers across batches (a Shopify handle's title).
            if number <= run.batches:
                continue
            account = accounts.setdefault(step.batch.source, Ingested(step.batch.source))
            with self._database.transaction():
                self._store(run.id, step, account, reading)
                stored = list(accounts.values())
                runs.checkpoint(self._database, run.id, number, stored, finished=False)
            if progress:
                progress(account.source, account.rows)
        with self._database.transaction():
            stored = list(accounts.values())
            runs.checkpoint(self._database, run.id, number, stored, finished=True)
        return stored

    def _named(self, path: Path | str, reading: Reading) -> tuple[str, str]:
        """Return the run's name and fingerprint; a query has none, its result may change."""
        if isinstance(path, str):
            return path.rpartition("@")[2].partition("?")[0], ""
        existing(path)
        name = shown_name(path.resolve().name)
        scale = self._config.ingest.rating_scale
        return name, fingerprint(path, reading.settings() | {"name": name, "rating": scale})

    def _store(self, run_id: int, step: Step, account: Ingested, reading: Reading) -> None:
        appended = append(self._database, step.prepared.frames)
        quarantine.add(
            self._database,
            step.prepared.rejected,
            shown=self._shown(step),
            run_id=run_id,
            settings=_retry_settings(step, reading),
            seal=self._seal.seal,
        )
        settle(account, step, appended)

    def _shown(self, step: Step) -> pl.DataFrame:
        """Return the masked view (reason, shown) of the rejected rows."""
        if not step.prepared.rejected:
            return pl.DataFrame(schema=_VIEW)
        hidden = hidden_columns(step.platform, step.batch)
        rows = [(r.reason, shown(r.raw, hidden)) for r in step.prepared.rejected]
        view = pl.DataFrame(rows, schema=_VIEW, orient="row")
        return view.with_columns(mask_series(column)[0] for column in view)


def _seen_before(account: Ingested) -> Ingested:
    known = account.accepted + account.duplicate
    return replace(account, accepted=0, duplicate=known, records={})


def _retry_settings(step: Step, reading: Reading) -> str:
    """Return what a retry needs to read the rows the same way: mapping and header."""
    name = step.platform.name if step.platform else reading.platform
    again = {"platform": name, "kind": reading.kind, "fields": dict(reading.fields)}
    header = step.batch.frame.columns if step.batch.frame is not None else None
    return json.dumps({"reading": again, "header": header}, ensure_ascii=False, sort_keys=True)

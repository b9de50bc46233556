"""Ingest 导入: read, prepare and store one source, batch by batch, each row once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import polars as pl

from needlens.config import Config
from needlens.records import Ingested
from needlens.sources.batch import RawBatch, ReadOptions
from needlens.sources.fingerprint import fingerprint
from needlens.sources.platforms import Platform, choose
from needlens.sources.prepare import Prepared, Preparer
from needlens.sources.readers import read
from needlens.store import Appended, Database, append, quarantine, runs
from needlens.text.masking import mask_series
from needlens.text.sealing import Seal

FORMAT = 1
"""Raised when the same bytes would give other records, so that old runs do not count."""

Progress = Callable[[str, int], None]
"""Called after each batch with the source's name and the rows read so far."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read a source and what its columns mean, as far as the user has said so."""

    options: ReadOptions = field(default_factory=ReadOptions)
    platform: str | None = None
    kind: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    """Field of the record → column of the file."""
    query: str | None = None

    def chosen(self, sample: RawBatch) -> Platform:
        """Return the platform whose columns these are."""
        return choose(sample, name=self.platform, fields=dict(self.fields) or None, kind=self.kind)

    def settings(self) -> dict[str, Any]:
        """Return what decides how bytes become records."""
        return {"format": FORMAT, **asdict(replace(self, fields=dict(self.fields)))}


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
        """Ingest one file or query; return one account per source found in it.

        A file that was read to its end before is not read again: its rows are reported
        as duplicates. A run that was interrupted goes on after its last stored batch.
        """
        name = Path(path).name if isinstance(path, Path) else str(path).split("?")[0].split("@")[-1]
        mark = ""
        if isinstance(path, Path):
            settings = reading.settings() | {
                "name": name,
                "rating": self._config.ingest.rating_scale,
            }
            mark = fingerprint(path, settings)
        run = runs.find(self._database, mark) if mark else None
        if run and run.finished:
            return [_seen_before(account) for account in run.accounts]
        run = run or runs.start(self._database, name, mark, note)
        accounts = {a.source: a for a in run.accounts}
        number = 0
        for number, (batch, prepared, settings_text) in enumerate(
            self._prepared(path, reading, accounts), 1
        ):
            if number <= run.batches:
                continue  # stored before the interruption; prepared again for the platform's memory
            with self._database.transaction():
                self._store(run.id, batch, prepared, accounts[batch.source], settings_text)
                runs.checkpoint(
                    self._database, run.id, number, list(accounts.values()), finished=False
                )
            if progress:
                progress(batch.source, accounts[batch.source].rows)
        with self._database.transaction():
            runs.checkpoint(self._database, run.id, number, list(accounts.values()), finished=True)
        return list(accounts.values())

    def _prepared(
        self, path: Path | str, reading: Reading, accounts: dict[str, Ingested]
    ) -> Iterator[tuple[RawBatch, Prepared, str]]:
        source, preparer, settings = None, None, ""
        for batch in read(path, reading.options, query=reading.query):
            if batch.source != source:
                source, preparer = batch.source, None
                accounts.setdefault(source, Ingested(source))
            account = accounts[batch.source]
            if preparer is None and (batch.lines or batch.frame is not None):
                platform = reading.chosen(batch)
                preparer = Preparer(platform, self._config, self._key)
                settings = _retry_settings(reading, platform, batch)
                account.platform = platform.name
                account.ignored_columns = tuple(
                    use.column for use in platform.explain(batch) if use.field is None
                )
            if preparer is None:
                nothing = Prepared(rejected=list(batch.rejected), warnings=list(batch.warnings))
                yield batch, nothing, settings
            else:
                yield batch, preparer(batch), settings

    def _store(
        self, run_id: int, batch: RawBatch, prepared: Prepared, account: Ingested, settings: str
    ) -> None:
        appended = append(self._database, prepared.frames)
        quarantine.add(
            self._database,
            prepared.rejected,
            run_id=run_id,
            settings=settings,
            seal=self._seal.seal,
            mask=lambda series: mask_series(series)[0],
        )
        settle(account, batch, prepared, appended)

    def retry(self, reading: Reading | None = None) -> Ingested:
        """Read the quarantined rows again, with the same or with newly given settings.

        What can be stored now leaves quarantine; the account covers all rows tried.
        """
        account = Ingested("quarantine")
        rows = quarantine.sealed(self._database)
        for (settings, source), group in rows.group_by(["settings", "source"], maintain_order=True):
            self._retry(str(settings), str(source), group, reading, account)
        return account

    def _retry(
        self,
        settings: str,
        source: str,
        group: pl.DataFrame,
        reading: Reading | None,
        account: Ingested,
    ) -> None:
        account.rows += group.height
        raws = [self._seal.open(raw) for raw in group["raw"]]
        readable = [(i, row) for i, raw in enumerate(raws) if isinstance(row := _row(raw), dict)]
        if not readable or not settings:
            account.quarantined += group.height
            return
        kept = json.loads(settings)
        lines = [group["line"][i] for i, _ in readable]
        batch = _rebuilt(source, lines, [row for _, row in readable], kept)
        chosen = (reading or Reading(**kept["reading"])).chosen(batch)
        prepared = Preparer(chosen, self._config, self._key)(batch)
        failed_lines = {r.line for r in prepared.rejected}
        ids = group["id"].to_list()
        done = [ids[i] for i, _ in readable if group["line"][i] not in failed_lines]
        with self._database.transaction():
            appended = append(self._database, prepared.frames)
            quarantine.remove(self._database, done)
        account.accepted += len(appended.rows)
        account.quarantined += group.height - len(done)
        account.duplicate += len(done) - len(appended.rows)


def settle(account: Ingested, batch: RawBatch, prepared: Prepared, appended: Appended) -> None:
    """Enter one batch into the account of its source: every row exactly once."""
    accepted, quarantined = len(appended.rows), len(prepared.rejected)
    account.encoding = batch.encoding or account.encoding
    account.rows += batch.rows
    account.blank += batch.blank
    account.accepted += accepted
    account.quarantined += quarantined
    account.duplicate += batch.rows - accepted - quarantined
    for kind, n in appended.records.items():
        account.records[kind] = account.records.get(kind, 0) + n
    account.warnings += [w for w in prepared.warnings if w not in account.warnings]


def _seen_before(account: Ingested) -> Ingested:
    return replace(
        account, accepted=0, duplicate=account.accepted + account.duplicate, records={}, warnings=[]
    )


def _retry_settings(reading: Reading, platform: Platform, batch: RawBatch) -> str:
    again = {"platform": platform.name, "kind": reading.kind, "fields": dict(reading.fields)}
    header = batch.frame.columns if batch.frame is not None else None
    return json.dumps({"reading": again, "header": header}, ensure_ascii=False, sort_keys=True)


def _row(raw: str) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        return None


def _rebuilt(
    source: str, lines: list[int], rows: list[dict[str, Any]], kept: dict[str, Any]
) -> RawBatch:
    if kept["header"] is None:
        return RawBatch(source, lines, documents=rows)
    columns = {name: [row.get(name) for row in rows] for name in kept["header"]}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(kept["header"], pl.String))
    return RawBatch(source, lines, frame=frame)

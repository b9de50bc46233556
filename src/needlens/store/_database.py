"""The DuckDB file: opening, locking, transactions, schema versions."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import polars.selectors as cs
import pyarrow as pa

from needlens.config import StoreConfig
from needlens.errors import ConfigError, NotFound, StoreError, WorkspaceBusy

MIGRATIONS = sorted(
    (int(f.name[:4]), f)
    for f in files("needlens.store").joinpath("migrations").iterdir()
    if f.name.endswith(".sql")
)
SCHEMA_VERSION = MIGRATIONS[-1][0]


class Database:
    """One connection to the workspace's DuckDB file; the only place SQL is run.

    Frames come in as named views and go out as polars frames. One process may write at
    a time; several may read while none writes.
    """

    def __init__(self, path: Path, config: StoreConfig, *, read_only: bool = False) -> None:
        self.path = path
        self._memory_limit = config.memory_limit
        if read_only and not path.exists():
            raise NotFound(f"{path} does not exist; ingest something first")
        settings: dict[str, Any] = {
            "memory_limit": config.memory_limit,
            "threads": config.threads,
            "enable_external_access": False,
            "preserve_insertion_order": True,
        }
        try:
            with _sentences(path):
                self._connection = duckdb.connect(str(path), read_only=read_only, config=settings)
        except (duckdb.InvalidInputException, duckdb.ParserException) as error:
            raise ConfigError(
                f"store.memory_limit = {config.memory_limit!r} or store.threads = "
                f"{config.threads} cannot be used: {_first_line(error)}; e.g. '512MB' and 2"
            ) from None
        self._migrate(read_only)

    def execute(self, sql: str, parameters: Sequence[Any] = (), **frames: pl.DataFrame) -> None:
        """Run a statement; ``frames`` are visible to it as tables of their names."""
        with self._views(frames), _sentences(self.path):
            self._connection.execute(sql, list(parameters))

    def query(
        self, sql: str, parameters: Sequence[Any] = (), **frames: pl.DataFrame
    ) -> pl.DataFrame:
        """Run a query and return its rows as a polars frame."""
        with self._views(frames), _sentences(self.path):
            found = self._connection.sql(sql, params=list(parameters)).to_arrow_table()
        return _frame(found)

    def batches(self, sql: str, parameters: Sequence[Any], rows: int) -> Iterator[pl.DataFrame]:
        """Run a query and return its rows in frames of at most ``rows`` (bounded memory).

        It reads through a cursor of its own, so that writing may go on in between.
        """
        with _sentences(self.path), self._connection.cursor() as cursor:
            reader = cursor.sql(sql, params=list(parameters)).to_arrow_reader(rows)
            for batch in reader:
                yield _frame(batch)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All statements inside are stored together, or none is."""
        with _sentences(self.path):
            self._connection.begin()
        try:
            yield
            with _sentences(self.path):
                self._connection.commit()
        except BaseException:
            self._rollback()
            raise

    @contextmanager
    def buffers(self, size: str) -> Iterator[None]:
        """Hold no more than ``size`` (e.g. 128MB) of the file in memory for a while.

        DuckDB keeps what it has read until its limit is reached; a stage that only passes
        through the file needs little of it, and its memory then does not grow with the file.
        """
        self.execute(f"SET memory_limit = '{size}'")
        try:
            yield
        finally:
            self.execute(f"SET memory_limit = '{self._memory_limit}'")

    def close(self) -> None:
        """Close the file; the workspace can be opened by another process afterwards."""
        self._connection.close()

    def _rollback(self) -> None:
        # A failed commit has already rolled back.
        with contextlib.suppress(duckdb.Error):
            self._connection.rollback()

    @contextmanager
    def _views(self, frames: dict[str, pl.DataFrame]) -> Iterator[None]:
        for name, frame in frames.items():
            self._connection.register(name, frame.to_arrow())
        try:
            yield
        finally:
            for name in frames:
                self._connection.unregister(name)

    def _migrate(self, read_only: bool) -> None:
        version = self._version()
        if version > SCHEMA_VERSION:
            raise StoreError(
                f"{self.path} was written by a newer needlens (schema {version}, this one "
                f"knows {SCHEMA_VERSION}); upgrade needlens to open it"
            )
        if version < SCHEMA_VERSION and read_only:
            raise StoreError(
                f"{self.path} has the older schema {version}; open it once for writing "
                "(any ingest or mine) to bring it up to date"
            )
        for number, file in MIGRATIONS:
            if number > version:
                with self.transaction():
                    self.execute(file.read_text(encoding="utf-8"))
                    self.execute("DELETE FROM meta")
                    self.execute("INSERT INTO meta VALUES (?)", [number])

    def _version(self) -> int:
        known = self.query("SELECT 1 FROM duckdb_tables() WHERE table_name = 'meta'")
        if known.is_empty():
            if not self.query("SELECT 1 FROM duckdb_tables()").is_empty():
                raise StoreError(f"{self.path} is a DuckDB file, but not of a needlens workspace")
            with _sentences(self.path):
                try:
                    self._connection.execute("CREATE TABLE meta (schema_version INTEGER NOT NULL)")
                except duckdb.InvalidInputException:
                    return 0
            return 0
        rows = self.query("SELECT max(schema_version) AS v FROM meta")
        return int(rows["v"][0] or 0)


def _frame(found: pa.Table | pa.RecordBatch) -> pl.DataFrame:
    """Return polars rows with times in UTC, wherever the machine is."""
    frame = pl.from_arrow(found)
    assert isinstance(frame, pl.DataFrame)
    return frame.with_columns(cs.datetime(time_zone="*").dt.convert_time_zone("UTC"))


@contextmanager
def _sentences(path: Path) -> Iterator[None]:
    """Turn DuckDB's errors into sentences for people."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise StoreError(
            f"the database needs more memory than store.memory_limit allows: {_first_line(error)}; "
            "raise it in needlens.toml"
        ) from error
    except (
        duckdb.IOException,
        duckdb.TransactionException,
        duckdb.FatalException,
        duckdb.InternalException,
        duckdb.SerializationException,
    ) as error:
        raise _told(path, str(error)) from error


def _told(path: Path, message: str) -> Exception:
    """Return the error that says what is wrong with the file and what to do."""
    if "set lock on file" in message:
        holder = re.search(r"PID (\d+)", message)
        who = f" (process {holder[1]})" if holder else ""
        return WorkspaceBusy(
            f"another needlens{who} is using {path.parent}; wait until it has finished, or stop it"
        )
    if re.search(r"No space left|could not write|disk full|quota", message, re.IGNORECASE):
        return StoreError(
            f"the disk that holds {path} is full; the rows stored so far are safe. "
            "Free some space and run the same command again: it goes on where it stopped"
        )
    return StoreError(
        f"{path} cannot be used: {message.splitlines()[0]}. What was stored before is kept; "
        "close other programs that use it, and try again"
    )


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__

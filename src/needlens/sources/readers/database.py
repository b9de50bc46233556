"""Databases: the rows of one SELECT, by URL, streamed from the server.

Only one SELECT (or WITH … SELECT) is let through, and the connection is set to read only
where the database knows how. Passwords are in no name and no message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from needlens.errors import MissingExtra, SourceError
from needlens.records import Rejected
from needlens.sources.batch import RawBatch, ReadOptions
from needlens.sources.readers.cells import text_of
from needlens.sources.readers.rows import Row
from needlens.sources.readers.table import batches

_QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`")
_AMBIGUOUS = re.compile(r"--|/\*|#|\$\w*\$")
"""Comments and dollar quotes: databases disagree on where they end."""

_WRITES = re.compile(
    r"\b(insert|update|delete|merge|replace\s+into|into|drop|alter|create|truncate|grant|revoke|"
    r"call|exec|execute|copy|attach|pragma|vacuum|lock|load_file|load_extension|nextval|setval|"
    r"pg_read_file|pg_sleep|sleep|benchmark|lo_import|dblink)\b",
    re.IGNORECASE,
)


def read_query(url: str, query: str | None, options: ReadOptions) -> Iterator[RawBatch]:
    """Yield the rows that ``query`` selects in the database at ``url``.

    Raises SourceError for anything but one SELECT, for a database that cannot be reached
    and for a query it does not understand; MissingExtra when a package is not installed.
    """
    if re.match(r"(https?|ftp|s3|file)://", url, re.IGNORECASE):
        raise SourceError("needlens reads no web addresses; download the file and give its path")
    if not query:
        raise SourceError("a database needs a query; give one SELECT, e.g. SELECT * FROM reviews")
    refuse_writing(query)
    try:
        import sqlalchemy
    except ModuleNotFoundError:
        raise MissingExtra("reading databases needs needlens[sql]; install it") from None
    try:
        address = sqlalchemy.make_url(url)
    except (sqlalchemy.exc.ArgumentError, ValueError):
        raise SourceError(
            "this is not the URL of a database; it looks like postgresql://user@host/name "
            "or sqlite:///shop.db"
        ) from None
    name = f"{address.drivername}://{address.host or ''}/{address.database or ''}"
    if address.get_backend_name() == "sqlite":
        _refuse_missing(address.database)
    return _rows(address, query, name, options)


def refuse_writing(query: str) -> None:
    """Raise SourceError unless ``query`` is one SELECT or WITH statement.

    >>> refuse_writing("SELECT 评价 FROM reviews WHERE note <> 'drop; delete'")
    >>> refuse_writing("SELECT 1; DROP TABLE reviews")
    Traceback (most recent call last):
    ...
    needlens.errors.SourceError: only one SELECT is read, not several statements
    """
    if re.search(r"\\['\"`]", query):
        raise SourceError("databases disagree on a backslash before a quote; double the quote")
    bare = _QUOTED.sub(" '' ", query).strip().rstrip(";").strip()
    if _AMBIGUOUS.search(bare):
        raise SourceError("take the comments (-- # /* */) and $ quotes out of the query")
    if ";" in bare:
        raise SourceError("only one SELECT is read, not several statements")
    if not re.match(r"\(*\s*(select|with)\b", bare, re.IGNORECASE):
        raise SourceError("only a SELECT (or WITH … SELECT) is read; nothing else is run")
    found = _WRITES.search(bare)
    if found:
        raise SourceError(
            f"the query contains {found[0].upper()}, which may change the database; "
            "give a plain SELECT (quote a column of that name)"
        )


def _refuse_missing(database: str | None) -> None:
    """A missing SQLite file would be created by connecting to it."""
    if not database or database == ":memory:" or database.startswith("file:"):
        raise SourceError("give the path of a SQLite file, as in sqlite:///shop.db")
    if not Path(database).is_file():
        raise SourceError(f"there is no database file {database}; check the path")


def _rows(address: Any, query: str, name: str, options: ReadOptions) -> Iterator[RawBatch]:
    import sqlalchemy

    engine = _engine(address)
    try:
        with engine.connect() as connection:
            _set_read_only(connection, address.get_backend_name())
            streaming = connection.execution_options(
                stream_results=True, yield_per=1_000, no_parameters=True
            )
            result = streaming.exec_driver_sql(query)
            rows = _cells(result, name)
            header = [str(key) for key in tuple(result.keys())]
            yield from batches(name, rows, options, header=header)
    except sqlalchemy.exc.SQLAlchemyError as error:
        raise SourceError(f"{name}: {_told(error, address)}") from None
    finally:
        engine.dispose()


def _engine(address: Any) -> Any:
    import sqlalchemy

    try:
        return sqlalchemy.create_engine(address, poolclass=sqlalchemy.NullPool)
    except sqlalchemy.exc.NoSuchModuleError:
        raise SourceError(f"no database of kind {address.drivername!r} is known") from None
    except ModuleNotFoundError as error:
        raise MissingExtra(
            f"{address.drivername} needs the package {error.name}; install it"
        ) from None


def _set_read_only(connection: Any, backend: str) -> None:
    if backend == "sqlite":
        connection.exec_driver_sql("PRAGMA query_only = ON")
    elif backend == "postgresql":
        connection.execution_options(postgresql_readonly=True)
    elif backend in {"mysql", "mariadb"}:
        connection.exec_driver_sql("SET SESSION TRANSACTION READ ONLY")


def _cells(result: Any, name: str) -> Iterator[Row | Rejected]:
    """Yield the rows as text; when the database fails on the way, the rest is rejected."""
    import sqlalchemy

    number = 0
    try:
        for number, values in enumerate(result, 1):
            yield number, ["" if isinstance(v, bytes) else text_of(v) or "" for v in values]
    except (sqlalchemy.exc.SQLAlchemyError, ValueError) as error:
        reason = f"the database failed here ({type(error).__name__}); run the query again"
        yield Rejected(name, number + 1, None, reason, "")


def _told(error: Exception, address: Any) -> str:
    """Return the database's own first sentence, without the password."""
    text = str(getattr(error, "orig", None) or error).strip() or type(error).__name__
    first = text.splitlines()[0]
    return first.replace(address.password, "***") if address.password else first

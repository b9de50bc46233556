"""Readers: one outside format per module, all of them yielding ``RawBatch``es.

A new text or binary format is one module with ``read(opened, options)``, one line in
``dispatch.READERS`` and one in ``kinds``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from needlens.errors import SourceError
from needlens.sources.batch import RawBatch, ReadOptions
from needlens.sources.readers.dispatch import read_opened
from needlens.sources.readers.folder import read_folder
from needlens.sources.readers.opened import existing, open_file, shown_name

__all__ = ["read"]


def read(
    path_or_url: str | Path, options: ReadOptions | None = None, *, query: str | None = None
) -> Iterator[RawBatch]:
    r"""Read what a shop exported, whatever it is, as batches of rows with nothing interpreted.

    ``path_or_url`` is a file (CSV, TSV, JSON, JSON Lines, .xlsx, Parquet, Arrow, a zip or
    gzip of these), a folder, or the URL of a database together with ``query``, one SELECT.
    The kind is told from the content, then from the ending. Each table (file, sheet) is one
    source; sources come one after another, and memory is bounded by ``options``.

    Raises SourceError when there is nothing that can be read, Refused when reading would be
    unsafe, MissingExtra when a database needs a package that is not installed. A row that
    cannot be read is in its batch's ``rejected``.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "评价.csv").write_text("商品,评价\nA1,物流很快\n", encoding="gb18030")
    >>> [batch] = read(folder / "评价.csv")
    >>> batch.frame.to_dicts(), batch.encoding
    ([{'商品': 'A1', '评价': '物流很快'}], 'gb18030')
    """
    options = options or ReadOptions()
    if isinstance(path_or_url, str) and "://" in path_or_url:
        from needlens.sources.readers.database import read_query

        return read_query(path_or_url, query, options)
    if query is not None:
        raise SourceError(
            "a query needs the URL of a database, such as sqlite:///shop.db, not a file"
        )
    path = existing(Path(path_or_url))
    if path.is_dir():
        return read_folder(path, options, read_opened)
    return _read_file(path, options)


def _read_file(path: Path, options: ReadOptions) -> Iterator[RawBatch]:
    opened = open_file(path, shown_name(path.name))
    with opened.file:
        yield from read_opened(opened, options)

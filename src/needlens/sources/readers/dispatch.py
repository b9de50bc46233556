"""From an opened file to the reader of its format."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from needlens.sources.batch import RawBatch, ReadOptions
from needlens.sources.readers.archive import Room, read_archive, read_gzip
from needlens.sources.readers.kinds import kind_of
from needlens.sources.readers.opened import Opened

READERS = {
    "delimited": "needlens.sources.readers.delimited",
    "json": "needlens.sources.readers.documents",
    "sheets": "needlens.sources.readers.sheets",
    "parquet": "needlens.sources.readers.parquet",
    "arrow": "needlens.sources.readers.arrow",
}
"""Kind of file → module whose ``read`` yields its batches, loaded when first needed."""


def read_opened(
    opened: Opened, options: ReadOptions, room: Room | None = None
) -> Iterator[RawBatch]:
    """Yield the batches of a file of any kind; raise SourceError."""
    kind = kind_of(opened)
    if kind == "archive":
        yield from read_archive(opened, options, room or Room(), read_opened)
    elif kind == "gzip":
        yield from read_gzip(opened, options, room or Room(), read_opened)
    else:
        yield from import_module(READERS[kind]).read(opened, options)

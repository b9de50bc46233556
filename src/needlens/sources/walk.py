"""Walk: all batches of a path, read and prepared, source after source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from needlens.config import Config
from needlens.errors import SourceError
from needlens.records import Rejected
from needlens.sources.batch import RawBatch
from needlens.sources.platforms import Platform
from needlens.sources.prepare import Prepared, Preparer, raw_row
from needlens.sources.readers import read
from needlens.sources.readers.opened import shown_name
from needlens.sources.reading import Reading


@dataclass(frozen=True, slots=True)
class Step:
    """One batch, what became of it, and (once it is known) the platform of its source."""

    batch: RawBatch
    prepared: Prepared
    platform: Platform | None
    first: bool
    """Whether this is the first batch of its source that shows columns."""


def walk(path: Path | str, reading: Reading, config: Config, key: bytes) -> Iterator[Step]:
    """Yield every batch in ``path``, prepared.

    A single file whose columns fit nothing raises SourceError; among several tables (a
    folder, an archive, a workbook) such a table is set aside and the others go on.
    """
    source, preparer, refusal = None, None, None
    for batch in read(path, reading.options, query=reading.query):
        if batch.source != source:
            source, preparer, refusal = batch.source, None, None
        shows_columns = bool(batch.lines) or batch.frame is not None
        first = preparer is None and refusal is None and shows_columns
        if first:
            try:
                preparer = Preparer(reading.chosen(batch), config, key)
            except SourceError as error:
                if isinstance(path, str) or batch.source == shown_name(path.name):
                    raise
                refusal = str(error).splitlines()[0]
        if preparer is not None:
            yield Step(batch, preparer(batch), preparer.platform, first)
        else:
            yield Step(batch, _set_aside(batch, refusal), None, first)


def _set_aside(batch: RawBatch, reason: str | None) -> Prepared:
    rows = [
        Rejected(batch.source, line, None, reason or "", raw_row(batch, row))
        for row, line in enumerate(batch.lines)
    ]
    warnings = [*batch.warnings, reason] if reason else list(batch.warnings)
    return Prepared(rejected=[*batch.rejected, *rows], warnings=warnings)

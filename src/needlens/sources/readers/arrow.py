"""Arrow IPC files (.arrow, .feather): every column as text, read in batches."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from needlens.errors import SourceError
from needlens.sources.batch import RawBatch, ReadOptions
from needlens.sources.readers.columns import batches_of, readable
from needlens.sources.readers.opened import Opened


def read(opened: Opened, options: ReadOptions) -> Iterator[RawBatch]:
    """Yield the rows of an Arrow file; raise SourceError when it is damaged."""
    try:
        file = pa.ipc.open_file(opened.file)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise SourceError(
            f"{opened.name} is a damaged Arrow file ({type(error).__name__}); export it again."
        ) from None
    positions, warnings = readable(file.schema)
    found = (
        part.select(positions)
        for number in range(file.num_record_batches)
        for part in _parts(file.get_batch(number), options.batch_rows)
    )
    yield from batches_of(opened.name, file.schema, found, options, warnings)


def _parts(batch: pa.RecordBatch, rows: int) -> Iterator[pa.RecordBatch]:
    for start in range(0, batch.num_rows, rows):
        yield batch.slice(start, rows)

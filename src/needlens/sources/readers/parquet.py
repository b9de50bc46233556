"""Parquet files: every column as text, read in batches."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from needlens.errors import SourceError
from needlens.sources.batch import RawBatch, ReadOptions
from needlens.sources.readers.columns import batches_of, readable
from needlens.sources.readers.opened import Opened


def read(opened: Opened, options: ReadOptions) -> Iterator[RawBatch]:
    """Yield the rows of a Parquet file; raise SourceError when it is damaged."""
    try:
        file = pq.ParquetFile(opened.file, buffer_size=1 << 20, pre_buffer=False)
        schema = file.schema_arrow
    except (pa.ArrowException, OSError, ValueError) as error:
        raise SourceError(
            f"{opened.name} is a damaged Parquet file ({type(error).__name__}); export it again."
        ) from None
    positions, warnings = readable(schema)
    names = [schema.field(i).name for i in positions]
    rows = _rows_per_batch(file.metadata, options)
    found = file.iter_batches(rows, columns=names, use_threads=False)
    yield from batches_of(opened.name, schema, found, options, warnings)


def _rows_per_batch(metadata: pq.FileMetaData, options: ReadOptions) -> int:
    """Return how many rows to take at a time, fewer when they are wide."""
    groups = [metadata.row_group(i) for i in range(min(metadata.num_row_groups, 100))]
    rows = int(sum(group.num_rows for group in groups)) or 1
    width = max(1, int(sum(group.total_byte_size for group in groups)) // rows)
    return max(1, min(options.batch_rows, options.batch_chars // width))

"""What the tests of the readers share: read bytes, and look at all batches at once."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from needlens.sources.batch import RawBatch, ReadOptions
from needlens.sources.readers import read


def batches(path: Path, **options) -> list[RawBatch]:
    """Read a file and check what holds for every batch."""
    found = list(read(path, ReadOptions(**options)))
    assert found, "every readable source gives a batch"
    for batch in found:
        assert batch.rows == len(batch.lines) + len(batch.rejected)
        if batch.frame is not None:
            assert batch.frame.height == len(batch.lines)
            assert all(dtype == pl.String for dtype in batch.frame.dtypes)
        elif batch.documents is not None:
            assert len(batch.documents) == len(batch.lines)
        else:
            assert not batch.lines
        assert all(r.reason and r.line >= 1 for r in batch.rejected)
        # whatever is handed on can be stored
        "".join(r.raw for r in batch.rejected).encode("utf-8")
    return found


def batch_of(folder: Path, name: str, content: bytes | str, **options) -> RawBatch:
    """Write a file and read it as one batch."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    found = batches(path, **options)
    assert len(found) == 1
    return found[0]


def rows_of(batch: RawBatch) -> list[tuple]:
    """Return the rows of a table."""
    assert batch.frame is not None
    return batch.frame.rows()

"""A text column as one array of code points, so that per-character work is columnar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

PLANES = 0x110000
"""One more than the last code point: the length of a per-character table."""

CHUNK_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Codepoints:
    """``values[starts[i]:starts[i + 1]]`` are the characters of row ``i``; null is empty."""

    values: npt.NDArray[np.uint32]
    starts: npt.NDArray[np.int64]

    @classmethod
    def of(cls, series: pl.Series) -> Codepoints:
        """Lay the rows of a String column end to end."""
        return cls.of_texts(series.fill_null("").to_list())

    @classmethod
    def of_texts(cls, texts: list[str]) -> Codepoints:
        """Lay texts end to end."""
        text = "".join(texts)
        values = np.frombuffer(text.encode("utf-32-le"), dtype="<u4").astype(np.uint32, copy=False)
        starts = np.zeros(len(texts) + 1, dtype=np.int64)
        np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)), out=starts[1:])
        return cls(values, starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def rows(self) -> npt.NDArray[np.int64]:
        """Return the row of each character."""
        return np.repeat(np.arange(len(self), dtype=np.int64), np.diff(self.starts))

    def count(self, flags: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
        """Add up ``flags`` (one value per character) for each row."""
        total = np.zeros(len(flags) + 1, dtype=np.int64)
        np.cumsum(flags, out=total[1:])
        return total[self.starts[1:]] - total[self.starts[:-1]]

    def keep(self, flags: npt.NDArray[np.bool_]) -> Codepoints:
        """Drop the characters whose flag is false; the rows stay."""
        starts = np.zeros(len(self.starts), dtype=np.int64)
        np.cumsum(self.count(flags), out=starts[1:])
        return Codepoints(self.values[flags], starts)

    def to_series(self, name: str, present: npt.NDArray[np.bool_]) -> pl.Series:
        """Return the rows as a String column, null where ``present`` is false."""
        import pyarrow as pa

        width = 1 + sum((self.values >= limit).astype(np.int64) for limit in (0x80, 0x800, 0x10000))
        ends = np.zeros(len(self.values) + 1, dtype=np.int64)
        np.cumsum(width, out=ends[1:])
        data = self.values.astype("<u4", copy=False).tobytes().decode("utf-32-le").encode()
        offsets = pa.py_buffer(np.ascontiguousarray(ends[self.starts]))
        rows = pa.LargeStringArray.from_buffers(len(self), offsets, pa.py_buffer(data))
        column = pl.Series(name, pl.from_arrow(rows))
        if present.all():
            return column
        return column.zip_with(pl.Series(present), pl.Series([None], dtype=pl.String)).alias(name)


def chunks(series: pl.Series) -> Iterator[pl.Series]:
    """Cut a column into slices small enough for per-character arrays."""
    for start in range(0, len(series), CHUNK_ROWS):
        yield series.slice(start, CHUNK_ROWS)

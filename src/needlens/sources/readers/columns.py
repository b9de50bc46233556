"""Typed columns (Parquet, Arrow) as columns of text."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
import pyarrow as pa

from needlens.records import Rejected
from needlens.sources.batch import RawBatch, ReadOptions
from needlens.sources.readers.cells import text_of, unique_names


def readable(schema: pa.Schema) -> tuple[list[int], list[str]]:
    """Return the positions of the columns that can be text, and warnings on the others."""
    binary = [
        pa.types.is_binary(kind)
        or pa.types.is_large_binary(kind)
        or pa.types.is_binary_view(kind)
        or pa.types.is_fixed_size_binary(kind)
        for kind in schema.types
    ]
    warnings = [
        f"column {name} holds binary data and is left out"
        for name, left_out in zip(schema.names, binary, strict=True)
        if left_out
    ]
    return [i for i, left_out in enumerate(binary) if not left_out], warnings


def batches_of(
    source: str,
    schema: pa.Schema,
    found: Iterator[pa.RecordBatch],
    options: ReadOptions,
    warnings: list[str],
) -> Iterator[RawBatch]:
    """Yield record batches as text; what follows damaged data is rejected as one row."""
    names = unique_names([schema.field(i).name for i in readable(schema)[0]])
    done = 0
    while True:
        try:
            batch = next(found, None)
            frame = None if batch is None else _as_text(batch, names)
        except (pa.ArrowException, OSError, ValueError, pl.exceptions.PolarsError):
            reason = "the file is damaged from this row on; export it again"
            rejected = [Rejected(source, done + 1, None, reason, "")]
            yield RawBatch(source, [], _empty(names), rejected=rejected, warnings=warnings)
            return
        if frame is None:
            break
        blank = frame.select(pl.all_horizontal(pl.all().is_null())).to_series()
        lines = range(done + 1, done + frame.height + 1)
        kept = [line for line, empty in zip(lines, blank, strict=True) if not empty]
        yield RawBatch(
            source, kept, frame.filter(~blank), blank=frame.height - len(kept), warnings=warnings
        )
        done += frame.height
        warnings = []
    if not done:
        yield RawBatch(source, [], _empty(names), warnings=warnings)


def _empty(names: list[str]) -> pl.DataFrame:
    return pl.DataFrame(schema=dict.fromkeys(names, pl.String))


def _as_text(batch: pa.RecordBatch, names: list[str]) -> pl.DataFrame:
    columns = [
        _text(pl.Series(name, pl.from_arrow(pa.table({name: batch.column(i)})).to_series()))  # type: ignore[union-attr]
        for i, name in enumerate(names)
    ]
    return pl.DataFrame(columns).with_columns(pl.col(pl.String).replace("", None))


def _text(column: pl.Series) -> pl.Series:
    """Return a column as text, each type in the form ``text_of`` gives its values."""
    kind = column.dtype
    if isinstance(kind, pl.Datetime):
        text = column.dt.to_string("iso:strict")
        return text.str.replace(r"\.0+($|[+-])", "$1").str.replace(
            r"(\.\d*?[1-9])0+($|[+-])", "$1$2"
        )
    if kind.is_float():
        return _float_text(column)
    if kind.is_nested() or kind == pl.Object or kind == pl.Duration:
        return pl.Series(column.name, [text_of(value) for value in column.to_list()], pl.String)
    return column.cast(pl.String)


def _float_text(column: pl.Series) -> pl.Series:
    """Return floats as their shortest text, whole ones without a point, NaN as null."""
    single = column.dtype != pl.Float64
    wide = column.cast(pl.Float64)
    wide = wide.set(~wide.is_finite(), None)
    whole = (wide == wide.floor()) & (wide.abs() < 1e15)
    text = (column if single else wide).cast(pl.String)
    text = text.set(wide.is_null(), None)
    digits = wide.set(~whole, None).cast(pl.Int64).cast(pl.String)
    return digits.zip_with(whole.fill_null(False), text)

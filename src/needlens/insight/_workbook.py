"""A table as an Excel workbook, row by row: text stays text, whatever it starts with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from needlens.errors import UserError
from needlens.insight._cells import flat, is_live

_MOST_ROWS = 1_048_576
_LONGEST_CELL = 32_767
_SURE_DIGITS = 10**15  # Excel keeps 15 digits of a number; longer ids are written as text
_WIDEST, _NARROWEST = 60, 8
_NOT_XML = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x{FFFE}\x{FFFF}]"


def write_workbook(frame: pl.DataFrame, path: Path) -> None:
    """Write the frame as the one sheet of a workbook; raise UserError when it is too long."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    if frame.height >= _MOST_ROWS:
        raise UserError(
            f"{frame.height:,} rows do not fit an Excel sheet ({_MOST_ROWS - 1:,}); "
            "write .csv or .parquet instead"
        )
    table = _readable(flat(frame))
    book = Workbook(write_only=True)
    sheet = book.create_sheet("needlens")
    sheet.freeze_panes = "A2"
    for letter, width in _widths(table):
        sheet.column_dimensions[letter].width = width
    header = [_cell(sheet, name, live=True) for name in table.columns]
    for cell in header:
        cell.font = Font(bold=True)
    sheet.append(header)
    live = table.select(is_live(pl.col(pl.String)).fill_null(False))
    for row, flags in zip(table.iter_rows(), _flags(table, live), strict=True):
        sheet.append([_cell(sheet, v, live=f) for v, f in zip(row, flags, strict=True)])
    book.save(path)


def _readable(table: pl.DataFrame) -> pl.DataFrame:
    """Leave out what a sheet cannot hold; a longer text than a cell takes ends in "…"."""
    wide = [n for n, kind in table.schema.items() if kind.is_integer() and _is_wide(table[n])]
    table = table.with_columns(pl.col(name).cast(pl.String) for name in wide)
    return table.with_columns(_fitting(n) for n, kind in table.schema.items() if kind == pl.String)


def _is_wide(numbers: pl.Series) -> bool:
    return bool(((numbers >= _SURE_DIGITS) | (numbers <= -_SURE_DIGITS)).any())


def _fitting(name: str) -> pl.Expr:
    text = pl.col(name).str.replace_all(_NOT_XML, "\ufffd")
    cut = text.str.head(_LONGEST_CELL - 1) + "…"
    return pl.when(text.str.len_chars() > _LONGEST_CELL).then(cut).otherwise(text).alias(name)


def _flags(table: pl.DataFrame, live: pl.DataFrame) -> Iterator[tuple[bool, ...]]:
    columns = [live[n] if n in live.columns else None for n in table.columns]
    never = pl.Series([False]).new_from_index(0, table.height)
    yield from pl.DataFrame(
        {str(i): never if c is None else c for i, c in enumerate(columns)}
    ).iter_rows()


def _widths(table: pl.DataFrame) -> Iterator[tuple[str, int]]:
    from openpyxl.utils import get_column_letter

    for index, name in enumerate(table.columns, start=1):
        sample = table[name].head(200).cast(pl.String, strict=False).str.len_bytes().max()
        longest = max(sample if isinstance(sample, int) else 0, len(name.encode()))
        yield get_column_letter(index), min(max(longest + 2, _NARROWEST), _WIDEST)


def _cell(sheet: Any, value: Any, *, live: bool) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, str):
        return _dated(sheet, value) if isinstance(value, date) else value
    cell = WriteOnlyCell(sheet)
    cell.value = value
    cell.data_type = "s"  # openpyxl takes "=…" for a formula
    if live:
        cell.quotePrefix = True  # stays text when somebody edits the cell
    return cell


def _dated(sheet: Any, value: date) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet)
    cell.value = value
    cell.number_format = "yyyy-mm-dd hh:mm:ss" if isinstance(value, datetime) else "yyyy-mm-dd"
    return cell

"""Tables as an Excel workbook, row by row: text stays text, whatever it starts with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
    write_sheets({"needlens": frame}, path)


def write_sheets(sheets: Mapping[str, pl.DataFrame], path: Path) -> None:
    """Write frames as the sheets of a workbook, by name, with the same care for each."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for name, frame in sheets.items():
        if frame.height >= _MOST_ROWS:
            raise UserError(
                f"{frame.height:,} rows do not fit an Excel sheet ({_MOST_ROWS - 1:,}); "
                "write .csv or .parquet instead"
            )
        _fill(book.create_sheet(name), _readable(flat(frame)))
    book.save(path)


def _fill(sheet: Any, table: pl.DataFrame) -> None:
    from openpyxl.styles import Font

    sheet.freeze_panes = "A2"
    for letter, width in _widths(table):
        sheet.column_dimensions[letter].width = width
    header = [_cell(sheet, name) for name in table.columns]
    for cell in header:
        cell.font = Font(bold=True)
    sheet.append(header)
    for row, odd in zip(table.iter_rows(), _odd_cells(table), strict=True):
        cells = [_cell(sheet, v) if i in odd else v for i, v in enumerate(row)] if odd else row
        sheet.append(cells)


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


def _odd_cells(table: pl.DataFrame) -> Iterator[list[int]]:
    """Yield per row the columns whose text openpyxl or Excel would take for something else.

    Cells are few; all others go as they are, which is several times quicker.
    """
    odd = [
        pl.when(is_live(pl.col(name)) | pl.col(name).str.starts_with("#")).then(pl.lit(i))
        for i, (name, kind) in enumerate(table.schema.items())
        if kind == pl.String
    ]
    if not odd:
        yield from ([] for _ in range(table.height))
        return
    found = table.select(odd=pl.concat_list(odd).list.drop_nulls())
    for part in found.iter_slices():
        yield from part["odd"].to_list()


def _widths(table: pl.DataFrame) -> Iterator[tuple[str, int]]:
    from openpyxl.utils import get_column_letter

    for index, name in enumerate(table.columns, start=1):
        sample = table[name].head(200).cast(pl.String, strict=False).str.len_bytes().max()
        longest = max(sample if isinstance(sample, int) else 0, len(name.encode()))
        yield get_column_letter(index), min(max(longest + 2, _NARROWEST), _WIDEST)


def _cell(sheet: Any, text: str) -> Any:
    """Return a cell that is text and stays text when somebody edits it."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet)
    cell.value = text
    cell.data_type = "s"  # openpyxl takes "=…" for a formula
    cell.quotePrefix = True
    return cell

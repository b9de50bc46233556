"""Excel workbooks (.xlsx, .xlsm): each visible sheet is one source.

A number is told as the text its writer meant. Whole numbers come without ``.0``. Excel
keeps 15 digits, so a whole number of more digits has lost its end, and one of 12 digits or
more of which only six are not trailing zeros went through a CSV as ``1.03531E+12``: both
come out in that form, in which they are recognised as ruined ids. Any other long number is
exact in the file and comes out with all its digits, even where Excel would show it ruined.
"""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]

from needlens.errors import Refused, SourceError
from needlens.records import Rejected
from needlens.sources.batch import RawBatch, ReadOptions
from needlens.sources.readers.bombs import directory, refuse_workbook_bomb
from needlens.sources.readers.excel_values import text_of_cell
from needlens.sources.readers.merges import Merges, read_merges
from needlens.sources.readers.opened import Opened
from needlens.sources.readers.rows import Row
from needlens.sources.readers.table import batches

MOST_ROWS = 1_048_576
"""Rows of a sheet; a higher row number is a trick."""

_BLOCK = 200
_BROKEN = (
    *(KeyError, ValueError, TypeError, AttributeError, IndexError, AssertionError),
    *(OSError, EOFError, OverflowError, NotImplementedError, RuntimeError, RecursionError),
    *(zipfile.BadZipFile, zlib.error, ParseError),
)
"""What openpyxl raises for parts that are not as they should be."""


def read(opened: Opened, options: ReadOptions) -> Iterator[RawBatch]:
    """Yield the rows of each visible sheet, or of ``options.sheet`` alone, in batches."""
    size = opened.file.seek(0, 2)
    with directory(opened.file, opened.name) as unzipped:
        refuse_workbook_bomb(unzipped, size, opened.name)
    book = _open(opened)
    try:
        hidden: list[str] = []
        given = 0
        for sheet in _chosen(book, options.sheet, opened.name, hidden):
            source = f"{opened.name}/{sheet.title}"
            rows = iter(_Rows(sheet, source, _merges(sheet)))
            first = next(rows, None)
            if first is not None:
                given += 1
                yield from batches(source, chain([first], rows), options)
        if hidden or not given:
            notes = [f"hidden sheet left out: {name}" for name in hidden]
            yield RawBatch(opened.name, [], warnings=notes or ["the workbook has no filled sheet"])
    finally:
        book.close()


def _open(opened: Opened) -> Any:
    from openpyxl import load_workbook

    opened.file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(opened.file, read_only=True, data_only=True, keep_links=False)
    except _BROKEN as error:
        _refuse_entities(error, opened.name)
        raise SourceError(
            f"{opened.name} is a damaged workbook; open it in Excel and save it again, or as CSV."
        ) from None


def _refuse_entities(error: BaseException | None, name: str) -> None:
    """Raise Refused when the parser stopped at an entity, whatever openpyxl made of that."""
    while error is not None:
        if isinstance(error, DefusedXmlException):
            raise Refused(f"{name} declares entities, which real workbooks never do.") from None
        error = error.__cause__


def _chosen(book: Any, wanted: str | None, name: str, hidden: list[str]) -> Iterator[Any]:
    """Yield the sheets to read; note the names of those that are hidden."""
    sheets = [sheet for sheet in book.worksheets if hasattr(sheet, "iter_rows")]
    if wanted is not None:
        found = [sheet for sheet in sheets if sheet.title == wanted]
        if not found:
            titles = ", ".join(sheet.title for sheet in sheets)
            raise SourceError(f"{name} has no sheet {wanted!r}; its sheets are: {titles}")
        yield from found
        return
    for sheet in sheets:
        if sheet.sheet_state == "visible":
            yield sheet
        else:
            hidden.append(sheet.title)


def _merges(sheet: Any) -> Merges:
    """Read the merged ranges, which stand behind the rows; openpyxl gives the bytes so only."""
    try:
        with sheet._get_source() as file:
            return read_merges(file)
    except _BROKEN:
        return Merges({})  # reading the rows will say what is wrong, and where


class _Rows:
    """The rows of a sheet from its first filled one on, merged cells filled downwards."""

    def __init__(self, sheet: Any, source: str, merges: Merges) -> None:
        self.source = source
        self._merges = merges
        sheet.reset_dimensions()
        self._values = sheet.iter_rows(values_only=True)
        self._fault: Rejected | None = None

    def __iter__(self) -> Iterator[Row | Rejected]:
        number, started = 0, False
        while number < MOST_ROWS and self._fault is None:
            block = self._block(number)
            for values in block:
                number += 1
                cells = [text_of_cell(value) for value in values]
                self._merges.fill(number, cells)
                started = started or any(cells)
                if started:
                    yield number, cells
            if not block:
                break
        if self._fault:
            yield self._fault

    def _block(self, done: int) -> list[tuple[Any, ...]]:
        """Return the next rows; when the sheet is damaged, those before the damage."""
        block: list[tuple[Any, ...]] = []
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                block.extend(islice(self._values, min(_BLOCK, MOST_ROWS - done)))
        except _BROKEN as error:
            _refuse_entities(error, self.source)
            reason = "the sheet is damaged from here on; open it in Excel and save it again"
            self._fault = Rejected(self.source, done + len(block) + 1, None, reason, "")
        return block

"""Rows of CSV, TSV and the like, under a header that names the column of the texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from needlens.errors import SourceError
from needlens.mining.files.row import FIELDS, TextRow, listed, row_of
from needlens.records import Rejected
from needlens.sources.readers.lines import Line
from needlens.sources.readers.rows import Row, read_rows
from needlens.sources.readers.sniff import hinted, sniff

LOOKED_AT = 200
"""Lines from which the separator of the cells is told."""


def rows(
    lines: Iterator[Line],
    top: list[Line],
    name: str,
    names: Mapping[str, str],
    line_chars: int,
) -> Iterator[TextRow]:
    """Return a row for each row of the table that is not blank; ``top`` is its beginning.

    Raises SourceError when no column is called ``text``.
    """
    delimiter = hinted(top[0].text) if top else None
    if delimiter:
        next(lines)
    else:
        delimiter = sniff(top, line_chars)
    found = read_rows(lines, delimiter, name, line_chars)
    header = _header(found)
    columns = _columns(header, names)
    if "text" not in columns:
        raise SourceError(
            f"{name} has the columns {', '.join(header) or '(none)'}; none is called "
            f"{names.get('text', 'text')}; say which it is with --field text=COLUMN"
        )
    return _rows(found, columns, len(header))


def is_table(top: list[Line], names: Mapping[str, str], line_chars: int) -> bool:
    """Tell whether a file whose name says nothing is a table: several columns, one of texts."""
    if not top:
        return False
    delimiter = hinted(top[0].text)
    lines = top[1:] if delimiter else top
    header = _header(read_rows(lines, delimiter or sniff(lines, line_chars), "", line_chars))
    return len(header) > 1 and "text" in _columns(header, names)


def _header(found: Iterator[Row | Rejected]) -> list[str]:
    for item in found:
        if isinstance(item, Rejected):
            return []
        if any(cell.strip() for cell in item[1]):
            return [cell.strip().lstrip("\ufeff") for cell in item[1]]
    return []


def _columns(header: list[str], names: Mapping[str, str]) -> dict[str, int]:
    """Return where the fields stand; a column of the exact name comes first."""
    lower = [name.lower() for name in header]
    columns = {}
    for field in FIELDS:
        wanted = names.get(field, field)
        if wanted in header:
            columns[field] = header.index(wanted)
        elif wanted.lower() in lower:
            columns[field] = lower.index(wanted.lower())
    return columns


def _rows(
    found: Iterator[Row | Rejected], columns: Mapping[str, int], width: int
) -> Iterator[TextRow]:
    for item in found:
        if isinstance(item, Rejected):
            error = f"line {item.line} cannot be read: {item.reason}"
            yield TextRow(item.line, None, error=error)
            continue
        line, cells = item
        if not any(cell.strip() for cell in cells):
            continue
        given = {field: cells[at] for field, at in columns.items() if at < len(cells)}
        values: dict[str, object] = {key: cell for key, cell in given.items() if cell.strip()}
        if any(cell.strip() for cell in cells[width:]):
            error = f"line {line} has {len(cells)} cells; the header has {width}"
            yield TextRow(line, given.get("id") or line, error=error)
            continue
        if "aspects" in values:
            values["aspects"] = listed(given["aspects"])
        yield row_of(line, values)

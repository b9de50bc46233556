"""CSV, TSV and their kin: text with one row per line and a character between cells."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from needlens.errors import SourceError
from needlens.sources.batch import RawBatch, ReadOptions
from needlens.sources.readers.lines import Line, encoding_of, read_lines
from needlens.sources.readers.opened import Opened
from needlens.sources.readers.rows import read_rows
from needlens.sources.readers.sniff import hinted, sniff
from needlens.sources.readers.table import batches

_SNIFFED_LINES = 200


def read(opened: Opened, options: ReadOptions) -> Iterator[RawBatch]:
    """Yield the rows of a delimited text file in batches."""
    encoding = encoding_of(opened.file, options.encoding)
    lines = read_lines(opened.file, encoding.name, options.line_chars)
    top = list(islice(lines, _SNIFFED_LINES))
    delimiter = options.delimiter
    hint = hinted(top[0].text) if top else None
    if hint:
        top, delimiter = top[1:], delimiter or hint
    warnings = _warnings(top, encoding.name, encoding.certain)
    rows = read_rows(
        chain(top, lines),
        _checked(delimiter) if delimiter else sniff(top, options.line_chars),
        opened.name,
        options.line_chars,
    )
    yield from batches(opened.name, rows, options, encoding=encoding.name, warnings=warnings)


def _checked(delimiter: str) -> str:
    delimiter = {"\\t": "\t", "tab": "\t"}.get(delimiter.lower(), delimiter)
    if len(delimiter) != 1 or delimiter in '"\r\n\x00':
        raise SourceError(
            f"{delimiter!r} cannot separate cells; give one character such as , ; | or \\t"
        )
    return delimiter


def _warnings(top: list[Line], encoding: str, certain: bool) -> list[str]:
    if not any(line.text.strip() for line in top):
        return ["the file is empty"]
    if certain:
        return []
    return [f"the encoding is a guess: {encoding}; give the encoding if the text looks wrong"]

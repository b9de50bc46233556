"""Rows of a file of texts: JSON Lines, a JSON array, CSV and its kin, or one text a line."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from needlens.errors import SourceError
from needlens.mining.files import documents, tables
from needlens.mining.files.row import TextRow
from needlens.sources.readers.lines import Line, encoding_of, read_lines
from needlens.sources.readers.opened import open_file, shown_name

LINE_CHARS = 1_000_000
"""A longer line is not read; its answer says so."""
FORMATS = ("jsonl", "csv", "txt")
_BY_ENDING = {
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl",
    ".csv": "csv", ".tsv": "csv", ".tab": "csv", ".txt": "txt",
}  # fmt: skip
_NOT_TEXT = {b"PK\x03\x04": "a workbook or zip", b"PAR1": "Parquet", b"\x1f\x8b": "gzip"}


@contextmanager
def opened(path: str) -> Iterator[tuple[BinaryIO, str]]:
    """Open a file of texts (``-``: standard input); give its bytes and its name.

    Standard input is kept in an unnamed temporary file, because its encoding is told from
    several places in it. Raises SourceError when there is no such file.
    """
    if path == "-":
        with tempfile.TemporaryFile() as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
            file.seek(0)
            yield file, "standard input"
    else:
        one = open_file(Path(path), shown_name(Path(path).name))
        with one.file:
            yield one.file, one.name


def rows(
    file: BinaryIO,
    name: str,
    *,
    format: str | None = None,
    encoding: str | None = None,
    fields: Mapping[str, str] | None = None,
) -> Iterator[TextRow]:
    r"""Return the rows of a seekable file, in order; memory does not grow with the file.

    ``format`` is jsonl, csv or txt; by default the ending of ``name`` tells, else the
    content. ``fields`` says which column holds ``id``, ``text`` or ``aspects`` when it has
    another name (capitals do not matter). Raises SourceError when nothing can be read.

    >>> import io
    >>> file = io.BytesIO("编号,内容\n1,质量不错\n".encode("gb18030"))
    >>> [(row.id, row.text) for row in rows(file, "评价.csv", fields={"id": "编号", "text": "内容"})]
    [('1', '质量不错')]
    """
    head = file.read(4)
    for magic, what in _NOT_TEXT.items():
        if head.startswith(magic):
            raise SourceError(f"{name} is {what}; save it as JSON Lines, CSV or plain text")
    found = encoding_of(file, encoding).name
    lines = read_lines(file, found, LINE_CHARS)
    top = list(islice(lines, tables.LOOKED_AT))
    first = next((line.text.lstrip() for line in top if line.text.strip()), "")
    names = {field.lower(): column for field, column in (fields or {}).items()}
    kind = format or _BY_ENDING.get(Path(name).suffix.lower()) or _guessed(first, top, names)
    lines = chain(top, lines)
    if kind == "csv":
        return tables.rows(lines, top, name, names, LINE_CHARS)
    if kind == "txt":
        return _plain(lines)
    if first.startswith("["):
        return documents.items_of(lines, names, LINE_CHARS)
    return documents.lines_of(lines, names)


def _guessed(first: str, top: list[Line], names: Mapping[str, str]) -> str:
    if first.startswith(("{", "[")):
        return "jsonl"
    return "csv" if tables.is_table(top, names, LINE_CHARS) else "txt"


def _plain(lines: Iterator[Line]) -> Iterator[TextRow]:
    for number, text, fault in lines:
        text = text.rstrip("\r\n")
        if fault:
            yield TextRow(number, number, error=f"line {number} cannot be read: it {fault}")
        elif not text.strip():
            yield TextRow(number, number, error=f"line {number} is empty")
        else:
            yield TextRow(number, number, text)

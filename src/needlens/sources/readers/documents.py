"""JSON: one object per line, an array of objects, one document, or several in a row."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from needlens.records import Rejected
from needlens.sources.batch import RawBatch, ReadOptions
from needlens.sources.encoding import codec_of
from needlens.sources.readers.json_text import BadJson, parse_object
from needlens.sources.readers.json_values import JsonValues, Value
from needlens.sources.readers.lines import SHOWN_CHARS, encoding_of, read_lines, skip_mark
from needlens.sources.readers.opened import Opened

_HEAD = 1 << 16
_CHUNK = 1 << 18


def read(opened: Opened, options: ReadOptions) -> Iterator[RawBatch]:
    """Yield the objects of a JSON file in batches; what is no object is rejected."""
    encoding = encoding_of(opened.file, options.encoding)
    if _one_per_line(opened.head(_HEAD), codec_of(encoding.name)):
        values = _line_by_line(opened.file, encoding.name, options.line_chars)
    else:
        chunks = _text(opened.file, encoding.name)
        values = iter(JsonValues(chunks, options.batch_chars))
    warnings = [] if encoding.certain else [f"the encoding is a guess: {encoding.name}"]
    batch = RawBatch(opened.name, [], documents=[], encoding=encoding.name, warnings=warnings)
    chars = given = 0
    for value in values:
        chars += value.size
        _add(batch, value)
        if batch.rows >= options.batch_rows or chars >= options.batch_chars:
            yield batch
            given, chars = given + 1, 0
            batch = RawBatch(opened.name, [], documents=[], encoding=encoding.name)
    if batch.rows or batch.blank or not given:
        if not given and not batch.rows:
            batch.warnings.append("the file is empty")
        yield batch


def _add(batch: RawBatch, value: Value) -> None:
    if value.document is not None and batch.documents is not None:
        batch.lines.append(value.line)
        batch.documents.append(value.document)
    elif value.fault:
        batch.rejected.append(Rejected(batch.source, value.line, None, value.fault, value.raw))
    else:
        batch.blank += 1


def _one_per_line(head: bytes, codec: str) -> bool:
    """Tell whether each line is a value of its own, judged by the first lines."""
    text = head.decode(codec, "replace").lstrip("\ufeff")
    lines = [line for line in text.splitlines() if line.strip()]
    if len(head) == _HEAD:
        lines = lines[:-1]
    if text.lstrip().startswith("["):
        return len(lines) > 1 and _is_flat_list(lines[0]) and lines[1].startswith("[")
    if not text.lstrip().startswith("{"):
        return True
    return any(line.startswith("{") and _is_object(line) for line in lines[:200])


def _is_object(line: str) -> bool:
    try:
        parse_object(line)
    except BadJson:
        return False
    return True


def _is_flat_list(line: str) -> bool:
    try:
        parse_object(line)
    except BadJson as error:
        return "list" in str(error) and "{" not in line
    return False


def _line_by_line(file: BinaryIO, encoding: str, line_chars: int) -> Iterator[Value]:
    for line in read_lines(file, encoding, line_chars):
        text = line.text.strip(" \t\r\n\ufeff\x00\x1e")
        if not text:
            yield Value(line.number, 0)
            continue
        fault = line.fault
        if not fault:
            try:
                yield Value(line.number, len(text), parse_object(text))
                continue
            except BadJson as error:
                fault = str(error)
        yield Value(line.number, len(text), None, fault, text[:SHOWN_CHARS])


def _text(file: BinaryIO, encoding: str) -> Iterator[str]:
    """Yield the text of a file; bytes that cannot be decoded become ``BROKEN``."""
    decoder = codecs.getincrementaldecoder(skip_mark(file, encoding))("needlens-broken")
    while block := file.read(_CHUNK):
        yield decoder.decode(block)
    yield decoder.decode(b"", final=True)

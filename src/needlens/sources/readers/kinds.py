"""What kind of file some bytes are: by their first characters, then by the file ending."""

from __future__ import annotations

import re
from typing import BinaryIO

from needlens.errors import SourceError
from needlens.sources.encoding import detect
from needlens.sources.readers.bombs import directory
from needlens.sources.readers.opened import Opened

TEXT_ENDINGS = (".csv", ".tsv", ".tab", ".txt")
JSON_ENDINGS = (".json", ".jsonl", ".ndjson", ".jsonld")
ENDINGS = (
    *TEXT_ENDINGS,
    *JSON_ENDINGS,
    *(".xlsx", ".xlsm", ".xls", ".parquet", ".arrow", ".feather", ".zip", ".gz"),
)
"""Files with these endings are picked up from folders and archives."""

_HEAD = 8192
_BINARY = (
    (b"PAR1", "parquet"),
    (b"ARROW1", "arrow"),
    (b"\x1f\x8b", "gzip"),
)
_SAVE = "open it there and save it as .xlsx or CSV UTF-8"
_ADVICE = (
    (b"\xd0\xcf\x11\xe0", f"an old or password-protected Excel file (.xls); {_SAVE}"),
    (b"SQLite format 3\x00", "a SQLite database; give sqlite:///PATH and a query instead"),
    (b"%PDF", "a PDF; export the data behind it as CSV or .xlsx"),
    (b"Rar!", "a RAR archive; unpack it, or pack it as .zip"),
    (b"7z\xbc\xaf", "a 7-Zip archive; unpack it, or pack it as .zip"),
    (b"\x89PNG", "a picture, not a table of data"),
    (b"\xff\xd8\xff", "a picture, not a table of data"),
    (b"GIF8", "a picture, not a table of data"),
    (b"FEA1", "a Feather file of the first version; write it again as Parquet"),
    (b"BZh", "a bzip2 file; unpack it first"),
    (b"\xfd7zXZ", "an xz file; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file; unpack it first"),
)
_JSON_START = re.compile(r'\s*(\{\s*["}]|\[\s*(["\[\]{\d-]|true|false|null|$))')
_JSON_IN_TEXT = re.compile(r'\s*(\{\s*"|\[\s*\{)')
_MARKUP = re.compile(r"\s*<(!doctype|html|\?xml|table|meta|rss|feed)\b", re.IGNORECASE)


def kind_of(opened: Opened) -> str:
    """Return which reader reads this file; raise SourceError with advice when none does.

    One of ``delimited json sheets parquet arrow archive gzip``.
    """
    head = opened.head(_HEAD)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(opened)
    for magic, kind in _BINARY:
        if head.startswith(magic):
            return kind
    for magic, advice in _ADVICE:
        if head.startswith(magic):
            raise SourceError(f"{opened.name} is {advice}.")
    if head[257:262] == b"ustar":
        raise SourceError(f"{opened.name} is a tar archive; unpack it, or pack it as .zip.")
    return _text_kind(opened, head)


def _text_kind(opened: Opened, head: bytes) -> str:
    text = head.decode(detect(head).name, "replace").lstrip("\ufeff")
    if _MARKUP.match(text):
        raise SourceError(
            f"{opened.name} is a web page or XML, whatever its ending says; {_SAVE}, "
            "or export the data as CSV or JSON."
        )
    if opened.ending in {".xlsx", ".xlsm", ".xls", ".parquet", ".arrow", ".feather", ".zip"}:
        if head:
            raise SourceError(
                f"{opened.name} is not a {opened.ending} file, or it is damaged; "
                "download or export it again."
            )
        raise SourceError(f"{opened.name} is empty; download or export it again.")
    if opened.ending in TEXT_ENDINGS:
        return "json" if _JSON_IN_TEXT.match(text) else "delimited"
    if opened.ending in JSON_ENDINGS or _JSON_START.match(text):
        return "json"
    if _is_noise(head):
        raise SourceError(
            f"{opened.name} is of no known kind; give CSV, TSV, JSON, .xlsx, Parquet, "
            ".zip, .gz or a folder of these."
        )
    return "delimited"


def _is_noise(head: bytes) -> bool:
    """Tell whether control characters say that this is no text."""
    control = sum(head.count(code) for code in (*range(1, 9), *range(14, 27), 127))
    return control > len(head) / 50


def _zip_kind(opened: Opened) -> str:
    names = _names(opened.file, opened.name)
    if "[Content_Types].xml" in names:
        if any(name.startswith("xl/") and name.endswith("workbook.bin") for name in names):
            raise SourceError(f"{opened.name} is a binary workbook (.xlsb); {_SAVE}.")
        if any(name.startswith("xl/") for name in names):
            return "sheets"
        raise SourceError(f"{opened.name} is an Office document without sheets; {_SAVE}.")
    if "mimetype" in names and "content.xml" in names:
        raise SourceError(f"{opened.name} is an OpenDocument file; {_SAVE}.")
    return "archive"


def _names(file: BinaryIO, name: str) -> set[str]:
    file.seek(0)
    with directory(file, name) as unzipped:
        names = set(unzipped.namelist())
    file.seek(0)
    return names

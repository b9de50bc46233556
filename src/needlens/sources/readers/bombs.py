"""Bombs 压缩炸弹: archives and workbooks that are refused before anything is unpacked.

A deflate stream grows at most about 1,032 times, and exports of real shops stay far
below; what is small and claims to become huge is refused by its table of contents.
"""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from typing import IO, BinaryIO

from needlens.errors import Refused, SourceError

MOST_MEMBERS = 10_000
MOST_BYTES = 8 << 30
"""All of an archive unpacked, archives within it included."""
MOST_RATIO = 200
FREE_BYTES = 32 << 20
"""So much may be unpacked at any ratio."""
MOST_STRINGS = 512 << 20
"""A workbook's table of texts is held in memory while it is read."""
MOST_DIRECTORY = 16 << 20
MOST_PARTS = 2_000
"""Parts of one workbook; each is looked into before it is opened."""

BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError),
    *(RuntimeError, NotImplementedError, ValueError),
)
"""What zipfile raises for archives that are not as they should be."""

_PROLOGUE = 1 << 16
_END = b"PK\x05\x06"


def directory(file: BinaryIO, name: str) -> zipfile.ZipFile:
    """Open the table of contents of a zip; raise Refused when it is absurd or SourceError."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 65_557))
    tail = file.read()
    at = tail.rfind(_END)
    if at >= 0 and len(tail) >= at + 16:
        entries, length = struct.unpack("<HI", tail[at + 10 : at + 16])
        if entries > MOST_MEMBERS or MOST_DIRECTORY < length < 0xFFFFFFFF:
            raise Refused(
                f"{name} lists {entries:,} files or more; at most {MOST_MEMBERS:,} are read."
            )
    file.seek(0)
    try:
        unzipped = zipfile.ZipFile(file)
    except BROKEN as error:
        raise SourceError(
            f"{name} is a damaged or incomplete zip file ({error}); download or export it again."
        ) from None
    if len(unzipped.filelist) > MOST_MEMBERS:
        raise Refused(
            f"{name} lists {len(unzipped.filelist):,} files; at most {MOST_MEMBERS:,} are read."
        )
    return unzipped


def refuse_zip_bomb(unzipped: zipfile.ZipFile, size: int, name: str) -> None:
    """Raise Refused when a zip of ``size`` bytes would unpack to far too much."""
    refuse_growth(sum(info.file_size for info in unzipped.filelist), size, name)
    for info in unzipped.filelist:
        refuse_growth(info.file_size, info.compress_size, name)


def refuse_growth(unpacked: int, packed: int, name: str) -> None:
    """Raise Refused when ``packed`` bytes become ``unpacked`` ones and that is absurd."""
    if unpacked > MOST_BYTES:
        raise Refused(
            f"{name} would unpack to {unpacked / 2**30:.1f} GiB; at most "
            f"{MOST_BYTES >> 30} GiB are read. Give its files one by one."
        )
    if unpacked > FREE_BYTES and unpacked > MOST_RATIO * max(packed, 1):
        raise Refused(
            f"{name} would unpack to more than {MOST_RATIO} times its size "
            f"({unpacked >> 20:,} MiB), as zip bombs do. If you trust it, unpack it yourself."
        )


def refuse_workbook_bomb(unzipped: zipfile.ZipFile, size: int, name: str) -> None:
    """Raise Refused when a workbook would unpack to too much or declares entities."""
    refuse_zip_bomb(unzipped, size, name)
    if len(unzipped.filelist) > MOST_PARTS:
        raise Refused(f"{name} has more than {MOST_PARTS:,} parts; save it as CSV.")
    for info in unzipped.filelist:
        inner = info.filename.lower()
        if inner.endswith("sharedstrings.xml") and info.file_size > MOST_STRINGS:
            raise Refused(
                f"{name} holds {info.file_size >> 20:,} MiB of texts; at most "
                f"{MOST_STRINGS >> 20} MiB are read. Save it as CSV."
            )
        if inner.endswith((".xml", ".rels", ".vml")):
            try:
                with unzipped.open(info) as file:
                    _refuse_entities(file, name)
            except BROKEN:
                raise SourceError(
                    f"{name} is a damaged workbook; download or export it again."
                ) from None


def _refuse_entities(file: IO[bytes], name: str) -> None:
    """Look for a document type before the first element; no real workbook has one."""
    head = file.read(_PROLOGUE).replace(b"\x00", b"")
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise Refused(f"{name} declares entities in its XML, which real workbooks never do.")

"""Archives: a zip of files, also one inside another, and single gzip files.

Nothing is unpacked into the workspace: each member goes to an unnamed temporary file that
vanishes when it has been read, so a name such as ``../../x`` is only a name. Sizes are
checked against the table of contents first and counted again while unpacking.
"""

from __future__ import annotations

import gzip
import lzma
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, TypeAlias, cast

from needlens.errors import Refused, SourceError
from needlens.records import Rejected
from needlens.sources.batch import RawBatch, ReadOptions
from needlens.sources.encoding import codec_of, detect
from needlens.sources.readers.bombs import (
    BROKEN,
    MOST_BYTES,
    MOST_MEMBERS,
    directory,
    refuse_growth,
    refuse_zip_bomb,
)
from needlens.sources.readers.kinds import ENDINGS
from needlens.sources.readers.opened import Opened

MOST_DEPTH = 2
"""Archives in an archive are read, and gzip files in those; deeper ones are refused."""

_BLOCK = 1 << 20
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_LITTER = ("__macosx", "thumbs.db", "desktop.ini")


@dataclass(slots=True)
class Room:
    """What may still be unpacked, counted over an archive and those within it."""

    depth: int = 0
    bytes_left: int = MOST_BYTES
    files_left: int = MOST_MEMBERS

    def enter(self, files: int, size: int, name: str, most_depth: int = MOST_DEPTH) -> Room:
        """Return the room within the archive ``name``; raise Refused when it is too small."""
        if self.depth >= most_depth:
            raise Refused(f"{name} is an archive in an archive in an archive; unpack it yourself.")
        self.files_left -= files
        self.bytes_left -= size
        if self.files_left < 0 or self.bytes_left < 0:
            raise Refused(
                f"{name} and the archives around it unpack to more than {MOST_MEMBERS:,} files "
                f"or {MOST_BYTES >> 30} GiB; give them one by one."
            )
        return Room(self.depth + 1, self.bytes_left, self.files_left)


Inner: TypeAlias = Callable[[Opened, ReadOptions, Room], Iterator[RawBatch]]
"""Reads a file of any kind, in what room is left."""


def read_archive(
    opened: Opened, options: ReadOptions, room: Room, inner: Inner
) -> Iterator[RawBatch]:
    """Yield the batches of each file in a zip, in the order of their names."""
    size = opened.file.seek(0, 2)
    with directory(opened.file, opened.name) as unzipped:
        refuse_zip_bomb(unzipped, size, opened.name)
        infos = unzipped.filelist
        within = room.enter(len(infos), sum(i.file_size for i in infos), opened.name)
        named = sorted(_shown_names(infos).items(), key=lambda item: item[1])
        members = [(info, name) for info, name in named if not is_litter(name, info.is_dir())]
        if any(info.flag_bits & _ENCRYPTED for info, _ in members):
            raise SourceError(
                f"{opened.name} is protected by a password; unpack it and give the files."
            )
        unknown = [name for _, name in members if not name.lower().endswith(ENDINGS)]
        if unknown or not members:
            yield skipped(opened.name, unknown)
        for info, name in members:
            if name.lower().endswith(ENDINGS):
                shown = f"{opened.name}/{name}"
                yield from or_set_aside(
                    shown, _member(unzipped, info, shown, options, within, inner)
                )


def read_gzip(opened: Opened, options: ReadOptions, room: Room, inner: Inner) -> Iterator[RawBatch]:
    """Yield the batches of the one file in a gzip."""
    size = opened.file.seek(0, 2)
    opened.file.seek(0)
    within = room.enter(1, 0, opened.name, MOST_DEPTH + 1)
    with tempfile.TemporaryFile() as spool:
        with gzip.GzipFile(fileobj=opened.file) as packed:
            _spool(cast("IO[bytes]", packed), spool, opened.name, size)
        name = f"{opened.name}/{Path(opened.name).stem}"
        yield from inner(Opened(name, cast("BinaryIO", spool)), options, within)


def _member(
    unzipped: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    name: str,
    options: ReadOptions,
    room: Room,
    inner: Inner,
) -> Iterator[RawBatch]:
    with tempfile.TemporaryFile() as spool:
        try:
            with unzipped.open(info) as packed:
                _spool(packed, spool, name, max(info.compress_size, 1))
        except BROKEN as error:
            why = str(error) if isinstance(error, zipfile.BadZipFile) else type(error).__name__
            raise SourceError(f"{name} cannot be unpacked ({why}); pack it again.") from None
        yield from inner(Opened(name, cast("BinaryIO", spool)), options, room)


def _spool(packed: IO[bytes], spool: IO[bytes], name: str, size: int) -> None:
    """Unpack into a temporary file; raise Refused when it grows beyond measure."""
    done = 0
    try:
        while block := packed.read(_BLOCK):
            done += len(block)
            refuse_growth(done, size, name)
            spool.write(block)
        spool.seek(0)
    except (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile):
        raise SourceError(f"{name} is damaged or incomplete; get it again.") from None
    except OSError as error:
        raise SourceError(
            f"{name} cannot be unpacked to {tempfile.gettempdir()}: {error.strerror or error}."
        ) from None


def or_set_aside(name: str, batches: Iterator[RawBatch]) -> Iterator[RawBatch]:
    """Yield the batches of one file of several; when it fails, reject it and let others go on.

    A bomb within an archive is no accident: that refusal is not caught.
    """
    try:
        yield from batches
    except Refused:
        raise
    except SourceError as error:
        yield RawBatch(name, [], rejected=[Rejected(name, 1, None, str(error), "")])


def skipped(name: str, unknown: list[str]) -> RawBatch:
    """Return a batch without rows that says which files were left out."""
    if not unknown:
        return RawBatch(name, [], warnings=["there is no file in it that can be read"])
    some = ", ".join(unknown[:5]) + (", …" if len(unknown) > 5 else "")
    return RawBatch(
        name, [], warnings=[f"{len(unknown)} file(s) of a kind that is not read: {some}"]
    )


def is_litter(name: str, is_folder: bool = False) -> bool:
    """Tell whether a file is only there for the system it was packed on.

    >>> is_litter("__MACOSX/._订单.csv"), is_litter("~$订单.xlsx"), is_litter("2024/订单.csv")
    (True, True, False)
    """
    parts = name.lower().split("/")
    hidden = any(part.startswith((".", "~$")) and part not in {".", ".."} for part in parts)
    return is_folder or hidden or any(part in _LITTER for part in parts)


def _shown_names(infos: list[zipfile.ZipInfo]) -> dict[zipfile.ZipInfo, str]:
    """Return the names as their writer saw them: Windows in China packs them in GBK."""
    raw = {i: i.orig_filename.encode("cp437") for i in infos if not i.flag_bits & _UTF8_NAME}
    odd = b"\n".join(name for name in raw.values() if not name.isascii())
    codec = codec_of(detect(odd).name) if odd else "utf-8"
    names = {i: raw[i].decode(codec, "replace") if i in raw else i.orig_filename for i in infos}
    return {i: "".join(c for c in name if c.isprintable()) for i, name in names.items()}

"""Folders: every file in it and below it that needlens can read, in the order of names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from needlens.errors import Refused, SourceError
from needlens.records import Rejected
from needlens.sources.batch import RawBatch, ReadOptions
from needlens.sources.readers.archive import Inner, Room, is_litter, or_set_aside, skipped
from needlens.sources.readers.kinds import ENDINGS
from needlens.sources.readers.opened import open_file, shown_name


def read_folder(path: Path, options: ReadOptions, inner: Inner) -> Iterator[RawBatch]:
    """Yield the batches of the files in a folder.

    Hidden files and what links out of the folder are left out. A file of unknown kind is
    named in a warning, one that cannot be read is rejected; the others are read.
    """
    root = path.resolve()
    shown = shown_name(root.name or str(root))
    files = list(_files(path, root))
    known = [name for name in files if name.lower().endswith(ENDINGS)]
    unknown = [name for name in files if not name.lower().endswith(ENDINGS)]
    if unknown or not known:
        yield skipped(shown, [shown_name(name) for name in unknown])
    for name in known:
        label = f"{shown}/{shown_name(name)}"
        try:
            yield from or_set_aside(label, _file(path / name, label, options, inner))
        except Refused as error:
            yield RawBatch(label, [], rejected=[Rejected(label, 1, None, str(error), "")])


def _file(path: Path, name: str, options: ReadOptions, inner: Inner) -> Iterator[RawBatch]:
    opened = open_file(path, name)
    with opened.file:
        yield from inner(opened, options, Room())


def _files(path: Path, root: Path) -> Iterator[str]:
    """Yield the names of the files below ``path``, relative to it; raise SourceError."""

    def refuse(error: OSError) -> None:
        raise SourceError(f"the folder {error.filename} cannot be read: {error.strerror}") from None

    for folder, folders, files in os.walk(path, onerror=refuse):
        folders[:] = sorted(name for name in folders if not is_litter(name))
        for name in sorted(files):
            file = Path(folder) / name
            inside = file.resolve().is_relative_to(root)
            if inside and file.is_file() and not is_litter(name):
                yield file.relative_to(path).as_posix()

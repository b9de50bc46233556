"""Writing that survives a crash: synced files, replaced pointers, one writer at a time."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from needlens.errors import StoreError, WorkspaceBusy
from needlens.lm.manifest import Listed

_CHUNK = 1 << 20
_PATIENCE = 60.0


def copy_file(source: Path, target: Path) -> Listed:
    """Copy a file, make sure it is on the disk, and return its size and SHA-256."""
    hashed, size = sha256(), 0
    with source.open("rb") as file, target.open("xb") as copy:
        while chunk := file.read(_CHUNK):
            hashed.update(chunk)
            size += len(chunk)
            copy.write(chunk)
        copy.flush()
        os.fsync(copy.fileno())
    return Listed(hashed.hexdigest(), size)


def write_text(target: Path, text: str) -> Listed:
    """Write a text as UTF-8, make sure it is on the disk, and return size and SHA-256."""
    data = text.encode()
    with target.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return Listed(sha256(data).hexdigest(), len(data))


def replace_text(target: Path, text: str) -> None:
    """Put ``text`` in the place of a file; a reader sees the old text or the new one."""
    beside = target.with_name(f".new-{target.name}")
    write_text(beside, text)
    beside.replace(target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def only_writer(folder: Path, patience: float = _PATIENCE) -> Iterator[None]:
    """Wait to be the only writer in ``folder``; a killed process lets go by itself.

    Raise WorkspaceBusy after ``patience`` seconds, StoreError when the disk refuses.
    """
    import fcntl  # not on Windows, where models can be read but not published

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / ".lock").open("a") as file:
            until = time.monotonic() + patience
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > until:
                        raise WorkspaceBusy(
                            f"another process is writing to {folder}; try again when it is done"
                        ) from None
                    time.sleep(0.02)
            yield
    except OSError as error:
        raise StoreError(f"{folder} cannot be written: {error.strerror or error}") from None

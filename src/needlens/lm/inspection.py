"""The check of a model's folder against its manifest, each file once per process."""

from __future__ import annotations

import os
import stat
from hashlib import file_digest
from pathlib import Path

from needlens.errors import ModelError
from needlens.lm.formats import check_kind
from needlens.lm.manifest import MANIFEST, Listed, Manifest

_MOST_FILES = 10_000
_seen: dict[tuple[str, int, int], str] = {}
"""SHA-256 by path, size and time, of files whose kind was checked, too."""


def inspect(folder: Path, manifest: Manifest) -> None:
    """Raise ModelError unless the folder holds exactly the files of the manifest."""
    there = files_in(folder)
    unlisted = [path for path in there if path not in manifest.files and path != MANIFEST]
    for path in sorted(unlisted):
        check_kind(folder / path, path)
        raise ModelError(
            f"{folder} holds {path}, which its manifest does not list; take it out, or publish "
            "the folder anew"
        )
    for path, listed in sorted(manifest.files.items()):
        if path not in there:
            raise ModelError(
                f"{folder} lacks {path}, which its manifest lists; get the model again or roll back"
            )
        _check_file(folder, path, listed)


def files_in(folder: Path) -> list[str]:
    """Return the paths of all files in a folder; raise ModelError for a link or a device."""
    found: list[str] = []
    open_ = [folder]
    while open_:
        inner = open_.pop()
        with os.scandir(inner) as entries:
            for entry in entries:
                path = Path(entry.path).relative_to(folder).as_posix()
                if entry.is_dir(follow_symlinks=False):
                    open_.append(Path(entry.path))
                elif entry.is_file(follow_symlinks=False):
                    found.append(path)
                else:
                    what = "a link" if entry.is_symlink() else "not an ordinary file"
                    raise ModelError(
                        f"{folder}: {path} is {what}; a model holds only files of its own, "
                        "copy the file itself there"
                    )
        if len(found) + len(open_) > _MOST_FILES:
            raise ModelError(f"{folder} holds more than {_MOST_FILES:,} files; it is no model")
    return found


def _check_file(folder: Path, path: str, listed: Listed) -> None:
    file = folder / path
    facts = file.stat(follow_symlinks=False)
    if not stat.S_ISREG(facts.st_mode):
        raise ModelError(f"{folder}: {path} is not an ordinary file")
    key = (str(file.absolute()), facts.st_size, facts.st_mtime_ns)
    if key not in _seen:
        check_kind(file, path)
        with file.open("rb") as opened:
            _seen[key] = file_digest(opened, "sha256").hexdigest()
    if facts.st_size != listed.size or _seen[key] != listed.sha256:
        raise ModelError(
            f"{file} is not the file that was published (its SHA-256 is {_seen[key][:12]}…, the "
            f"manifest says {listed.sha256[:12]}…); get the model again or roll back"
        )

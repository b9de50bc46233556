"""Turn the data packages into the files a shop would export; the same bytes each time."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256 as digest
from pathlib import Path
from typing import Any

from needlens.demo import chinese, electronics, english, grocery
from needlens.demo.file import DemoFile
from needlens.demo.package import sha256

_DEPARTMENTS = (electronics, english, chinese, grocery)
_MANIFEST = "prepared.json"


def prepare(packages: Mapping[str, Path | None], folder: Path) -> list[DemoFile]:
    """Write the demo's input files into ``folder`` and return those to be ingested.

    ``packages`` is what `fetch` returned; what a missing package would have given is
    left out. Files are replaced whole or not at all. When all of them are there from
    an earlier call with the same packages, nothing is written. Products come before
    what refers to them. Texts and labels for benchmarks are in ``folder/benchmark``
    and not in the list. An archive that lacks what it should have raises SourceError.
    """
    archives = {name: path for name, path in packages.items() if path is not None}
    files = [file for part in _DEPARTMENTS for file in part.FILES if file.package in archives]
    origin = {"made_by": _made_by(), "from": {n: sha256(p) for n, p in sorted(archives.items())}}
    if not _is_done(folder, origin):
        folder.mkdir(parents=True, exist_ok=True)
        written: dict[str, str] = {}
        for part in _DEPARTMENTS:
            for name, data in part.build(archives):
                _write(folder / name, data)
                written[name] = digest(data).hexdigest()
        _write(folder / _MANIFEST, json.dumps(origin | {"files": written}, indent=1).encode())
    return [replace(file, path=folder / file.path) for file in files]


def _made_by() -> str:
    """Return a mark of the code that makes the files, so that new code makes them anew."""
    own = sorted(Path(__file__).parent.glob("*.py"))
    return digest(b"".join(path.read_bytes() for path in own)).hexdigest()


def _is_done(folder: Path, origin: Mapping[str, Any]) -> bool:
    """Return whether ``folder`` holds, untouched, what ``origin`` gives."""
    try:
        found = json.loads((folder / _MANIFEST).read_bytes())
        files = found.pop("files")
        return bool(found == origin) and all(sha256(folder / n) == h for n, h in files.items())
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return False


def _write(path: Path, data: bytes) -> None:
    """Put ``data`` into place whole: readers see the old file or the new one."""
    path.parent.mkdir(exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)

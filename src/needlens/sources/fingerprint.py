"""Fingerprints: the same bytes read with the same settings are the same run."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any


def fingerprint(path: Path, settings: dict[str, Any]) -> str:
    """Return the SHA-256 of a file's (or all of a folder's) bytes and of the settings."""
    digest = sha256(json.dumps(settings, sort_keys=True).encode())
    files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
    for file in files:
        digest.update(file.relative_to(path).as_posix().encode("utf-8", "surrogateescape"))
        with file.open("rb") as opened:
            while block := opened.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()

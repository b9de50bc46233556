"""Fingerprints: the same bytes read with the same settings are the same run."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any


def fingerprint(path: Path, settings: dict[str, Any]) -> str:
    """Return the SHA-256 of a file's bytes together with the settings it is read with."""
    digest = sha256(json.dumps(settings, sort_keys=True).encode())
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()

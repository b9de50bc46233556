"""The reader tier: a small neural model of our own; see ``docs/reader.md``."""

from __future__ import annotations

from needlens.mining.reader.reader import Reader

__all__ = ["Reader"]

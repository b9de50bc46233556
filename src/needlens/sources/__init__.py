"""Outside formats in, clean records out; every row that is refused goes to quarantine."""

from __future__ import annotations

from needlens.sources.batch import RawBatch, ReadOptions
from needlens.sources.checking import Checked, check
from needlens.sources.ingest import Ingest, Progress
from needlens.sources.reading import Reading
from needlens.sources.retry import retry

__all__ = ["Checked", "Ingest", "Progress", "RawBatch", "ReadOptions", "Reading", "check", "retry"]

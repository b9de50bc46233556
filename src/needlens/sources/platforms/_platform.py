"""What every platform can do, and what is shown of how it reads a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from needlens.records import Rejected
from needlens.sources.batch import Candidates, RawBatch
from needlens.sources.notes import Notes

PERSONAL_NOTE = "not taken: personal data"
UNKNOWN_NOTE = "not used"


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """What becomes of one column: which field of which kind of record, and how sure.

    ``kind`` and ``field`` are None for a column that is not taken; ``note`` says why.
    ``certain`` is False when the name alone does not settle it: look before you store.
    """

    column: str
    kind: str | None
    field: str | None
    certain: bool = True
    note: str = ""


class Platform(Protocol):
    """One outside format: recognises itself and turns rows into candidate records.

    An object serves one source: it may remember what a later batch needs.
    """

    name: str
    """The name for ``--platform``: ``taobao-reviews``."""
    title_zh: str
    title_en: str
    channel: str
    """The channel its signals come from; empty when the format does not say."""
    time_zone: str
    """Where times without an offset are: ``Asia/Shanghai`` or ``UTC``."""
    notes: Notes
    """What the user should know of the source as a whole."""

    def score(self, sample: RawBatch) -> float:
        """Return how well (0..1) the sample fits; 0: cannot be read as this."""

    def explain(self, sample: RawBatch) -> list[ColumnUse]:
        """Return what becomes of each column, in the order of the columns."""

    def candidates(self, batch: RawBatch) -> tuple[Candidates, list[Rejected]]:
        """Return the records of a batch as text by kind, and the rows that hold none."""

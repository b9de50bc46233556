"""Ingested 导入结果: what became of every row of a source."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Ingested:
    """The account of one source: ``rows == accepted + quarantined + duplicate``.

    A row is *accepted* when it gave at least one new or changed record,
    *quarantined* when it could not be read or broke a rule (then nothing of it is
    stored), *duplicate* when all its records were known already. Blank rows are
    reported apart and are not rows.
    """

    source: str
    platform: str = ""
    encoding: str = ""
    rows: int = 0
    accepted: int = 0
    quarantined: int = 0
    duplicate: int = 0
    blank: int = 0
    records: dict[str, int] = field(default_factory=dict)
    """New or changed records by kind; one row may give several."""
    ignored_columns: tuple[str, ...] = ()
    warnings: list[str] = field(default_factory=list)
    """What went wrong while reading, each once."""
    notes: list[str] = field(default_factory=list)
    """What the user should know of the source as a whole, e.g. ids a spreadsheet ruined."""

    @property
    def adds_up(self) -> bool:
        """Whether every row is accounted for, exactly once."""
        return self.rows == self.accepted + self.quarantined + self.duplicate

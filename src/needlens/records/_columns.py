"""What every stored record has in common, and the closed sets of words."""

from __future__ import annotations

from typing import ClassVar

import dataframely as dy

PROVENANCES = ("real", "assigned", "simulated")
LANGUAGES = ("zh", "en", "mixed", "other")

ADDED = ("id", "provenance", "source", "line", "language", "noise")
"""Columns that needlens adds; they say nothing about which record it is."""


class Record(dy.Schema):
    """The columns that ingest adds to every record of every kind.

    ``id`` is a keyed hash of the record's own columns (see ``key``), so the same
    record read twice, in any file and any order, has the same id.
    ``provenance`` says whether the row is real, assigned (real, but a link in it was
    chosen by us, e.g. which product a review belongs to) or simulated.
    """

    table: ClassVar[str]
    """The table's name in the store."""

    key: ClassVar[tuple[str, ...]] = ()
    """Columns that identify the record; empty: all columns but the mutable ones."""

    mutable: ClassVar[frozenset[str]] = frozenset()
    """Columns whose change is an update of the same record, not a new one."""

    masked: ClassVar[tuple[str, ...]] = ()
    """Free-text columns in which personal data is masked before storing."""

    sentences: ClassVar[dict[str, str]] = {}
    """What to tell the user when a rule of this name is broken."""

    @classmethod
    def identity(cls) -> list[str]:
        """Return the columns that tell one record from another; ``id`` is their hash."""
        if cls.key:
            return list(cls.key)
        return [c for c in cls.column_names() if c not in {*ADDED, *cls.mutable}]

    @classmethod
    def watched(cls) -> list[str]:
        """Return the columns whose change makes a known record a changed one."""
        if cls.key:
            return [c for c in cls.column_names() if c not in {*ADDED, *cls.key}]
        return [c for c in cls.column_names() if c in cls.mutable]

    id = dy.String(nullable=False, min_length=1)
    provenance = dy.Enum(PROVENANCES, nullable=False)
    source = dy.String(nullable=False)
    line = dy.Int64(nullable=False, min=0)


class Signal(Record):
    """One thing a customer said or did: when, who, about which product, where."""

    external_id = dy.String(nullable=True)
    at = dy.Datetime(nullable=True, time_unit="us", time_zone="UTC")
    customer_id = dy.String(nullable=True)
    product_id = dy.String(nullable=True)
    channel = dy.String(nullable=True)

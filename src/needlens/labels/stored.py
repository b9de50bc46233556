"""Labels into the workspace and out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import polars as pl

from needlens.labels.label import LABELS, Label
from needlens.store import Database


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of labels: they are new, replace an earlier one, or say nothing new."""

    added: int
    replaced: int
    duplicate: int


def as_frame(labels: Sequence[Label]) -> pl.DataFrame:
    """Return labels as rows of the table ``labels``."""
    rows = [asdict(label) | {"id": label.id} for label in labels]
    return pl.DataFrame(rows, schema=LABELS)


def keep(database: Database, labels: Sequence[Label]) -> Kept:
    """Store labels in one transaction; the latest one of an annotator counts.

    A label equal to the stored one of the same sentence, annotator and source, or older
    than it, changes nothing. Labels of different annotators stand side by side.
    """
    given = as_frame(labels).unique("id", keep="last", maintain_order=True)
    known = database.query(
        "SELECT * FROM labels WHERE id IN (SELECT id FROM given)", given=given.select("id")
    ).cast(LABELS)
    before = {row["id"]: row for row in known.to_dicts()}
    fresh, changed = [], []
    for row in given.to_dicts():
        old = before.get(row["id"])
        if old is None:
            fresh.append(row)
        elif row["opinions"] != old["opinions"] and row["at"] >= old["at"]:
            changed.append(row)
    with database.transaction():
        database.execute(
            "DELETE FROM labels WHERE id IN (SELECT id FROM changed)",
            changed=pl.DataFrame(changed, schema=LABELS).select("id"),
        )
        names = ", ".join(f'"{name}"' for name in LABELS.names())
        database.execute(
            f"INSERT INTO labels ({names}) SELECT {names} FROM batch",
            batch=pl.DataFrame([*fresh, *changed], schema=LABELS),
        )
    return Kept(len(fresh), len(changed), len(labels) - len(fresh) - len(changed))


def load(database: Database) -> pl.DataFrame:
    """Return all labels (columns ``LABELS``), sentence by sentence."""
    names = ", ".join(f'"{name}"' for name in LABELS.names())
    found = database.query(
        f'SELECT {names} FROM labels ORDER BY kind, signal_id, start, "end", annotator, source'
    )
    return found.cast(LABELS)

"""What is remembered of needs between runs: members, centres, history."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import polars as pl

from needlens.lm.lengths import unit
from needlens.needs.centres import Centre
from needlens.needs.groups import MEMBERS, Groups
from needlens.needs.ngrams import Ngrams
from needlens.needs.space import Floats, Space, chinese
from needlens.needs.vectors import KeptVectors
from needlens.store import Database

_MIDDLE = "middle"
"""The row of ``centres`` that holds the middles of the languages."""


def remembered(database: Database, model: str, size: int, vectors: KeptVectors) -> Groups:
    """Return the groups as the last run left them; empty before the first.

    When another encoder is in use than then, the centres are worked out anew from the
    members, which stay where they are; the loose ones are looked at again.
    """
    groups = Groups(Space(size, centred=model != Ngrams.model), model)
    groups.members = database.query(f"SELECT {', '.join(MEMBERS.names())} FROM members").cast(
        MEMBERS
    )
    rows = database.query("SELECT * FROM centres ORDER BY rowid")
    for row in rows.iter_rows(named=True):
        same = row["model"] == model
        sums = (
            np.stack([_floats(row["en"]), _floats(row["zh"])])
            if same
            else np.zeros((2, size), dtype=np.float32)
        )
        weights = np.array([row["en_weight"], row["zh_weight"]]) if same else np.zeros(2)
        if row["need_id"] == _MIDDLE:
            groups.space.sums, groups.space.n = sums, weights
        else:
            groups.centres.all[row["need_id"]] = Centre(
                row["need_id"], row["category"], row["part"], sums, weights,
                row["statements"], row["checked"],
            )  # fmt: skip
    if any(model != other for other in rows["model"]):
        _again(groups, vectors)
    return groups


def _again(groups: Groups, vectors: KeptVectors) -> None:
    """Work out all centres from their members, with the vectors of another encoder."""
    groups.members = groups.members.filter(~pl.col("loose"))
    members = groups.members.filter("founds").sort("category", "statement")
    raw, han = unit(vectors(members["statement"])), chinese(members["statement"])
    groups.space.learn(raw, han)
    weights = np.log1p(members["voices"].to_numpy()).astype(np.float32)
    ids = members["need_id"].to_numpy()
    for one, centre in list(groups.centres.all.items()):
        rows = np.flatnonzero(ids == one)
        centre.statements = 0
        centre.take(raw[rows], han[rows], weights[rows])
        centre.checked = centre.statements
        if not centre.part:  # made anew, with the words of its category
            del groups.centres.all[one]


def remember(database: Database, groups: Groups, run: int, at: datetime, by: str = "model") -> None:
    """Store members, centres and what happened (``by`` whom), in place of the earlier ones."""
    database.execute("DELETE FROM members")
    members = groups.members
    if not members.is_empty():
        names = ", ".join(MEMBERS.names())
        database.execute(
            f"INSERT INTO members ({names}) SELECT {names} FROM members_now", members_now=members
        )
    database.execute("DELETE FROM centres")
    middle = Centre(_MIDDLE, "", "", groups.space.sums, groups.space.n)
    centres = _rows([middle, *groups.centres.all.values()], groups.model)
    database.execute("INSERT INTO centres SELECT * FROM centres_now", centres_now=centres)
    record(database, groups.happened(), by, run, at)


def record(
    database: Database, events: pl.DataFrame, by: str, run: int, at: datetime, what: str = "need"
) -> None:
    """Add events (id, event, other_id, detail) to the history."""
    if not events.is_empty():
        database.execute(
            "INSERT INTO history SELECT ?, id, event, other_id, detail, ?, ?, ? FROM events",
            [what, by, at, run],
            events=events,
        )


def history(database: Database, need_id: str, what: str = "need") -> pl.DataFrame:
    """Return what became of a need, oldest first: at, event, other_id, detail, by.

    ``other_id`` of ``merged`` and ``unmerged`` is the other of the two, whichever became
    part of which.
    """
    return database.query(
        'SELECT "at", event, CASE WHEN id = ? THEN other_id ELSE id END AS other_id, detail, "by" '
        "FROM history WHERE what = ? "
        "AND (id = ? OR (event IN ('merged', 'unmerged') AND other_id = ?)) "
        'ORDER BY run, "at", event, other_id',
        [need_id, what, need_id, need_id],
    )


def last_run(database: Database) -> int:
    """Return the number of the last run that changed anything; 0 before the first."""
    return int(database.query("SELECT coalesce(max(run), 0) AS run FROM history")["run"][0])


def _floats(raw: bytes) -> Floats:
    return np.frombuffer(raw, dtype="<f4").astype(np.float32)


def _rows(centres: list[Centre], model: str) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "need_id": [c.need_id for c in centres],
            "category": [c.category for c in centres],
            "part": [c.part for c in centres],
            "model": [model for _ in centres],
            "zh": [c.sums[1].astype("<f4").tobytes() for c in centres],
            "zh_weight": [float(c.weights[1]) for c in centres],
            "en": [c.sums[0].astype("<f4").tobytes() for c in centres],
            "en_weight": [float(c.weights[0]) for c in centres],
            "statements": [c.statements for c in centres],
            "checked": [c.checked for c in centres],
        }
    )

"""Needs shown by what customers do: look without buying, send back, leave, buy together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import polars as pl

from needlens.needs import returned, switched, together, viewed
from needlens.needs.acts import DONE, LACK, SERVED, as_expressions
from needlens.needs.goods import titles
from needlens.needs.keys import parts_of
from needlens.store import Database
from needlens.store.made import made

KINDS = {"viewed": viewed, "returned": returned, "switched": switched, "together": together}
"""What customers do, by the first word of the key."""

VERSION = "1"
"""Raised whenever acts are found otherwise."""
_CONFIDENCE = {"viewed": 0.6, "returned": 0.9, "switched": 0.6, "together": 0.6}
"""How surely an act means what it is taken for: a choice of ours, nothing measured."""


def acted(
    database: Database,
    min_voices: float,
    since: datetime | None = None,
    now: datetime | None = None,
    *,
    keep: bool = False,
) -> pl.DataFrame:
    """Return the expressions in what customers did, one for each customer and key.

    Columns DONE; ``key`` names what the need is about (see needlens.needs.keys), and
    ``signal_id`` the last record of it. Only what is clearly above chance for the shop,
    with at least ``min_voices`` customers. ``since`` leaves out what is older or has no
    date, ``now`` (UTC) what is dated later. Lacks have valence 3, what is bought together
    6.5: that need is served already. All acts of a shop are found once, until its orders,
    events or products change; with ``keep`` they are stored for the next time.
    """

    def found() -> pl.DataFrame:
        parts = [DONE.to_frame()]
        for name, kind in KINDS.items():
            acts = kind.found(database, min_voices, since, now)
            valence = SERVED if name == "together" else LACK
            parts.append(as_expressions(acts, valence, _CONFIDENCE[name]))
        return pl.concat(parts)

    if since is not None:
        return found()
    chosen = repr((VERSION, min_voices, _later(database, now)))
    return made(database, "acts", ("orders", "events", "products"), chosen, found, keep=keep)


def _later(database: Database, now: datetime | None) -> int:
    """Return how many records are dated after ``now``: they count once their time has come."""
    parts = [f'SELECT count(*) AS n FROM {table} WHERE "at" > ?' for table in ("orders", "events")]
    if now is None:
        return 0
    return int(database.query(" UNION ALL ".join(parts), [now, now])["n"].sum())


def names_of(database: Database, keys: Iterable[str]) -> dict[str, str]:
    """Return the titles of the products that keys name, by product id."""
    parts = {part for key in keys for part in parts_of(key)[1]}
    found = titles(database, pl.Series(sorted(parts), dtype=pl.String))
    return dict(found.iter_rows())


def statements(keys: Iterable[str], names: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return the need of each key in Chinese and English; ``names`` are product titles.

    >>> statements(["returned p1"], {"p1": "雨伞 umbrella"})["returned p1"][1]
    '“雨伞 umbrella”: returned more than others: find out why'
    """
    found = {}
    for key in sorted(set(keys)):
        kind, parts = parts_of(key)
        if kind in KINDS and parts:
            found[key] = KINDS[kind].statement(parts, dict(names))
    return found

"""The chain from a sentence to its need, and back: sentence → what it says → need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from needlens.errors import NotFound, UserError
from needlens.needs.stored import every_text, said_in
from needlens.store import Database

TABLES = {"review": "reviews", "chat": "chats", "post": "posts", "query": "queries"}
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Link:
    """One thing that a text says, and the need it belongs to ('' for none)."""

    origin: str
    quote: str
    start: int | None
    end: int | None
    category: str
    statement: str
    valence: float | None
    confidence: float | None
    need_id: str
    need_zh: str
    need_en: str
    state: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Trace:
    """A signal, where it came from, and what became of it."""

    signal_id: str
    kind: str
    text: str
    source: str
    line: int
    at: datetime | None
    customer_id: str | None
    product_id: str | None
    links: tuple[Link, ...]


def trace(database: Database, what: str, n: int = 20) -> list[Trace]:
    """Return the signals that ``what`` means, each with the needs it led to.

    ``what`` is the id of a need (its signals), the id of a signal, or words of a text.
    Raise NotFound when nothing has them.
    """
    what = what.strip()
    if len(what) < _SHORTEST:
        raise UserError(f"{what!r} is too short; give a need, a signal, or some words of a text")
    signals = _signals(database, what, n)
    if not signals:
        raise NotFound(f"no need, signal or text has {what!r}")
    return [_traced(database, kind, one) for kind, one in signals]


def _signals(database: Database, what: str, n: int) -> list[tuple[str, str]]:
    of_need = database.query(
        "SELECT DISTINCT kind, signal_id FROM belongs WHERE need_id = ? AND kind IN "
        f"({', '.join(repr(kind) for kind in TABLES)}) ORDER BY 1, 2 LIMIT ?",
        [what, n],
    )
    if not of_need.is_empty():
        return list(of_need.iter_rows())
    found = database.query(
        f"SELECT kind, signal_id FROM ({every_text()}) "
        "WHERE signal_id = ? OR contains(lower(text), lower(?)) "
        "ORDER BY signal_id <> ?, kind, signal_id LIMIT ?",
        [what, what, what, n],
    )
    return list(found.iter_rows())


def _traced(database: Database, kind: str, signal: str) -> Trace:
    row = database.query(
        f'SELECT t.text, r.source, r.line, r."at", r.customer_id, r.product_id '
        f"FROM ({every_text()}) t JOIN {TABLES[kind]} r ON r.id = t.signal_id "
        "WHERE t.kind = ? AND t.signal_id = ?",
        [kind, signal],
    ).row(0, named=True)
    links = database.query(
        'SELECT b.origin, b.quote, b.start, b."end", b.category, b.statement, b.valence, '
        "b.confidence, b.need_id, coalesce(n.statement_zh, '') AS need_zh, "
        "coalesce(n.statement_en, '') AS need_en, coalesce(n.state, '') AS state, "
        "n.id IS NOT NULL AS shown FROM belongs b LEFT JOIN needs n ON n.id = b.need_id "
        "WHERE b.kind = ? AND b.signal_id = ?",
        [kind, signal],
    )
    found = [Link(**link) for link in links.iter_rows(named=True)]
    found += _without(database, kind, signal, row["text"], found)
    found.sort(key=lambda link: (link.start or 0, link.origin, link.need_id))
    return Trace(signal_id=signal, kind=kind, links=tuple(found), **row)


def _without(
    database: Database, kind: str, signal: str, text: str, links: list[Link]
) -> list[Link]:
    """Return what was found in a text and belongs to no need.

    A sentence around words that belong to one is left out: they say it.
    """
    rows = database.query(
        "SELECT origin, start, \"end\", category, coalesce(statement, '') AS statement, valence, "
        f"confidence FROM ({said_in(kind)}) WHERE signal_id = ?",
        [signal],
    )
    taken = {(link.origin, link.category, link.start, link.end) for link in links}
    inside = [(link.start, link.end) for link in links if link.start is not None]
    found = []
    for row in rows.iter_rows(named=True):
        start, end = row["start"], row["end"]
        if (row["origin"], row["category"], start, end) in taken:
            continue
        if row["origin"] == "implied" and any(start <= a and b <= end for a, b in inside):
            continue
        found.append(
            Link(
                **row,
                quote=text[start:end],
                need_id="",
                need_zh="",
                need_en="",
                state="",
                shown=False,
            )
        )
    return found

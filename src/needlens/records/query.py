"""Query 搜索词: what a customer typed into the shop's search."""

from __future__ import annotations

import dataframely as dy

from needlens.records._columns import LANGUAGES, Signal


class Query(Signal):
    """A search with the number of results it found, when that is known."""

    table = "queries"
    masked = ("text",)

    text = dy.String(nullable=False, min_length=1)
    session_id = dy.String(nullable=True)
    results = dy.Int64(nullable=True, min=0)
    language = dy.Enum(LANGUAGES, nullable=True)

"""The topics as they are shown: words and typical sentences with the counts of a period."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl

from needlens.mining.topics import counts, stored
from needlens.mining.topics.topic import Sentence, Topic
from needlens.store import Database


def topics(
    database: Database, method: str = "embedding", since: datetime | None = None
) -> list[Topic]:
    """Return the stored topics, that with most voices first; ``since`` counts from then on.

    A topic nobody spoke of in the period is left out.
    """
    counted = counts.counted(counts.said(database, method, since))
    rows = (
        stored.load(database, method).drop("texts").join(counted, left_on="id", right_on="topic_id")
    )
    ordered = rows.sort("voices", "id", descending=[True, False])
    return [_topic(row) for row in ordered.iter_rows(named=True)]


def _topic(row: dict[str, Any]) -> Topic:
    return Topic(
        id=row["id"],
        method=row["method"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        words_zh=tuple(row["words_zh"]),
        words_en=tuple(row["words_en"]),
        texts=row["texts"],
        voices=row["voices"],
        share=row["share"],
        valence=row["valence"],
        trend=counts.trend_of(row["earlier"], row["later"], row["dated"]),
        typical=tuple(Sentence(**sentence) for sentence in row["typical"]),
    )


def over_time(
    database: Database,
    method: str = "embedding",
    by: str = "month",
    since: datetime | None = None,
) -> pl.DataFrame:
    """Return the counts of each topic by ``week`` or ``month``, with its names.

    Columns start (a date), topic_id, name_zh, name_en, texts, voices, share. Raise
    UserError for another period.
    """
    frame = counts.over_time(counts.said(database, method, since), by)
    names = stored.load(database, method).select("id", "name_zh", "name_en")
    named = frame.join(names, left_on="topic_id", right_on="id", maintain_order="left")
    return named.select("start", "topic_id", "name_zh", "name_en", "texts", "voices", "share")

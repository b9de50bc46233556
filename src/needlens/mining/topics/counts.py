"""How many texts and voices a topic has, how they speak of it, and how that changes."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import polars as pl

from needlens.errors import UserError
from needlens.records import Interval
from needlens.store import Database

PERIODS = {"week": "1w", "month": "1mo"}
_TREND_TEXTS = 30
_TREND_PERIOD = timedelta(days=14)
_Z95 = 1.959963984540054

_SAID = """
    SELECT p.topic_id, p.kind || ' ' || p.signal_id AS signal, s."at", o.valence,
           coalesce('c' || nullif(s.customer_id, ''), 's' || p.kind || ' ' || p.signal_id) AS voice,
           coalesce(v.weight, 1.0) * coalesce(d.factor, 1.0) AS weight
    FROM topic_texts p
    JOIN (SELECT 'review' AS kind, id, "at", customer_id FROM reviews
          UNION ALL SELECT 'chat', id, "at", customer_id FROM chats
          UNION ALL SELECT 'post', id, "at", customer_id FROM posts) s
      ON s.kind = p.kind AND s.id = p.signal_id
    LEFT JOIN voices v ON v.kind = p.kind AND v.signal_id = p.signal_id
    LEFT JOIN suspicions d ON d.kind = p.kind AND d.signal_id = p.signal_id
    LEFT JOIN (SELECT kind, signal_id, avg(valence) AS valence FROM opinions GROUP BY ALL) o
      ON o.kind = p.kind AND o.signal_id = p.signal_id
    WHERE p.method = ?
"""


def said(database: Database, method: str, since: datetime | None = None) -> pl.DataFrame:
    """Return one row a text: topic_id (null: none), signal, at, valence, voice, weight.

    With ``since`` only dated texts from then on count.
    """
    frame = database.query(_SAID, [method])
    return frame if since is None else frame.filter(pl.col("at") >= since)


def counted(frame: pl.DataFrame) -> pl.DataFrame:
    """Return per topic_id: texts, voices, share, valence, and trend as ``earlier``, ``later``.

    A customer is one voice however much they write; near-duplicates are one together.
    """
    everyone = _voices(frame, []).item() if frame.height else 0.0
    judged = pl.col("valence").is_not_null()
    mean = (pl.col("valence") * pl.col("weight")).sum() / pl.col("weight").filter(judged).sum()
    valence = pl.when(judged.any()).then(mean)
    topical = frame.filter(pl.col("topic_id").is_not_null())
    return (
        topical.group_by("topic_id")
        .agg(pl.len().alias("texts"), valence.round(4).alias("valence"))
        .join(_voices(topical, ["topic_id"]), on="topic_id")
        .with_columns((pl.col("voices") / max(everyone, 1e-9)).round(6).alias("share"))
        .join(_halves(topical), on="topic_id", how="left")
        .sort("voices", "topic_id", descending=[True, False])
    )


def over_time(frame: pl.DataFrame, by: str = "month") -> pl.DataFrame:
    """Return per period and topic: ``start`` (a date), topic_id, texts, voices, share.

    ``by`` is week (from Monday) or month, in UTC; texts without a date are left out. Periods
    and topics without texts have rows of zeros, so that a line may be drawn.
    """
    if by not in PERIODS:
        raise UserError(f"topics are counted by week or month, not by {by!r}")
    dated = frame.filter(pl.col("at").is_not_null()).with_columns(
        pl.col("at").dt.truncate(PERIODS[by]).dt.date().alias("start")
    )
    start = pl.col("start")
    starts = dated.select("start")
    if not starts.is_empty():
        starts = starts.select(pl.date_range(start.min(), start.max(), PERIODS[by]))
    topical = dated.filter(pl.col("topic_id").is_not_null())
    topics = topical.select(pl.col("topic_id").unique())
    by_topic = ["start", "topic_id"]
    everyone = _voices(dated, ["start"]).rename({"voices": "all"})
    return (
        starts.join(topics, how="cross")
        .join(topical.group_by(by_topic).agg(pl.len().alias("texts")), on=by_topic, how="left")
        .join(_voices(topical, by_topic), on=by_topic, how="left")
        .join(everyone, on="start", how="left")
        .with_columns(pl.col("texts", "voices").fill_null(0))
        .with_columns(share=(pl.col("voices") / pl.col("all")).fill_null(0.0).round(6))
        .drop("all")
        .sort(by_topic)
    )


def trend_of(earlier: float | None, later: float | None, n: int | None) -> Interval | None:
    """Return log2(later / earlier) with its 95 % interval; None below 30 dated texts.

    Half a text is added to both counts (Haldane, Ann. Hum. Genet. 20, 1956).

    >>> found = trend_of(20, 40, 60)
    >>> round(found.value, 2), round(found.low, 2), round(found.high, 2)
    (0.98, 0.22, 1.75)
    """
    if earlier is None or later is None or n is None or n < _TREND_TEXTS:
        return None
    a, b = earlier + 0.5, later + 0.5
    value = float(np.log2(b / a))
    half = _Z95 * float(np.sqrt(1 / a + 1 / b) / np.log(2))
    return Interval(round(value, 6), round(value - half, 6), round(value + half, 6), n)


def _voices(frame: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Return ``by`` and ``voices``; the weights of one voice add up to 1 at most."""
    masses = frame.group_by(*by, "voice").agg(pl.col("weight").sum().clip(0, 1))
    total = pl.col("weight").sum().round(6).alias("voices")
    return masses.group_by(by).agg(total) if by else masses.select(total)


def _halves(frame: pl.DataFrame) -> pl.DataFrame:
    """Return per topic the weight of the texts of both halves of the period.

    The period runs from the 1st to the 99th percentile of the dates, so that one wrong date
    does not stretch it.
    """
    dated = frame.filter(pl.col("at").is_not_null())
    stamps = dated["at"].dt.epoch("us")
    first, last = stamps.quantile(0.01), stamps.quantile(0.99)
    if first is None or last is None or last - first < _TREND_PERIOD.total_seconds() * 1e6:
        dated = dated.clear()
    late = pl.col("at").dt.epoch("us") >= ((first or 0) + (last or 0)) / 2
    return dated.group_by("topic_id").agg(
        pl.col("weight").filter(~late).sum().round(6).alias("earlier"),
        pl.col("weight").filter(late).sum().round(6).alias("later"),
        pl.len().alias("dated"),
    )

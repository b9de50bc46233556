"""The sentences of a workspace that could be labelled, with what the tier read in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from needlens.labels.label import OPINION
from needlens.labels.leaning import leaning
from needlens.store import Database, results
from needlens.text import sentences

PREDICTION = pl.Struct({f.name: f.dtype for f in OPINION.fields} | {"confidence": pl.Float64})
_COLUMNS: dict[str, Any] = {
    "kind": pl.String,
    "signal_id": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "text": pl.String,
    "customer_id": pl.String,
    "opinions": pl.List(PREDICTION),
    "version": pl.String,
    "uncertainty": pl.Float64,
    "why": pl.String,
}
CANDIDATES = pl.Schema(_COLUMNS)
"""``why``: ``unsure`` (an opinion of little confidence) or ``missed`` (none, where one is likely)."""

_TABLES = {"review": "reviews", "chat": "chats", "post": "posts"}
_MIN_CHARS, _MAX_CHARS = 4, 300
_ROWS = 5_000


def candidates(database: Database, texts: int = 50_000) -> pl.DataFrame:
    """Return the sentences of a workspace that nobody has labelled, with their uncertainty.

    Of a shop with more than ``texts`` texts that many are looked at, the same ones each
    time. ``uncertainty`` (0..1) of a sentence is one minus the confidence of its least
    sure opinion; where none was found, how much the language suggests one. ``opinions``
    are the tier's, with offsets in the sentence. Columns: ``CANDIDATES``.
    """
    parts = [
        _sentences(texts_and_customers, kind).pipe(_with_opinions, database, kind)
        for kind in _TABLES
        for texts_and_customers in _texts(database, kind, texts)
    ]
    if not parts:
        return pl.DataFrame(schema=CANDIDATES)
    found = pl.concat(parts)
    none = pl.col("opinions").list.len() == 0
    lean = leaning(found["text"], found.select(~none).to_series())
    return (
        found.with_columns(
            why=pl.when(none).then(pl.lit("missed")).otherwise(pl.lit("unsure")),
            uncertainty=pl.when(none).then(lean).otherwise(1 - pl.col("least")).round(4),
        )
        .select(CANDIDATES.names())
        .cast(CANDIDATES)
        .pipe(_unlabelled, database)
    )


def _texts(database: Database, kind: str, most: int) -> Iterator[pl.DataFrame]:
    """Yield signal_id, text, customer_id and version of the texts that were mined."""
    sql = (
        f"SELECT t.signal_id, t.text, r.customer_id, m.version FROM ({results.TEXTS[kind]}) t "
        f"JOIN mined m ON m.kind = '{kind}' AND m.signal_id = t.signal_id "
        f"JOIN {_TABLES[kind]} r ON r.id = t.signal_id ORDER BY md5(t.signal_id) LIMIT {most:d}"
    )
    return database.batches(sql, [], _ROWS)


def _sentences(texts: pl.DataFrame, kind: str) -> pl.DataFrame:
    spans = pl.Series("span", [sentences(t or "") for t in texts["text"]], _SPANS)
    cut = texts.with_columns(spans).explode("span").drop_nulls("span")
    start, end = pl.col("span").list.get(0), pl.col("span").list.get(1)
    return (
        cut
        .select(
            "signal_id", "customer_id", "version",
            kind=pl.lit(kind), start=start, end=end,
            text=pl.col("text").str.slice(start, end - start),
        )
        .filter(pl.col("text").str.len_chars().is_between(_MIN_CHARS, _MAX_CHARS))
    )  # fmt: skip


_SPANS = pl.List(pl.List(pl.Int64))


def _with_opinions(found: pl.DataFrame, database: Database, kind: str) -> pl.DataFrame:
    """Add the list of each sentence's opinions, and the confidence of the least sure one."""
    columns = ", ".join(f'o."{name}"' for name in [f.name for f in PREDICTION.fields])
    said = database.query(
        f"SELECT o.signal_id, o.start AS at_char, {columns} FROM opinions o "
        "WHERE o.kind = ? AND o.signal_id IN (SELECT signal_id FROM wanted)",
        [kind],
        wanted=found.select("signal_id").unique(),
    )
    placed = (
        said.join(found.select("signal_id", "start", "end"), on="signal_id")
        .filter(pl.col("at_char").is_between("start", "end", closed="left"))
        .with_columns(_within("aspect") + _within("opinion"))
        .sort("at_char", "opinion_start")
    )
    opinion = pl.struct([f.name for f in PREDICTION.fields]).alias("opinions")
    grouped = placed.group_by("signal_id", "start", maintain_order=True).agg(
        opinion, least=pl.col("confidence").min()
    )
    joined = found.join(grouped, on=["signal_id", "start"], how="left", maintain_order="left")
    return joined.with_columns(pl.col("opinions").fill_null([]))


def _within(term: str) -> list[pl.Expr]:
    """Count a term's offsets from the sentence; a term outside of it is only implied there."""
    start, end = pl.col(f"{term}_start"), pl.col(f"{term}_end")
    inside = (start >= pl.col("start")) & (end <= pl.col("end"))
    return [
        pl.when(inside).then(pl.col(term)).alias(term),
        *(
            pl.when(inside).then(at - pl.col("start")).otherwise(-1).alias(f"{term}_{side}")
            for side, at in (("start", start), ("end", end))
        ),
    ]


def _unlabelled(found: pl.DataFrame, database: Database) -> pl.DataFrame:
    known = database.query('SELECT DISTINCT kind, signal_id, start, "end" FROM labels')
    return found.join(known, on=known.columns, how="anti", maintain_order="left")

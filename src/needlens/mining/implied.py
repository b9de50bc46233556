"""Implied needs 隐含需求: sentences that want something, named or not.

«Could fry an egg on it» names no heat. Such sentences are recognised by the library of
needs. Those in which something else was found are looked at, too: «the bag won't close and
the crackers go soft» says more than «bag soft».
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl

from needlens.mining.library import library
from needlens.mining.library.library import bare
from needlens.mining.linear.whole import Whole
from needlens.mining.sentence_parts import parts

_RULES = "3"
SURE = 0.2
"""The probability of a need, if it is the likeliest, from which a sentence may imply it.

Low: whether it does is said when it is known how common the need is (needs.recognition)."""
HAPPY = 1.5
"""Log-odds of praise from which a sentence is not looked at: it costs more than it finds."""
_SHORTEST, _LONGEST = 4, 200

IMPLIED = pl.Schema(
    {
        "signal_id": pl.String(),
        "origin": pl.String(),
        "category": pl.String(),
        "statement": pl.String(),
        "facets": pl.List(pl.String()),
        "confidence": pl.Float64(),
        "start": pl.Int64(),
        "end": pl.Int64(),
    }
)


def version(models: Path | None = None) -> str:
    """Return what changes when sentences would be read otherwise; ``models`` as in implied."""
    known = library(models)
    return f"implied-{_RULES}-{known.version}" if known else "none"


@cache
def _feeling() -> Whole:
    return Whole()


def implied(texts: pl.DataFrame, models: Path | None = None) -> pl.DataFrame:
    """Return the sentences of ``texts`` (signal_id, text) that imply a need (IMPLIED).

    ``models`` is where the shop keeps a library of its own. Without any nothing is found.
    """
    known = library(models)
    if known is None:
        return pl.DataFrame(schema=IMPLIED)
    sentences = _open(texts)
    if sentences.is_empty():
        return pl.DataFrame(schema=IMPLIED)
    sentences = sentences.with_columns(bare(sentences["text"]))
    likeliest = known.read(sentences["text"])[:, :-1].max(axis=1)
    # Rounded: the last digits depend on the texts that are read together.
    sure = pl.Series("confidence", likeliest.astype(float).round(4))
    return (
        sentences.with_columns(sure)
        .filter(pl.col("confidence") >= SURE)
        .select(
            "signal_id",
            pl.lit("implied").alias("origin"),
            pl.lit("").alias("category"),
            pl.col("text").alias("statement"),
            pl.lit([], dtype=pl.List(pl.String)).alias("facets"),
            "confidence",
            pl.col("begin").alias("start"),
            (pl.col("begin") + pl.col("text").str.len_chars()).alias("end"),
        )
        .cast(IMPLIED)
    )


def _open(texts: pl.DataFrame) -> pl.DataFrame:
    """Return the sentences that are not plain praise."""
    sentences = parts(texts).filter(pl.col("text").str.len_chars().is_between(_SHORTEST, _LONGEST))
    if sentences.is_empty():
        return sentences
    strength = pl.Series("strength", _feeling().strengths(sentences["text"]))
    return sentences.with_columns(strength.fill_nan(0.0)).filter(pl.col("strength") < HAPPY)

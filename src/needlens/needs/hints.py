"""What whole sentences tell of the words in them.

A reader cuts words out of a sentence: "bag soft". The sentence says what is meant: "the bag
won't close and the crackers go soft overnight". A sentence that implies a need (see
mining.implied) tells where the words in it belong, this time; elsewhere the same words may
mean something else, so nothing of it is remembered.
"""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from needlens.needs.arrivals import CALM

SURE = 0.2
"""How sure a sentence must be of its need to speak for words that have one themselves."""
CUT = ("opinion", "question", "suggestion")
"""Origins of words that were cut out of a sentence. Whom it is for stands for itself."""


def sentences(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the implied sentences that have a need, and how sure they are of it.

    Columns kind, signal_id, first, last, implies, sure. ``frame`` holds expressions with
    ``need_id`` ('' or null for none) and ``loose``.
    """
    return frame.filter(
        (pl.col("origin") == "implied") & (pl.col("need_id") != "") & ~pl.col("loose")
    ).select("kind", "signal_id", first="start", last="end", implies="need_id", sure="confidence")


def held(frame: pl.DataFrame, within: pl.DataFrame) -> pl.DataFrame:
    """Return ``row`` and ``implies`` of words that stand alone in a sentence sure of a need.

    ``frame`` holds expressions with ``row``, ``role`` and ``part``. Praise is none of them:
    a sentence may praise one thing and lack another.
    """
    alone = pl.len().over("kind", "signal_id", "first", "last") == 1
    found = _inside(_unpoled(frame), within).filter(alone & (pl.col("sure") >= SURE))
    return found.select("row", "implies")


def followed(frame: pl.DataFrame, words: pl.DataFrame) -> pl.DataFrame:
    """Give some words (``row`` and ``implies``) the need of their sentence."""
    frame = frame.join(words, on="row", how="left", maintain_order="left")
    return frame.with_columns(
        pl.coalesce("implies", "need_id").alias("need_id"),
        pl.col("loose") & pl.col("implies").is_null(),
    ).drop("implies")


def told(frame: pl.DataFrame, within: pl.DataFrame, weak: Collection[str] = ()) -> pl.DataFrame:
    """Give words without a need of their own that of their sentence, and count each once.

    ``frame`` holds expressions with ``row``, ``role``, ``part``, ``need_id`` and ``loose``;
    from ``weak`` needs words follow their sentence to one that is not weak. A sentence is
    left out where words in it belong to a need: they say it, or another.
    """
    none = pl.col("loose").fill_null(value=True) | (pl.col("need_id").fill_null("") == "")
    leaves = pl.col("need_id").is_in(sorted(weak)) & ~pl.col("implies").is_in(sorted(weak))
    free = _inside(_unpoled(frame), within).filter(none | leaves)
    words = free.select("row", "implies").unique("row", keep="first", maintain_order=True)
    frame = followed(frame, words)
    sure = (pl.col("part") != "") | ~pl.col("loose").fill_null(value=True)
    implied = frame.filter(pl.col("origin") == "implied").select(
        "kind", "signal_id", first="start", last="end", sentence="row"
    )
    doubles = _inside(_cut(frame).filter(sure), implied).select(row="sentence").unique()
    return frame.join(doubles, on="row", how="anti", maintain_order="left")


def _cut(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(pl.col("origin").is_in(CUT) & (pl.col("role") != CALM))


def _unpoled(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the words that no fixed group has: opposite complaints are told apart already."""
    return _cut(frame).filter(pl.col("part") == "")


def _inside(words: pl.DataFrame, within: pl.DataFrame) -> pl.DataFrame:
    """Return the words that stand inside sentences, with the columns of both."""
    return words.join(within, on=["kind", "signal_id"]).filter(
        (pl.col("start") >= pl.col("first")) & (pl.col("end") <= pl.col("last"))
    )

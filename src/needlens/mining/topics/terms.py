"""What is said in one topic more than in the others: its words and phrases, by language."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.mining.topics.words import plain_words

_FEW = 3
"""Texts of a topic that must hold a word before it can stand for it."""
_PLAINLY = 0.3
_PHRASE_LIFT = 4.0
"""How many times more often two words must follow each other than chance would have it."""


def terms(
    words: pl.DataFrame, topics: npt.NDArray[np.int64], chinese: npt.NDArray[np.bool_]
) -> pl.DataFrame:
    """Return words and phrases by topic and language, the most telling first.

    Columns ``topic``, ``chinese`` (the language of the texts, not of the word), ``term``,
    ``n`` (texts that hold it), ``score``. ``words`` as :func:`words_of` returns them; a
    negative topic is none. The score is p · ln(1 + p/q): p the share of the topic's texts
    that hold the term, q that of all texts of the language; words of praise and the like
    count for less. Counting texts and not mentions,
    one long text does not name a topic.
    """
    texts = pl.DataFrame({"topic": topics, "chinese": chinese}).with_row_index("text")
    texts = texts.filter(pl.col("topic") >= 0)
    placed = words.join(texts, on="text")
    singles = placed.select("text", "topic", "chinese", pl.col("word").alias("term")).unique()
    by, language = ["topic", "chinese"], ["chinese"]
    counts = pl.concat([singles, _phrases(placed)]).group_by(*by, "term").agg(pl.len().alias("n"))
    sizes = texts.group_by(by).agg(pl.len().alias("size"))
    everyone = texts.group_by(language).agg(pl.len().alias("all"))
    p = pl.col("n") / pl.col("size")
    q = pl.col("n").sum().over("term", "chinese") / pl.col("all")
    telling = pl.when(pl.col("term").is_in(list(plain_words()))).then(_PLAINLY).otherwise(1.0)
    return (
        counts.join(sizes, on=by)
        .join(everyone, on=language)
        .with_columns((p * (1 + p / q).log() * telling).round(9).alias("score"))
        .filter(pl.col("n") >= _FEW)
        .select("topic", "chinese", "term", "n", "score")
        .sort("topic", "chinese", "score", "term", descending=[False, False, True, False])
    )


def _phrases(words: pl.DataFrame) -> pl.DataFrame:
    """Return pairs of words that follow each other more than by chance, as terms."""
    after = words.select("text", pl.col("place") - 1, pl.col("word").alias("next"))
    both = words.join(after, on=["text", "place"]).filter(pl.col("word") != pl.col("next"))
    both = both.unique(["text", "word", "next"])
    held = words.unique(["text", "word"]).group_by("word").agg(pl.len().alias("held"))
    chance = pl.col("held") * pl.col("held_next") / max(words["text"].n_unique(), 1)
    known = (
        both.group_by("word", "next")
        .agg(pl.len().alias("n"))
        .join(held, on="word")
        .join(held.rename({"word": "next", "held": "held_next"}), on="next")
        .filter((pl.col("n") >= _FEW) & (pl.col("n") > _PHRASE_LIFT * chance))
    )
    han = pl.col("word").str.contains(r"\p{Han}") & pl.col("next").str.contains(r"\p{Han}")
    space = pl.when(han).then(pl.lit("")).otherwise(pl.lit(" "))
    return both.join(known, on=["word", "next"], how="semi").select(
        "text", "topic", "chinese", pl.concat_str("word", space, "next").alias("term")
    )

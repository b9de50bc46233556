"""Typical sentences of each topic: short ones whose words lie near its middle."""

from __future__ import annotations

import numpy as np
import polars as pl

from needlens.mining.topics.fitted import Assigned, Fitted, Sample
from needlens.mining.topics.space import is_chinese
from needlens.mining.topics.words import words_of
from needlens.text.splitting import sentences

SENTENCES = 3
_TEXTS = 100
"""Texts of a topic that are looked through: those that belong to it most surely."""
_SHORT, _LONG = 10, 90
"""In letters; a Chinese character says as much as two and a half."""
_WORDS = 3
_SAID = ["kind", "signal_id", "start", "end", "quote"]


def typical(sample: Sample, found: Assigned, fitted: Fitted) -> pl.DataFrame:
    """Return the typical sentences of each topic: ``topic`` and ``typical``, the best first.

    Where a topic has texts in both languages, the sentences are in both.
    """
    told = _candidates(sample, found)
    words = words_of(told["quote"])
    chinese = is_chinese(told["quote"])
    near = fitted.closeness(words, chinese)[np.arange(told.height), told["topic"].to_numpy()]
    said = words.group_by("text").agg(pl.col("word").n_unique().alias("words"))
    ranked = (
        told.with_columns(near=near, chinese=chinese)
        .with_row_index("text")
        .join(said.filter(pl.col("words") >= _WORDS), on="text")
        .sort(
            "topic", pl.col("near").round(4), "key", "start", descending=[False, True, False, False]
        )
        .unique(["topic", "quote"], keep="first", maintain_order=True)
        .unique(["topic", "key"], keep="first", maintain_order=True)
    )
    # The best of each language come before the second best of either.
    place = pl.int_range(pl.len()).over("topic", "chinese")
    shown = ranked.with_columns(place=place).sort("topic", "place", maintain_order=True)
    return shown.group_by("topic", maintain_order=True).agg(
        pl.struct(_SAID).head(SENTENCES).alias("typical")
    )


def _candidates(sample: Sample, found: Assigned) -> pl.DataFrame:
    """Return the sentences of the surest texts: topic, key, and where each stands."""
    texts = (
        sample.texts.with_columns(topic=found.topics, probability=found.probability)
        .filter(pl.col("topic") >= 0)
        .sort("topic", "probability", "key", descending=[False, True, False])
        .group_by("topic", maintain_order=True)
        .head(_TEXTS)
    )
    spans = [
        [(start, end, text[start:end]) for start, end in sentences(text)] for text in texts["text"]
    ]
    fields = {"start": pl.Int64, "end": pl.Int64, "quote": pl.String}
    parts = pl.Series("part", spans, dtype=pl.List(pl.Struct(fields)))
    return (
        texts.drop("text")
        .with_columns(parts)
        .explode("part")
        .unnest("part")
        .filter(_width(pl.col("quote")).is_between(_SHORT, _LONG))
    )


def _width(text: pl.Expr) -> pl.Expr:
    return text.str.len_chars() + 1.5 * text.str.count_matches(r"\p{Han}")

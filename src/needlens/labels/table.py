"""Sentences as rows to correct: one an opinion (tables) or one a sentence (JSON Lines)."""

from __future__ import annotations

import polars as pl

from needlens.labels.candidates import PREDICTION

_SENTENCE = ("kind", "signal_id", "start", "end", "text")
_TO_FILL = (pl.lit("").alias("checked"), pl.lit("").alias("annotator"))


def as_table(sentences: pl.DataFrame) -> pl.DataFrame:
    """Return one row for each opinion, and one for a sentence without; for CSV and XLSX.

    Correct the cells, remove rows, add some (copy the first five columns), and put an x
    into ``checked``: only checked sentences are imported. A row whose opinion is empty says
    that there is none. Offsets of a changed term may stay empty: it is looked up.
    """
    names = [f.name for f in PREDICTION.fields]
    opinion = pl.col("opinions").struct
    return (
        sentences
        .with_columns(pl.when(pl.col("opinions").list.len() > 0).then("opinions"))
        .explode("opinions")
        .select(
            *_SENTENCE,
            *(opinion.field(name) for name in names),
            *(c for c in ("why", "uncertainty") if c in sentences.columns),
            *_TO_FILL,
        )
    )  # fmt: skip


def as_rows(sentences: pl.DataFrame) -> pl.DataFrame:
    """Return one row a sentence with the list of its ``opinions``, for JSON Lines."""
    extra = [c for c in ("why", "uncertainty") if c in sentences.columns]
    return sentences.select(*_SENTENCE, "opinions", *extra, *_TO_FILL)

"""Voices 声音: texts that are near-duplicates of one another share one voice."""

from __future__ import annotations

import numpy as np
import polars as pl

from needlens.store import Database, results
from needlens.text.duplicates import groups


def weigh(database: Database) -> int:
    """Group the near-duplicates of each kind; return how many texts are copies of another.

    A text copied ``n`` times weighs ``1/n``; nothing is deleted, and the copies stay in
    the evidence.
    """
    copies = 0
    with database.transaction():
        for kind in results.TEXTS:
            texts = pl.concat(
                [pl.DataFrame(schema=_EMPTY), *results.texts_of(database, kind, 20_000)]
            )
            if texts.is_empty():
                continue
            group = groups(texts["text"])
            voices = texts.select("signal_id").with_columns(pl.Series("group", np.asarray(group)))
            first = pl.col("signal_id").min().over("group").alias("group_id")
            share = (1.0 / pl.len().over("group")).alias("weight")
            voices = voices.with_columns(first, share)
            copies += voices.height - voices["group"].n_unique()
            results.replace_voices(database, kind, voices)
    return copies


_EMPTY = {"signal_id": pl.String, "text": pl.String}

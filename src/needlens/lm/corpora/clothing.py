"""Women's clothing reviews of one retailer (CC0): English texts with ratings."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import polars as pl

from needlens.errors import SourceError
from needlens.lm.corpora.samples import tenth
from needlens.lm.corpora.shop_reviews import SPLITS
from needlens.text.folding import fold_series

NEITHER = 3
"""The rating that is neither praise nor blame."""


def read(folder: Path) -> pl.DataFrame:
    """Return the distinct reviews with text (folded), label (1 is praise) and split.

    Reviews with the middle rating are left out. The split goes by the text's hash.
    """
    file = next(iter(sorted(folder.glob("*.zip"))), None)
    if file is None:
        raise SourceError(f"{folder} holds no zip of clothing reviews")
    with zipfile.ZipFile(file) as archive:
        rows = pl.read_csv(io.BytesIO(archive.read(archive.namelist()[0])))
    reviews = (
        rows.select(text="Review Text", rating="Rating")
        .drop_nulls()
        .with_columns(pl.col("text").map_batches(fold_series, pl.String))
        .unique("text", keep="first", maintain_order=True)
        .filter(pl.col("rating") != NEITHER)
    )
    sides = [SPLITS[tenth(text)] for text in reviews["text"]]
    return reviews.select(
        "text", label=(pl.col("rating") > NEITHER).cast(pl.Int8), split=pl.Series(sides)
    )

"""online_shopping_10_cats: Chinese reviews of ten kinds of goods, praise or blame.

The split is the same for whoever asks, so that models made apart may be compared and
averaged: no text, and no near-copy of it, is on two sides.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import polars as pl

from needlens.errors import SourceError
from needlens.lm.corpora.samples import tenth
from needlens.text.duplicates import groups
from needlens.text.folding import fold_series

NAME = "online_shopping_10_cats"
SPLITS = ("test", "test", "dev", *["train"] * 7)
"""The side of a group by the last decimal digit of its hash."""


def read(path: Path) -> pl.DataFrame:
    """Return the distinct reviews with the columns text, label (1 is praise), cat, split.

    ``path`` is the CSV, the ZIP that holds it, or the folder they are in. Of texts that are
    equal when folded the first is kept. Raises SourceError when the file is not there or has
    other columns.
    """
    rows = _rows(_file(path))
    if not {"cat", "label", "review"} <= set(rows.columns):
        raise SourceError(f"{path} has the columns {rows.columns}; expected cat, label, review")
    texts = pl.col("review").str.strip_chars("\ufeff \t\r\n")
    reviews = (
        rows.select(text=texts, label=pl.col("label").cast(pl.Int8), cat="cat")
        .filter(pl.col("text").str.len_chars() > 0)
        .with_columns(pl.col("text").map_batches(fold_series, pl.String).alias("folded"))
        .unique("folded", keep="first", maintain_order=True)
    )
    return reviews.with_columns(split=split(reviews["folded"])).drop("folded")


def split(folded: pl.Series) -> pl.Series:
    """Return train, dev or test for each of some distinct folded texts.

    The near-copies of a text are on its side: the side of a group is the BLAKE2b hash (8
    bytes, big-endian) of its smallest text, modulo 10: 0 and 1 test, 2 dev, else train.

    >>> texts = ["物流很快,包装完好,下次还来!", "物流很快包装完好下次还来~", "物流太慢了", "soft and warm"]
    >>> split(pl.Series(texts)).to_list()
    ['test', 'test', 'test', 'train']
    """
    frame = pl.DataFrame({"text": folded, "group": groups(folded)})
    smallest = frame.group_by("group").agg(pl.col("text").min())
    sides = [SPLITS[tenth(text)] for text in smallest["text"]]
    by_group = smallest.select("group", pl.Series("split", sides))
    return frame.join(by_group, on="group", how="left", maintain_order="left")["split"]


def _file(path: Path) -> Path:
    candidates = [path, path / f"{NAME}.csv", path / f"{NAME}.zip"]
    found = next((file for file in candidates if file.is_file()), None)
    if found is None:
        raise SourceError(f"{path} holds no {NAME}.csv or .zip; give the file or its folder")
    return found


def _rows(file: Path) -> pl.DataFrame:
    raw = file.read_bytes()
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            raw = archive.read(f"{NAME}.csv")
    return pl.read_csv(raw, infer_schema=False)

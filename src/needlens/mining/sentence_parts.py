"""Texts as sentences, and what was found in the sentences as found in the texts."""

from __future__ import annotations

import polars as pl

from needlens.text.splitting import sentences

PART = "part"


def parts(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the sentences of the texts: ``part`` (a new id), signal_id, begin and text.

    ``begin`` is where the sentence starts in its text; a text without one has no row.

    >>> frame = pl.DataFrame({"signal_id": ["a"], "text": ["质量很好！物流很慢。"]})
    >>> parts(frame).rows()
    [('0', 'a', 0, '质量很好！'), ('1', 'a', 5, '物流很慢。')]
    """
    rows = [
        (signal_id, start, text[start:end])
        for signal_id, text in frame.select("signal_id", "text").iter_rows()
        if text is not None
        for start, end in sentences(text)
    ]
    schema = {"signal_id": pl.String, "begin": pl.Int64, "text": pl.String}
    found = pl.DataFrame(rows, schema=schema, orient="row").with_row_index(PART)
    return found.with_columns(pl.col(PART).cast(pl.String))


def whole(found: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    """Return what was found in ``parts``, by the texts they are from, with offsets in these.

    The rows come in the order of the parts; an offset of -1 (not in words) stays.
    """
    places = parts.select(PART, "signal_id", "begin")
    moved = places.join(
        found.rename({"signal_id": PART}), on=PART, how="inner", maintain_order="left_right"
    )
    offsets = [name for name in found.columns if name.endswith(("start", "end"))]
    return moved.with_columns(
        pl.when(pl.col(name) >= 0).then(pl.col(name) + pl.col("begin")).otherwise(pl.col(name))
        for name in offsets
    ).select(found.columns)

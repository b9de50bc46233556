"""Frames and rejects every platform makes in the same way."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from needlens.records import KINDS, Rejected, Signal
from needlens.sources.batch import ROW, RawBatch
from needlens.sources.blanks import NOTHING
from needlens.sources.ids import ids, ruined
from needlens.text.folding import fold


def raw_of(batch: RawBatch, row: int) -> str:
    """Return a row as it was read: a JSON object of header → cell."""
    if batch.documents is not None:
        return json.dumps(batch.documents[row], ensure_ascii=False)
    assert batch.frame is not None
    cells = batch.frame.row(row, named=True)
    return json.dumps({k: v for k, v in cells.items() if v is not None}, ensure_ascii=False)


def reject(batch: RawBatch, row: int, reason: str, column: str | None = None) -> Rejected:
    """Return row ``row`` of ``batch`` as one that is set aside for ``reason``."""
    return Rejected(batch.source, batch.lines[row], column, reason, raw_of(batch, row))


def reject_unused(
    batch: RawBatch, used: Iterable[pl.DataFrame], rejected: list[Rejected], reason: str
) -> list[Rejected]:
    """Return ``rejected`` and every row that is in no frame, so that none gets lost."""
    seen = set[int]().union(*(frame[ROW].to_list() for frame in used))
    lines = {r.line for r in rejected}
    missing = (r for r in range(len(batch.lines)) if r not in seen and batch.lines[r] not in lines)
    return rejected + [reject(batch, row, reason) for row in missing]


def title_ids(titles: pl.Series) -> pl.Series:
    """Return ids made of titles, for products that have no id of their own.

    ``t-`` and 16 hexadecimal digits of the SHA-1 of the folded title: two spellings of
    one title (width, case, traditional characters, blanks) give one id.

    >>> a, b, none = title_ids(pl.Series(["藍牙耳機 Pro", "蓝牙耳机　pro", None]))
    >>> a == b, a[:2], len(a), none
    (True, 't-', 18, None)
    """
    distinct = titles.drop_nulls().unique()
    made = pl.Series([title_id(title) for title in distinct], dtype=pl.String)
    return titles.replace_strict(distinct, made, default=None)


def title_id(title: str) -> str | None:
    """Return the id made of one title; see :func:`title_ids`."""
    folded = " ".join(fold(unicodedata.normalize("NFKC", title)).text.split())
    if not folded or folded in NOTHING:
        return None
    return "t-" + hashlib.sha1(folded.encode(), usedforsecurity=False).hexdigest()[:16]


def with_title_ids(frame: pl.DataFrame, titles: str = "title") -> pl.DataFrame:
    """Fill ``product_id`` from the title where there is none or it was ruined."""
    if titles not in frame.columns:
        return frame
    named = title_ids(frame[titles])
    if "product_id" not in frame.columns:
        return frame.with_columns(named.alias("product_id"))
    given = ids(frame["product_id"])
    unusable = (given.is_null() | ruined(given)) & named.is_not_null()
    return frame.with_columns(frame["product_id"].zip_with(~unusable, named).alias("product_id"))


def with_channel(kind: str, frame: pl.DataFrame, channel: str) -> pl.DataFrame:
    """Fill the channel of signals where no column gives one."""
    if not channel or not issubclass(KINDS[kind], Signal):
        return frame
    given = pl.col("channel") if "channel" in frame.columns else pl.lit(None, dtype=pl.String)
    return frame.with_columns(given.fill_null(channel).alias("channel"))


def text_of(value: Any) -> str | None:
    """Return a value of a JSON document as the text of a cell; nothing is None.

    >>> text_of(3.0), text_of(True), text_of(["红", "蓝"]), text_of({"a": 1}), text_of("")
    ('3.0', 'true', '红, 蓝', '{"a": 1}', None)
    """
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list) and all(isinstance(v, str | int | float) for v in value):
        return ", ".join(str(v) for v in value) or None
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False) if value else None
    return str(value)


def frames_of(records: Iterable[tuple[int, str, Mapping[str, Any]]]) -> dict[str, pl.DataFrame]:
    """Return frames by kind from (row, kind, values of fields)."""
    rows: dict[str, list[tuple[int, Mapping[str, Any]]]] = {}
    for row, kind, values in records:
        rows.setdefault(kind, []).append((row, values))
    frames = {}
    for kind, found in rows.items():
        names = list(dict.fromkeys(name for _, values in found for name in values))
        columns: dict[str, Any] = {
            name: pl.Series(name, [text_of(v.get(name)) for _, v in found], dtype=pl.String)
            for name in names
        }
        number = pl.Series(ROW, [row for row, _ in found], dtype=pl.UInt32)
        frames[kind] = pl.DataFrame({ROW: number, **columns})
    return frames

"""Picks: which columns of a table make which record, and the frames they give."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import polars as pl

from needlens.sources.batch import ROW, RawBatch
from needlens.sources.blanks import NOTHING
from needlens.sources.headers import MOST_COLUMNS, column_name, normalise_header
from needlens.sources.platforms._rows import text_of, with_channel, with_title_ids

_MOST_CELLS = 5_000_000
"""Documents whose keys are data (ids, dates) would make a table without end."""

_BEFORE_LINK = r"[\s,;|，；]+((?:https?:)?//)"
_AFTER_FILE = r"(\.(?i:jpe?g|png|webp|gif|avif))[\s,;|，；]+"


@dataclass(frozen=True, slots=True)
class Pick:
    """One record made of a row."""

    kind: str
    columns: Mapping[str, str]
    """Field → column."""
    needs: str = ""
    """Fields without which the row has no such record: ``product_id price|stock``."""
    constants: Mapping[str, str] = field(default_factory=dict)
    titled_by: str | None = None
    """Column of the product's title, from which an id is made where there is none."""
    along: bool = False
    """Only in rows that hold the first pick's record."""
    counted: bool = False
    """The quantity is a count of acts; 0 of them is no record."""
    several: str | None = None
    """Field whose cell may hold several values, each for a record of its own."""
    derive: Mapping[str, Callable[[pl.Expr], pl.Expr]] = field(default_factory=dict)
    """Field → what is made of its cell."""

    @property
    def possible(self) -> bool:
        """Whether the table has the columns without which there is no such record."""
        there = {*self.columns, *self.constants} | ({"product_id"} if self.titled_by else set())
        return all(there.intersection(group.split("|")) for group in self.needs.split())


def table_of(batch: RawBatch) -> pl.DataFrame:
    """Return a batch as a table of text; documents are flattened to dotted columns.

    Keys beyond any table's width are left out.
    """
    if batch.frame is not None:
        return batch.frame
    rows = [dict(_flat(document)) for document in batch.documents or []]
    most = min(MOST_COLUMNS, max(200, _MOST_CELLS // max(1, len(rows))))
    names = list(islice(dict.fromkeys(name for row in rows for name in row), most))
    return pl.DataFrame(
        {
            column_name(n): pl.Series([text_of(row.get(n)) for row in rows], dtype=pl.String)
            for n in names
        }
    )


def build(frame: pl.DataFrame, picks: Sequence[Pick], channel: str) -> dict[str, pl.DataFrame]:
    """Return the candidate frames by kind that ``picks`` find in ``frame``."""
    frames: dict[str, list[pl.DataFrame]] = {}
    for pick in picks:
        made = _records(frame, pick)
        if pick.along:
            main = frames[picks[0].kind][0] if picks[0].kind in frames else made.clear()
            made = made.join(main.select(ROW).unique(), on=ROW, how="semi")
        frames.setdefault(pick.kind, []).append(with_channel(pick.kind, made, channel))
    joined = {kind: pl.concat(found, how="diagonal") for kind, found in frames.items()}
    return {kind: found for kind, found in joined.items() if found.height}


def present(name: str) -> pl.Expr:
    """Return whether a cell says something; words for "nothing" do not, but in a text."""
    cell = pl.col(name).str.strip_chars()
    said = (cell != "").fill_null(False)
    return said if name == "text" else said & ~cell.str.to_lowercase().is_in(list(NOTHING))


def _flat(document: Mapping[str, Any], above: str = "") -> list[tuple[str, Any]]:
    pairs: list[tuple[str, Any]] = []
    for name, value in document.items():
        if isinstance(value, dict):
            pairs += _flat(value, f"{above}{name}.")
        else:
            pairs.append((f"{above}{name}", value))
    return pairs


def _records(frame: pl.DataFrame, pick: Pick) -> pl.DataFrame:
    cells = [
        _cell(column, pick.derive.get(name)).alias(name) for name, column in pick.columns.items()
    ]
    title = [pl.col(pick.titled_by).alias("_title")] if pick.titled_by else []
    made = frame.select(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias(ROW),
        *cells,
        *title,
        *(pl.lit(v).alias(n) for n, v in pick.constants.items() if n not in pick.columns),
    )
    if pick.titled_by:
        made = with_title_ids(made, "_title").drop("_title")
    for group in pick.needs.split():
        names = [name for name in group.split("|") if name in made.columns]
        made = made.filter(pl.any_horizontal(present(n) for n in names)) if names else made.clear()
    if pick.counted:
        made = made.filter(
            present("quantity") & ~pl.col("quantity").str.contains(r"^\s*0*[.,]?0*\s*$")
        )
    if pick.several:
        tidy = pl.col(pick.several).str.strip_chars("[]\"' \t").str.replace_all(r"[\"']", "")
        apart = tidy.str.replace_all(_BEFORE_LINK, "\n$1").str.replace_all(_AFTER_FILE, "$1\n")
        parts = apart.str.replace_all(";", "\n", literal=True).str.split("\n")
        made = made.with_columns(parts.alias(pick.several)).explode(pick.several)
        made = made.filter(present(pick.several))
    return made


def _cell(column: str, derive: Callable[[pl.Expr], pl.Expr] | None) -> pl.Expr:
    cell = pl.col(column)
    unit = normalise_header(column).unit
    if unit:
        has_figure = cell.str.contains(r"\d\s*$")
        cell = pl.when(has_figure).then(cell + unit).otherwise(cell)
    return derive(cell) if derive else cell


def json_of(values: Mapping[str, Any]) -> str | None:
    """Return further attributes as one JSON object, or None when there are none."""
    kept = {name: value for name, value in values.items() if value not in (None, "", [])}
    return json.dumps(kept, ensure_ascii=False) if kept else None

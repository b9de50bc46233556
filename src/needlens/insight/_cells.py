"""Cells a spreadsheet may read: no formula, no broken date, no column within a column.

After OWASP, "CSV injection": a cell that starts with = + - @ TAB or CR (full-width forms
too, as spreadsheets fold them) is run as a formula; leading blanks, quotes and invisible
characters are skipped by some programs, so we skip them too.
"""

from __future__ import annotations

import polars as pl

_SKIPPED = r"[\s\p{Z}\p{Cc}\p{Cf}\x{FEFF}'\"`‘’“”＇＂]*"
_TRIGGER = r"[=+\-@＝＋－＠﹢﹣﹦﹫−]"
_LIVE = rf"^{_SKIPPED}{_TRIGGER}|^[\t\r\n]"
# A program set to another separator than the comma starts a new cell in mid-text.
_LIVE_WITHIN = rf"([;\t\r\n]{_SKIPPED})([=+@＝＋＠]|[-－−][^)）\s])"
_NUMBER = r"^[+-]?(\d{1,15}|\d{1,3}(,\d{3}){1,4})(\.\d{1,15})?([eE][+-]?\d{1,3})?%?$"


def is_live(text: pl.Expr) -> pl.Expr:
    """Whether a spreadsheet might run the text; plain numbers such as -3 are harmless.

    >>> pl.select(is_live(pl.Series(["=1+1", " ＝1", "-3", "-3%", "a=b", "-好评"]))).to_series().to_list()
    [True, True, False, False, False, True]
    """
    return text.str.contains(_LIVE) & ~text.str.contains(_NUMBER)


def disarmed(text: pl.Expr) -> pl.Expr:
    """Put an apostrophe before whatever a spreadsheet might run, at the start or within.

    >>> pl.select(disarmed(pl.Series(["=1+1", "x;=1+1", "-3", ";-)"]))).to_series().to_list()
    ["'=1+1", "x;'=1+1", '-3', ';-)']
    """
    inner = text.str.replace_all(_LIVE_WITHIN, "${1}'${2}")
    return pl.when(is_live(text)).then(inner.str.replace("^", "'")).otherwise(inner)


def flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with only text, numbers, booleans, dates: lists become JSON text."""
    return frame.with_columns(_flat(name, kind) for name, kind in frame.schema.items())


def _flat(name: str, kind: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if isinstance(kind, pl.Struct):
        return column.struct.json_encode()
    if isinstance(kind, pl.List | pl.Array):
        boxed = pl.struct(column.alias("_")).struct.json_encode()
        return pl.when(column.is_not_null()).then(boxed.str.slice(5).str.head(-1)).alias(name)
    if isinstance(kind, pl.Binary):
        return column.bin.encode("base64")
    if isinstance(kind, pl.Datetime) and kind.time_zone:
        return column.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
    if isinstance(kind, pl.Categorical | pl.Enum | pl.Decimal | pl.Duration | pl.Time | pl.Null):
        return column.cast(pl.Float64 if isinstance(kind, pl.Decimal) else pl.String)
    if kind.is_float():
        return pl.when(column.is_finite()).then(column).alias(name)
    return column

"""Values 值: the text of cells turned into the types declared in ``needlens.records``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import dataframely as dy
import polars as pl

from needlens.records import KINDS
from needlens.sources.batch import ROW
from needlens.sources.blanks import NO_DATE, plain, without_nothing
from needlens.sources.choices import booleans, ratings, words
from needlens.sources.dates import AHEAD, EARLIEST, dates
from needlens.sources.ids import ANONYMOUS, ids, ruined
from needlens.sources.notes import Notes
from needlens.sources.numbers import currencies, numbers

IDS = frozenset((
    "external_id", "customer_id", "product_id", "order_id", "session_id", "query_id",
    "conversation_id", "review_external_id",
))  # fmt: skip
"""Columns that hold ids, in every kind of record."""

MONEY = ("price", "unit_price", "amount", "list_price", "value")
"""Columns whose money sign tells the currency, best first."""

FAILURES = {ROW: pl.UInt32, "column": pl.String, "reason": pl.String, "value": pl.String}
"""Columns of the frame of failures."""


@dataclass(frozen=True, slots=True)
class _Field:
    """What the reading of one field depends on besides its cells."""

    kind: str
    name: str
    rating_scale: float
    time_zone: str
    notes: Notes


@dataclass(frozen=True, slots=True)
class _Read:
    """Values, the plain cells they came from, and what is wrong with a cell (or null)."""

    values: pl.Series
    cells: pl.Series
    problems: pl.Series


def typed(
    kind: str,
    frame: pl.DataFrame,
    *,
    rating_scale: float = 5.0,
    time_zone: str = "UTC",
    notes: Notes | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    r"""Return a candidate frame with the record's types, and what could not be read.

    ``frame`` has String columns named as the fields of ``kind``, and ``row``; so has
    the first result, typed, with the same rows in the same order. The second has
    ``row, column, reason, value`` for every non-empty cell that could not be read; its
    value is null in the first. Ratings are brought from 0–``rating_scale`` to 0–5;
    times without an offset are in ``time_zone``. Ruined ids and guesses are told to
    ``notes``. A column that the record does not have raises KeyError.

    >>> frame = pl.DataFrame({"row": [0, 1], "product_id": ["\t9", "8"], "price": ["￥1,299", "abc"]})
    >>> good, failed = typed("offer", frame)
    >>> good.select("product_id", "price", "currency").rows()
    [('9', 1299.0, 'CNY'), ('8', None, None)]
    >>> failed["reason"].to_list()
    ["price 'abc' is not a number"]
    """
    declared = KINDS[kind].columns()
    notes = notes if notes is not None else Notes()
    rows = frame[ROW].cast(pl.UInt32)
    columns, failures = [rows], []
    for name in frame.columns:
        if name == ROW:
            continue
        field = _Field(kind, name, rating_scale, time_zone, notes)
        read = _read(frame[name], declared[name], field)
        columns.append(read.values.alias(name))
        if read.problems.is_not_null().any():
            failures.append(_failures(rows, name, read))
    result = pl.DataFrame(columns)
    if "currency" in declared:
        result = _with_currency(result, frame)
    return result, pl.concat(failures) if failures else pl.DataFrame(schema=FAILURES)


def _read(texts: pl.Series, declared: dy.Column, field: _Field) -> _Read:
    if field.name in IDS:
        return _ids(texts, declared, field)
    if isinstance(declared, dy.String):
        return _texts(texts, field)
    if isinstance(declared, dy.Bool):
        cells = without_nothing(plain(texts), keep=frozenset(("无", "n/a")))
        return _checked(booleans(cells), cells, "is not yes or no")
    cells = without_nothing(plain(texts))
    if isinstance(declared, dy.Datetime):
        return _dates(cells, field)
    if isinstance(declared, dy.Enum):
        known = [str(c) for c in declared.categories]
        found = words(cells, field.name, known)
        return _checked(found.cast(declared.dtype), cells, f"is none of {', '.join(known)}")
    if field.name == "rating":
        return _ratings(cells, field)
    found = numbers(cells)
    read = _checked(found, cells, "is not a number")
    return _whole(read) if isinstance(declared, dy.Int64) else read


def _checked(values: pl.Series, cells: pl.Series, problem: str) -> _Read:
    bad = values.is_null() & cells.is_not_null()
    return _Read(values, cells, _said(bad, problem))


def _said(bad: pl.Series, problem: str) -> pl.Series:
    return pl.select(pl.when(bad).then(pl.lit(problem))).to_series()


def _texts(texts: pl.Series, field: _Field) -> _Read:
    tidy = texts.cast(pl.String).str.strip_chars(" \t\r\n\u3000\ufeff")
    tidy = tidy.set((tidy == "").fill_null(False), None)
    # What a person wrote stays as written: 无 or "-" may be all they had to say.
    values = tidy if field.name == "text" else without_nothing(tidy)
    return _Read(values, tidy, _said(pl.repeat(False, len(tidy), eager=True), ""))


def _ids(texts: pl.Series, declared: dy.Column, field: _Field) -> _Read:
    found = ids(texts)
    if field.name == "customer_id":
        found = found.set(found.str.to_lowercase().is_in(ANONYMOUS).fill_null(False), None)
    lost = ruined(found)
    if lost.any():
        example = str(found.filter(lost).first())
        field.notes.ruined_ids(field.kind, field.name, int(lost.sum()), found.count(), example)
    else:
        field.notes.ruined_ids(field.kind, field.name, 0, found.count(), "")
    needed = lost if not declared.nullable else lost & False
    problems = _said(needed, "was ruined by a spreadsheet and cannot be used")
    return _Read(found.set(lost, None), found, problems)


def _whole(read: _Read) -> _Read:
    whole = (read.values % 1 == 0) & (read.values.abs() < 2**63)
    broken = (~whole).fill_null(False)
    problems = read.problems.zip_with(~broken, _said(broken, "is not a whole number"))
    return _Read(read.values.set(broken, None).cast(pl.Int64), read.cells, problems)


def _ratings(cells: pl.Series, field: _Field) -> _Read:
    found = ratings(cells, field.rating_scale)
    read = _checked(found, cells, "is not a rating")
    over = (found > 5).fill_null(False)
    problem = (
        f"is above the best grade {field.rating_scale:g}; if grades go higher, set "
        "ingest.rating_scale"
    )
    problems = read.problems.zip_with(~over, _said(over, problem))
    return _Read(found.set(over, None), cells, problems)


def _dates(cells: pl.Series, field: _Field) -> _Read:
    no_date = pl.any_horizontal(pl.col("c").str.starts_with(d) for d in NO_DATE)
    missing = pl.DataFrame({"c": cells}).select(no_date).to_series().fill_null(False)
    cells = cells.set(missing, None)
    key = (field.kind, field.name)
    found = dates(cells, field.time_zone, field.notes.day_first.get(key))
    if found.guessed:
        field.notes.unsure_date(*key, found.guessed)
    elif found.day_first is not None:
        field.notes.day_first[key] = found.day_first
    read = _checked(found.values, cells, "is not a date")
    latest = datetime.now(UTC) + AHEAD
    early = (found.values < EARLIEST).fill_null(False)
    late = (found.values > latest).fill_null(False)
    problems = read.problems.zip_with(~early, _said(early, "is before 1990"))
    problems = problems.zip_with(~late, _said(late, "is in the future"))
    return _Read(found.values.set(early | late, None), cells, problems)


def _failures(rows: pl.Series, name: str, read: _Read) -> pl.DataFrame:
    return (
        pl.DataFrame({ROW: rows, "cell": read.cells, "problem": read.problems})
        .filter(pl.col("problem").is_not_null())
        .select(
            ROW,
            pl.lit(name).alias("column"),
            _reason(name).alias("reason"),
            pl.col("cell").alias("value"),
        )
    )


def _reason(name: str) -> pl.Expr:
    """Say what is wrong with which cell; where a role should be there may be a name instead."""
    if name == "speaker":
        return pl.format("speaker {}", "problem")
    return pl.format(f"{name} '{{}}' {{}}", pl.col("cell").str.head(60), "problem")


def _with_currency(result: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """Fill the currency from the money's signs, where no column gives it."""
    given = [result["currency"].str.to_uppercase()] if "currency" in result.columns else []
    signs = [currencies(plain(frame[name])) for name in MONEY if name in frame.columns]
    if not given and not signs:
        return result
    choices = {str(i): s for i, s in enumerate(given + signs)}
    return result.with_columns(
        pl.DataFrame(choices).select(pl.coalesce(pl.all())).to_series().alias("currency")
    )

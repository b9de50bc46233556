"""Rules: which typed records are good, and a sentence for each that is not.

The rules are those declared in ``needlens.records``; dataframely checks them.
"""

from __future__ import annotations

import polars as pl

from needlens.records import KINDS, Record
from needlens.sources.batch import ROW

FAILURES = {ROW: pl.UInt32, "column": pl.String, "reason": pl.String}
"""Columns of a frame of failures: which row, which column of the record, why."""


def check(kind: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the failures (row, column, reason) of a frame of candidate records."""
    record = KINDS[kind]
    # The rules never look at the id, so it can carry the position through the filter.
    numbered = frame.with_columns(pl.int_range(pl.len()).cast(pl.String).alias("id"))
    _, failure = record.filter(numbered.select(record.column_names()), cast=True)
    if len(failure) == 0:
        return pl.DataFrame(schema=FAILURES)
    broken = failure.details()
    broken = broken.with_columns(frame[ROW].gather(broken["id"].cast(pl.UInt32)).alias(ROW))
    return pl.concat(_failures(kind, record, broken, rule) for rule in failure.counts())


def _failures(kind: str, record: type[Record], broken: pl.DataFrame, rule: str) -> pl.DataFrame:
    column, _, test = rule.partition("|")
    reason = _reason(kind, record, column, test) if test else pl.lit(record.sentences[rule])
    return broken.filter(pl.col(rule) == "invalid").select(
        pl.col(ROW).cast(pl.UInt32),
        pl.lit(column if test else None, dtype=pl.String).alias("column"),
        reason.alias("reason"),
    )


def _reason(kind: str, record: type[Record], column: str, test: str) -> pl.Expr:
    declared = record.columns()[column]
    value = pl.col(column).cast(pl.String).fill_null("")
    for limit, words in (("min", "less than"), ("max", "greater than")):
        if test == limit:
            return pl.format(f"{column} {{}} is {words} {getattr(declared, limit):g}", value)
    if test in ("nullability", "min_length"):
        return pl.lit(f"{column} is empty, and a {kind} needs one")
    if test == "dtype" and hasattr(declared, "categories"):
        return pl.format(f"{column} '{{}}' is none of {', '.join(declared.categories)}", value)
    return pl.format(f"{column} '{{}}' breaks the rule '{test}'", value)

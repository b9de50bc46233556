"""Remarks 旁白: questions and reasons for use, found by rules in every text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib import resources
from itertools import pairwise
from typing import Any, Final

import numpy as np
import polars as pl

from needlens.mining import questions, reasons
from needlens.mining.domain import Domain
from needlens.mining.facet_finder import Hit, finder
from needlens.text.folding import fold, fold_series

RULES = "1"
"""Raised whenever the rules read a text differently, so that texts are mined again."""
VERSION: Final = hashlib.sha256(
    RULES.encode() + resources.files("needlens.mining").joinpath("facets.toml").read_bytes()
).hexdigest()[:12]
"""Changes with the rules and with the words of the facets."""

REMARKS = pl.Schema(
    {
        "signal_id": pl.String(),
        "origin": pl.String(),  # question | reason
        "category": pl.String(),  # DEMAND#USE, a category of the domain, or ''
        "statement": pl.String(),
        "facets": pl.List(pl.String()),
        "confidence": pl.Float64(),  # 0-1
        "start": pl.Int64(),  # characters of the original text
        "end": pl.Int64(),
        "version": pl.String(),
    }
)
"""One row for each question and each reason for use."""

_TEXTS_AT_ONCE = 2_000
_Row = tuple[Any, ...]


def remarks(texts: pl.DataFrame, domain: Domain | str = "ecommerce") -> pl.DataFrame:
    """Return the questions and reasons for use in texts (signal_id, text), see REMARKS.

    Rows come in the order of the texts and of what they say; a null text says nothing.

    >>> texts = pl.DataFrame({"signal_id": ["a", "b"],
    ...     "text": ["給爸媽買的，有大字版嗎？", "Perfect for camping"]})
    >>> remarks(texts).select("signal_id", "origin", "statement", "start", "end").rows()
    [('a', 'reason', '给父母用', 0, 4), ('a', 'question', '有大字版', 6, 12), ('b', 'reason', 'for camping', 8, 19)]
    """
    domain = Domain.load(domain) if isinstance(domain, str) else domain
    given = texts.select("signal_id", pl.col("text").cast(pl.String)).drop_nulls("text")
    rows: list[_Row] = []
    for part in given.iter_slices(_TEXTS_AT_ONCE):
        rows += _part(part, domain)
    said = {name: kind for name, kind in REMARKS.items() if name != "version"}
    frame = pl.DataFrame(rows, schema=said, orient="row")
    return frame.with_columns(version=pl.lit(VERSION, dtype=pl.String))


def _part(frame: pl.DataFrame, domain: Domain) -> list[_Row]:
    folded = fold_series(frame["text"])
    same = (folded.str.len_chars() == frame["text"].str.len_chars()).to_list()
    texts = folded.to_list()
    starts = np.concatenate([[0], np.cumsum(folded.str.len_chars().to_numpy() + 1)])
    joined = "\n".join(texts)
    hits = finder().hits(joined)
    first = np.searchsorted([hit.start for hit in hits], starts)
    found = [*_reasons(joined, hits, starts), *_questions(folded, hits, first, starts, domain)]
    found.sort(key=lambda row: (row[0], row[1][-2]))
    ids, originals = frame["signal_id"].to_list(), frame["text"]
    rows = []
    for number, (*values, start, end) in found:
        if not same[number]:
            start, end = fold(originals[number]).span(start, end)
        rows.append((ids[number], *values, start, end))
    return rows


def _reasons(joined: str, hits: list[Hit], starts: Any) -> Iterator[tuple[int, _Row]]:
    for reason in reasons.found(joined, hits):
        row = int(np.searchsorted(starts, reason.start, side="right")) - 1
        first = int(starts[row])
        yield row, (
            "reason", reasons.CATEGORY, reason.statement, list(reason.facets), reason.confidence,
            reason.start - first, reason.end - first,
        )  # fmt: skip


def _questions(
    folded: pl.Series, hits: list[Hit], first: Any, starts: Any, domain: Domain
) -> Iterator[tuple[int, _Row]]:
    asking = folded.str.contains(questions.CUES).arg_true().to_list()
    bounds = list(pairwise(first.tolist()))
    for row in asking:
        text = folded[row]
        for q in questions.found(text):
            quote = text[q.start : q.end]
            begin = int(starts[row])
            facets = {
                id
                for hit in hits[slice(*bounds[row])]
                if q.start <= hit.start - begin < q.end
                for id in hit.ids
            }
            category = questions.category_of(domain, quote, q.statement)
            yield row, (
                "question", category, q.statement, sorted(facets), q.confidence, q.start, q.end
            )  # fmt: skip

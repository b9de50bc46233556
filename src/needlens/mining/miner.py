"""The rule tier as a batch stage: texts in, opinions and suggestions out."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import polars as pl

from needlens.mining import _opinions, _suggestions
from needlens.mining._reader import reader_of
from needlens.mining.domain import Domain
from needlens.records import Opinion, Suggestion

_TYPES: dict[str, Any] = {
    "str": pl.String,
    "str | None": pl.String,
    "int": pl.Int64,
    "float": pl.Float64,
    "Polarity": pl.String,
}
OPINIONS = {"signal_id": pl.String} | {f.name: _TYPES[str(f.type)] for f in fields(Opinion)}
SUGGESTIONS = {"signal_id": pl.String} | {f.name: _TYPES[str(f.type)] for f in fields(Suggestion)}


class RuleMiner:
    """Reads a batch of texts by the words of a domain; it needs no training.

    >>> texts = pl.DataFrame({"signal_id": ["a", "b"], "text": ["物流很快，希望包装再结实一点", None]})
    >>> said, asked = RuleMiner().mine(texts)
    >>> said.select("signal_id", "category", "opinion", "valence").rows()
    [('a', 'LOGISTICS#SPEED', '很快', 6.89)]
    >>> asked.select("signal_id", "ask", "category").rows()
    [('a', '包装再结实一点', 'PACKAGING#GENERAL')]
    """

    def __init__(self, domain: Domain | str = "ecommerce") -> None:
        self.domain = Domain.load(domain) if isinstance(domain, str) else domain
        self.version = self.domain.version

    def mine(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return the opinions and suggestions in the texts of a batch.

        ``frame`` has the columns ``signal_id`` and ``text``; a null text says nothing.
        The results have ``signal_id`` and the fields of Opinion and of Suggestion.
        """
        read = reader_of(self.domain).read
        said: list[tuple[Any, ...]] = []
        asked: list[tuple[Any, ...]] = []
        for signal_id, text in frame.select("signal_id", "text").iter_rows():
            if text is None:
                continue
            one = read(text)
            said += [(signal_id, *_opinions.fields(one.folded, o)) for o in one.opinions]
            asked += [(signal_id, *values) for values in _suggestions.fields(one, self.domain)]
        return self._frame(said, OPINIONS), self._frame(asked, SUGGESTIONS)

    def _frame(self, rows: list[tuple[Any, ...]], schema: dict[str, Any]) -> pl.DataFrame:
        given = {k: v for k, v in schema.items() if k not in ("tier", "version")}
        frame = pl.DataFrame(rows, schema=given, orient="row")
        return frame.with_columns(
            tier=pl.lit(_opinions.TIER), version=pl.lit(self.version, dtype=pl.String)
        ).select(list(schema))

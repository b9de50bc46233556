"""Facets 侧面: for whom, where, when, for what, with which fault a need is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
import polars as pl

from needlens.mining.facet_finder import finder
from needlens.mining.facet_words import Facet, lexicon
from needlens.text.folding import fold, fold_series

_TEXTS_AT_ONCE = 5_000

FACETS: Final[dict[str, Facet]] = lexicon()[0]
"""Every value of every facet by its id."""


def facets_of(texts: pl.Series) -> pl.Series:
    """Return the facets each text names: a List(String) column, sorted, each once.

    ``texts`` is a String column, Chinese or English, as written; null names nothing. A
    fault that is denied (没有异味, doesn't leak) is left out; a function that is denied
    (不防水) is still what the text is about.

    >>> facets_of(pl.Series(["給爸媽買的，字太小", "not waterproof, too noisy", None])).to_list()
    [['audience:parents', 'problem:small-print'], ['function:waterproof', 'problem:noisy'], []]
    """
    parts = [_chunk(part) for part in texts.cast(pl.String).to_frame().iter_slices(_TEXTS_AT_ONCE)]
    kind = pl.List(pl.String)
    return pl.concat(parts).alias(texts.name) if parts else pl.Series(texts.name, [], kind)


def places(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, id) of every facet in one text, in characters of the original.

    >>> places("适合宿舍用")
    [(2, 4, 'place:dormitory')]
    """
    folded = fold(text)
    return [
        (*folded.span(hit.start, hit.end), id)
        for hit in finder().hits(folded.text)
        for id in hit.ids
    ]


def facet_names(ids: Iterable[str], language: str = "zh") -> list[str]:
    """Return the names of facets in ``zh`` or ``en``; an unknown id is its own name.

    >>> facet_names(["audience:parents", "place:office"], "zh")
    ['父母', '办公室']
    >>> facet_names(["audience:parents"], "en")
    ['parents']
    """
    return [_name(id, language) for id in ids]


def _name(id: str, language: str) -> str:
    facet = FACETS.get(id)
    if facet is None:
        return id
    return facet.name_en if language == "en" else facet.name_zh


def _chunk(frame: pl.DataFrame) -> pl.Series:
    folded = fold_series(frame.to_series()).fill_null("")
    found = pl.DataFrame(
        list(_rows(folded)), schema={"row": pl.Int64, "id": pl.String}, orient="row"
    )
    lists = found.group_by("row").agg(pl.col("id").unique().sort())
    rows = pl.DataFrame({"row": np.arange(len(folded))})
    column = rows.join(lists, on="row", how="left", maintain_order="left")["id"]
    return column.fill_null([])


def _rows(folded: pl.Series) -> Iterator[tuple[int, str]]:
    starts = np.concatenate([[0], np.cumsum(folded.str.len_chars().to_numpy() + 1)])
    hits = finder().hits("\n".join(folded))
    rows = np.searchsorted(starts, [hit.start for hit in hits], side="right") - 1
    for row, hit in zip(rows.tolist(), hits, strict=True):
        for id in hit.ids:
            yield row, id

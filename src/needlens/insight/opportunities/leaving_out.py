"""Whether a rank hangs on suspicious voices, on one product or on one source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np
import polars as pl

from needlens.insight.opportunities.finding import Shift
from needlens.insight.opportunities.said import Counts, Said
from needlens.needs.intervals import Floats
from needlens.needs.measures import importance_of, opportunity_of
from needlens.records import Need

FAR = 3
"""A rank that moves by more is worth a word."""
MOST_PRODUCTS = 40
MOST_SOURCES = 20
_MOST_SHIFTS = 2
_NOBODY = 1e-6

What = Literal["suspicious", "product", "source"]


def shifts(
    needs: Sequence[Need],
    met: Sequence[Need],
    assigned: pl.DataFrame,
) -> dict[str, tuple[Shift, ...]]:
    """Return by need id how leaving voices out moves its rank among ``needs`` (in order).

    ``met`` are other needs that have no rank, but that importance is measured against.
    ``assigned`` holds expressions (columns EXPRESSIONS and DERIVED) with ``need_id`` and
    ``voice``; what has any ``doubt`` is suspicious. Every rank is worked out anew on what
    remains; the measures change in the proportion in which plain counts change, so that
    corrections of the stored measures stay in force.
    """
    if not needs or assigned.is_empty():
        return {}
    every = [*needs, *met]
    said = Said.of(assigned, [need.id for need in every])
    found: dict[str, list[tuple[int, Shift]]] = {}
    for what, name, out in _parts(assigned):
        left = said.without(out)
        for need, before, after in _moved(every, len(needs), said.counts, left):
            jump = len(needs) if after is None else abs(after - before)
            found.setdefault(need.id, []).append((jump, Shift(what, name, after)))
    return {
        need_id: tuple(shift for _, shift in sorted(moves, key=_first)[:_MOST_SHIFTS])
        for need_id, moves in found.items()
    }


def _first(move: tuple[int, Shift]) -> tuple[int, str, str]:
    return -move[0], move[1].without, move[1].name


def _parts(assigned: pl.DataFrame) -> Iterator[tuple[What, str, pl.Expr]]:
    """Yield what is left out: the suspicious, then each great product, then each source."""
    doubted = pl.col("doubt") > 0
    if assigned.select(doubted.any()).item():
        yield "suspicious", "", doubted
    linked = pl.col("product_id").is_not_null() & (pl.col("provenance") != "assigned")
    for product in _largest(assigned.filter(linked), "product_id", MOST_PRODUCTS):
        yield "product", product, linked & (pl.col("product_id") == product)
    sources = _largest(assigned, "source", MOST_SOURCES)
    for source in sources if len(sources) > 1 else ():
        yield "source", source, (pl.col("source") == source).fill_null(value=False)


def _largest(frame: pl.DataFrame, column: str, most: int) -> list[str]:
    sizes = frame.filter(pl.col(column).is_not_null()).group_by(column).len("n")
    found: list[str] = sizes.sort(-pl.col("n").cast(pl.Int64), column).head(most)[column].to_list()
    return found


def _moved(
    needs: Sequence[Need], ranked: int, full: Counts, left: Counts
) -> Iterator[tuple[Need, int, int | None]]:
    """Yield those of the first ``ranked`` whose rank moves far, with both ranks."""
    values, demand = _without(needs, full, left)
    gone = (left.voices < _NOBODY) & (full.voices >= _NOBODY)
    places = range(ranked)
    order = sorted(
        places, key=lambda i: (gone[i], -round(float(values[i]), 6), -demand[i], needs[i].id)
    )
    after = {place: rank for rank, place in enumerate(order, start=1)}
    for place in places:
        if gone[place]:
            yield needs[place], place + 1, None
        elif abs(after[place] - place - 1) > FAR:
            yield needs[place], place + 1, after[place]


def _without(needs: Sequence[Need], full: Counts, left: Counts) -> tuple[Floats, Floats]:
    """Return opportunity and demand of the needs with part of the voices left out."""
    share = np.divide(left.voices, full.voices, where=full.voices > 0, out=np.ones(len(needs)))
    demand = np.array([need.demand.value for need in needs]) * share
    change = np.nan_to_num(left.valence - full.valence)
    grades = np.clip(np.array([need.satisfaction.value for need in needs]) + change, 1, 9)
    return opportunity_of(importance_of(demand), grades), demand

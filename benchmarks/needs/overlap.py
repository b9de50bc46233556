"""Which clusters of the labelled set the library of known needs has a counterpart of."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl

OVERLAP = Path(__file__).with_name("labelled") / "library_overlap.json"
"""Id of a cluster → ids of the needs of the library that mean the same."""


def unknown(clusters: pl.Series, path: Path = OVERLAP) -> pl.Series | None:
    """Return for each text whether its cluster is one the library does not know.

    Null, no need, is False; without the file None. Needs that only one text holds are in
    no list, so they count as unknown.
    """
    if not path.is_file():
        return None
    pairs = json.loads(path.read_text(encoding="utf-8"))
    known = [cluster for cluster, needs in pairs.items() if needs]
    return ~clusters.is_in(known).fill_null(value=True)

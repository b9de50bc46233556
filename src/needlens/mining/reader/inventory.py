"""The categories of a domain as vectors: learned ones, and others by what they are called."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from needlens.lm.decoding import Floats
from needlens.mining.domain import Domain

Embed = Callable[[list[str]], Floats]


class Inventory(NamedTuple):
    """Category ids and their vectors, shape (categories, label)."""

    ids: list[str]
    vectors: Floats
    by_name: frozenset[str]
    """Those that were placed by their name alone."""


def inventory(domain: Domain, folder: Path, settings: dict[str, Any], embed: Embed) -> Inventory:
    """Return the categories of a domain for a reader.

    A category with an id that the reader has learned for this domain has its learned
    vector; any other is placed by the meaning of its Chinese and English name.
    """
    table = np.load(folder / "labels.npy", allow_pickle=False).astype(np.float32)
    learned = _learned(settings["labels"], domain.id)
    ids = [*domain.categories]
    unknown = [id for id in ids if id not in learned]
    vectors = np.zeros((len(ids), table.shape[1]), dtype=np.float32)
    for i, id in enumerate(ids):
        if id in learned:
            vectors[i] = table[learned[id]]
    if unknown:
        projection = np.load(folder / "label_by_name.npy", allow_pickle=False)
        names = [
            f"{domain.categories[id].name_en} {domain.categories[id].name_zh}" for id in unknown
        ]
        placed = embed(names) @ projection[:-1] + projection[-1]
        vectors[[ids.index(id) for id in unknown]] = placed
    return Inventory(ids, vectors, frozenset(unknown))


def _learned(labels: dict[str, list[str]], domain: str) -> dict[str, int]:
    first = 0
    for name, ids in labels.items():
        if name == domain:
            return {id: first + i for i, id in enumerate(ids)}
        first += len(ids)
    return {}

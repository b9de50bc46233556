"""The linear model on the disk: NPY tables of whole numbers and one JSON file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from needlens.errors import ModelError
from needlens.lm.linear.grams import BITS, BUCKETS
from needlens.lm.linear.heads import Categories, Table
from needlens.lm.stored import Stored, load

SETTINGS = "linear.json"
TABLES = ("sentiment", "opinionated", "valence", "arousal")


@dataclass(frozen=True, slots=True)
class Inventory:
    """The categories of one domain, and what makes an opinion in it likely to be right.

    ``confidence`` holds the weights of a logistic regression on the log-odds of an opinion,
    the log-odds of its category and how far its valence is from the middle, with the
    intercept first. ``more`` is how probable a second category of a clause must be.
    """

    categories: Categories
    confidence: tuple[float, float, float, float]
    more: float


@dataclass(frozen=True, slots=True)
class Weights:
    """The whole model; ``stamp`` names its version and content."""

    stamp: str
    tables: dict[str, Table]
    opinionated_from: float
    domains: tuple[str, ...]
    stored: Stored
    settings: dict[str, Any]

    def inventory(self, domain: str) -> Inventory:
        """Read the categories of a domain; raise ModelError when it was not trained."""
        if domain not in self.domains:
            known = ", ".join(self.domains)
            raise ModelError(f"{self.stamp} knows no domain {domain!r}; it knows {known}")
        one = self.settings["domains"][domain]
        scales, intercepts = array(self.stored, f"{domain}_columns.npy", np.float32)
        rows = array(self.stored, f"{domain}_weights.npy", np.int8) * scales
        slots = np.zeros(BUCKETS, dtype=np.uint16)
        buckets = array(self.stored, f"{domain}_buckets.npy", np.int32)
        slots[buckets] = np.arange(1, len(buckets) + 1)
        nothing = np.zeros((1, len(intercepts)), dtype=np.float32)
        categories = Categories(
            labels=tuple(one["labels"]),
            slots=slots,
            weights=np.concatenate([nothing, rows.astype(np.float32)]),
            intercepts=intercepts,
            ends=tuple(one["ends"]),
            members=np.asarray(one["members"], dtype=np.int64),
        )
        return Inventory(categories, tuple(one["confidence"]), one["more"])


def array(stored: Stored, file: str, kind: type[np.generic]) -> npt.NDArray[Any]:
    """Read one NPY file; raise ModelError when it holds other numbers than expected."""
    values: npt.NDArray[Any] = np.load(stored.path(file), allow_pickle=False)
    if values.dtype != kind:
        raise ModelError(f"{file} holds {values.dtype}, expected {kind.__name__}; train it anew")
    return values


@lru_cache(maxsize=4)
def read(folder: Path) -> Weights:
    """Read the model in a folder; raise ModelError when a file is not what it should be."""
    stored = load(folder)
    settings = json.loads(stored.path(SETTINGS).read_text(encoding="utf-8"))
    if settings.get("bits") != BITS:
        raise ModelError(
            f"{stored.stamp} was made for {settings.get('bits')} bits, this needlens reads {BITS}; "
            "train it anew"
        )
    tables = {name: _table(stored, name, settings["tables"][name]) for name in TABLES}
    return Weights(
        stamp=stored.stamp,
        tables=tables,
        opinionated_from=settings["opinionated_from"],
        domains=tuple(settings["domains"]),
        stored=stored,
        settings=settings,
    )


def _table(stored: Stored, name: str, given: dict[str, float]) -> Table:
    values = array(stored, f"{name}.npy", np.int8)
    if values.shape != (BUCKETS,):
        raise ModelError(f"{name}.npy has shape {values.shape}, expected ({BUCKETS},)")
    return Table(values, given["scale"], given["intercept"])

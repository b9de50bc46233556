"""What the critic looks at in a candidate reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.lm.lengths import unit
from needlens.mining.facets import facets_of
from needlens.needs.concepts import terms
from needlens.needs.knowledge.relations import RELATIONS
from needlens.needs.space import Floats
from needlens.needs.vectors import Encoder

_FACETS: Final = ("audience", "occasion", "place", "time", "problem", "function", "attribute")
_NEAR = 0.93
"""Objects whose vectors are as near as this say the same of different pairs."""
_LIKENESSES: Final = ("head", "other", "pair", "crossed", "languages", "least")

NAMES: Final = (
    *(f"likeness {name}" for name in _LIKENESSES),
    "typical",
    "shared",
    "together",
    *(f"relation {name}" for name in RELATIONS),
    *(f"facet {name}" for name in _FACETS),
    "facets agree",
)
"""What the first columns of ``features`` are; the vector of the object follows."""


def features(candidates: pl.DataFrame, encoder: Encoder) -> Floats:
    """Return a row of numbers for each candidate (columns CANDIDATES).

    The shape is (n, len(NAMES) + the size of the encoder).

    Likeness is the cosine of vectors of the encoder: of the object with the two texts of
    the pair, with both in one, with the same text by its other language, and of the two
    languages with each other. Typicality, as in COSMO, is how many other pairs were given
    the same object: of a reason for everything, too many. The vector of the object, mean of
    both languages, tells phrases that say something from those that do not. The length of a
    phrase is left out: how long they are is the habit of a writer or a model.
    """
    if candidates.is_empty():
        return np.zeros((0, len(NAMES) + encoder.size), dtype=np.float32)
    likenesses, objects = _likenesses(candidates, encoder)
    plain = np.array([_plain(row) for row in candidates.iter_rows(named=True)], dtype=np.float32)
    typical = _typicality(candidates, objects)
    means = (objects[:, : encoder.size] + objects[:, encoder.size :]) / 2**0.5
    found = np.column_stack([likenesses, typical, plain, _facets(candidates), means])
    return np.asarray(found, dtype=np.float32)


def _likenesses(candidates: pl.DataFrame, encoder: Encoder) -> tuple[Floats, Floats]:
    """Return the likenesses (columns _LIKENESSES), and the vectors of zh and en in one."""
    zh, en, head, other = (
        unit(encoder(candidates[name]))
        for name in ("object_zh", "object_en", "head_text", "other_text")
    )
    both = unit(encoder(candidates["head_text"] + " " + candidates["other_text"]))
    of = {name: ((zh * texts).sum(1), (en * texts).sum(1))
          for name, texts in (("head", head), ("other", other), ("pair", both))}  # fmt: skip
    columns = [np.maximum(*of[name]) for name in ("head", "other", "pair")]
    columns += [np.minimum(*of["pair"]), (zh * en).sum(1)]
    columns += [np.minimum(columns[0], columns[1])]
    return np.column_stack(columns), unit(np.hstack([zh, en]))


def _typicality(candidates: pl.DataFrame, objects: Floats) -> npt.NDArray[np.float64]:
    """Return the logarithm of the number of other pairs that have the same object."""
    keys = candidates.select(pl.struct("kind", "head", "other").rank("dense").alias("pair"))["pair"]
    pairs = keys.to_numpy()
    counts = np.empty(len(pairs))
    for i in range(len(pairs)):
        near = objects @ objects[i] > _NEAR
        counts[i] = len(set(pairs[near]) - {pairs[i]})
    return np.log1p(counts)


def _plain(row: Mapping[str, Any]) -> list[float]:
    """Return the share of words that the pair has too, the kind of pair, the relation."""
    pair = terms(f"{row['head_text']} {row['other_text']}")
    said = terms(row["object_zh"]) | terms(row["object_en"])
    shared = len(said & pair) / max(len(said), 1)
    relation = [float(row["relation"] == name) for name in RELATIONS]
    return [shared, float(row["kind"] == "together"), *relation]


def _facets(candidates: pl.DataFrame) -> Floats:
    """Return whether the object names a value of each facet, and how many in both languages."""
    found = [facets_of(candidates[name]).to_list() for name in ("object_zh", "object_en")]
    rows = []
    for zh, en in zip(*found, strict=True):
        kinds = {id.partition(":")[0] for id in (*zh, *en)}
        rows.append([*(float(name in kinds) for name in _FACETS), float(len({*zh} & {*en}))])
    return np.array(rows, dtype=np.float32)

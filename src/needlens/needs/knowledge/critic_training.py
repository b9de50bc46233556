"""Make the critic of generated knowledge from labelled reasons; needs the extra ``[train]``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.errors import UserError
from needlens.lm.libraries import library
from needlens.needs.knowledge.features import NAMES, features
from needlens.needs.knowledge.filters import faults
from needlens.needs.knowledge.relations import RELATIONS
from needlens.needs.space import Floats
from needlens.needs.vectors import Encoder, readers_encoder

STRICTNESS = 0.003
"""scikit-learn's C; chosen by cross-validation of the training part."""
PRECISE = 0.8
"""Precision that the threshold must reach in the cross-validation."""
_FOLDS = 5
_LABELLED = (
    "pair", "kind", "head_text", "other_text", "relation", "object_zh", "object_en", "good", "split",
)  # fmt: skip

Flags = npt.NDArray[np.bool_]


class Trained(NamedTuple):
    """Weights (with the bias last), the threshold, and what the cross-validation found."""

    weights: Floats
    threshold: float
    examples: int
    precision: float
    recall: float


def labelled(path: Path, split: str) -> pl.DataFrame:
    """Return the labelled reasons of a split, train or test; raise UserError when unreadable.

    The columns are CANDIDATES (``head`` and ``other`` name the pair) and ``good``.
    """
    try:
        found = pl.read_ndjson(path)
    except (OSError, pl.exceptions.PolarsError):
        raise UserError(
            f"{path} cannot be read as labelled reasons; give a file of JSON Lines"
        ) from None
    missing = [name for name in _LABELLED if name not in found.columns]
    if missing or not found["relation"].is_in(list(RELATIONS)).all():
        raise UserError(
            f"{path}: each line must have {', '.join(_LABELLED)}, with a known relation; "
            f"missing: {', '.join(missing) or 'a known relation'}"
        )
    return found.filter(split=split).with_columns(head=pl.col("pair"), other=pl.col("pair"))


def train(examples: pl.DataFrame, encoder_: Encoder) -> Trained:
    """Train the critic on the examples (see ``labelled``) that pass the filters.

    The threshold is the lowest at which cross-validation by pair keeps reasons with a
    precision of PRECISE. Raise UserError when there is none, or fewer than 50 examples;
    MissingExtra without scikit-learn.
    """
    library("sklearn")
    examples = examples.sort("pair", "relation", "object_en", "object_zh")
    passed = examples.filter(faults(examples, encoder_) == "")
    good = passed["good"].to_numpy().astype(np.bool_)
    if len(good) < 50 or good.all() or not good.any():
        raise UserError(
            f"{len(good)} labelled reasons pass the filters, {int(good.sum())} of them good; "
            "give at least 50, good and bad"
        )
    seen = features(passed, encoder_)
    probabilities = _crossed(seen, good, passed["pair"].to_numpy())
    threshold = _threshold(probabilities, good)
    kept = probabilities >= threshold
    precision, recall = good[kept].mean(), good[kept].sum() / examples["good"].sum()
    return Trained(_fitted(seen, good), threshold, len(good), float(precision), float(recall))


def write(trained: Trained, encoder_: Encoder, folder: Path) -> None:
    """Write critic.json and weights.npy; raise UserError when the folder cannot be written."""
    card = {
        "version": "1",
        "encoder": encoder_.model,
        "threshold": round(trained.threshold, 6),
        "examples": trained.examples,
        "cross_validation": {
            "precision": round(trained.precision, 4),
            "recall": round(trained.recall, 4),
        },
        "features": list(NAMES),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / "weights.npy", trained.weights)
        text = json.dumps(card, ensure_ascii=False, indent=1)
        (folder / "critic.json").write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise UserError(
            f"the critic cannot be written to {folder}: {error.strerror}; give another folder"
        ) from None


def make(path: Path, folder: Path) -> Trained:
    """Train the critic on the training part of ``path`` and write it to ``folder``."""
    used = readers_encoder()
    trained = train(labelled(path, "train"), used)
    write(trained, used, folder)
    return trained


def _fitted(seen: Floats, good: Flags) -> Floats:
    """Return weights and bias for features as they are, fitted on standardised ones."""
    from sklearn.linear_model import LogisticRegression

    mean, scale = seen.mean(0), seen.std(0)
    scale = np.where(scale > 1e-6, scale, 1.0)
    model = LogisticRegression(C=STRICTNESS, max_iter=1000).fit((seen - mean) / scale, good)
    weights = model.coef_[0] / scale
    return np.append(weights, model.intercept_[0] - weights @ mean).astype(np.float32)


def _crossed(seen: Floats, good: Flags, pairs: npt.NDArray[np.object_]) -> Floats:
    """Return the probability of each example by a model that has not seen its pair."""
    places = {pair: i % _FOLDS for i, pair in enumerate(sorted(set(pairs)))}
    folds = np.array([places[pair] for pair in pairs])
    found = np.zeros(len(good), dtype=np.float32)
    for fold in range(_FOLDS):
        weights = _fitted(seen[folds != fold], good[folds != fold])
        odds = seen[folds == fold] @ weights[:-1] + weights[-1]
        found[folds == fold] = 1 / (1 + np.exp(-odds))
    return found


def _threshold(probabilities: Floats, good: Flags) -> float:
    order = np.argsort(-probabilities, kind="stable")
    precision = np.cumsum(good[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(precision >= PRECISE)
    if not len(enough):
        raise UserError(f"no threshold reaches a precision of {PRECISE}; label more reasons")
    return float(probabilities[order[enough[-1]]])

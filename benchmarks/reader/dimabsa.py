"""How DimABSA 2026 scores: continuous F1 of quadruples and triplets, RMSE of valence–arousal.

A predicted quadruple counts when aspect, category and opinion equal those of a gold one,
letters lower-cased; it then scores 1 − ‖VA − VA*‖ / √128, else 0. A quadruple given twice
counts once. cF1 is the harmonic mean of the sum over predicted and over gold.

>>> gold = {"a": [Quad("屏幕", "DISPLAY#QUALITY", "很亮", 7.0, 6.0)]}
>>> float(cf1(tallies(gold, {"a": [Quad("屏幕", "DISPLAY#QUALITY", "很亮", 7.0, 6.0)]})))
1.0
>>> round(float(cf1(tallies(gold, {"a": [Quad("屏幕", "DISPLAY#QUALITY", "很亮", 3.0, 2.0)]}))), 3)
0.5
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
FARTHEST = math.sqrt(128)
"""The distance between (1, 1) and (9, 9)."""
CORPORA = ("zho_laptop", "zho_restaurant", "eng_laptop", "eng_restaurant")


class Quad(NamedTuple):
    """One opinion as DimABSA writes it; NULL for a term that is only implied."""

    aspect: str
    category: str
    opinion: str
    valence: float
    arousal: float


class Sentence(NamedTuple):
    """A sentence with its gold quadruples."""

    id: str
    text: str
    quads: list[Quad]


Key = Callable[[Quad], tuple[str, ...]]


def quad(q: Quad) -> tuple[str, ...]:
    """Return what must be equal in two quadruples."""
    return low(q.aspect), low(q.category), low(q.opinion)


def triplet(q: Quad) -> tuple[str, ...]:
    """Return what must be equal in two triplets: all but the category."""
    return low(q.aspect), low(q.opinion)


def low(term: str | None) -> str:
    """Return a term as it is compared; nothing is NULL."""
    return (term or "NULL").strip().lower() or "null"


def tallies(
    gold: Mapping[str, Sequence[Quad]],
    predicted: Mapping[str, Sequence[Quad]],
    key: Key = quad,
) -> Floats:
    """Return for each gold sentence its sum of scores, predicted and gold, shape (n, 3)."""
    rows = [_tally(quads, predicted.get(id, ()), key) for id, quads in gold.items()]
    return np.array(rows, dtype=np.float64).reshape(-1, 3)


def _tally(gold: Iterable[Quad], predicted: Iterable[Quad], key: Key) -> tuple[float, int, int]:
    truth, said = _distinct(gold, key), _distinct(predicted, key)
    hits = sum(max(0.0, 1 - math.dist(truth[k], said[k]) / FARTHEST) for k in truth if k in said)
    return hits, len(said), len(truth)


def _distinct(quads: Iterable[Quad], key: Key) -> dict[tuple[str, ...], tuple[float, float]]:
    """Return valence and arousal of each key; of equal ones the first stands."""
    found: dict[tuple[str, ...], tuple[float, float]] = {}
    for q in quads:
        found.setdefault(key(q), (q.valence, q.arousal))
    return found


def cf1(rows: Floats) -> float:
    """Return the continuous F1 of tallies; 0 when nothing was right."""
    hits, said, truth = rows.sum(axis=0)
    precision = hits / said if said else 0.0
    recall = hits / truth if truth else 0.0
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def rmse(squares: Floats) -> float:
    """Return RMSE_VA of (ΔV² + ΔA²) per aspect, shape (n,) or, per sentence, (n, 2) sums."""
    if squares.ndim == 2:
        total, n = squares.sum(axis=0)
        return math.sqrt(total / n) if n else float("nan")
    return math.sqrt(squares.mean()) if len(squares) else float("nan")


def sentences(data: Path, corpus: str, part: str = "dev") -> list[Sentence]:
    """Read ``corpus``, part train or dev."""
    suffix = "train_alltasks" if part == "train" else "dev_task3"
    path = data / "dimabsa" / f"{corpus}_{suffix}.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [Sentence(row["ID"], row["Text"], [_gold(q) for q in row["Quadruplet"]]) for row in rows]


def _gold(row: Mapping[str, str]) -> Quad:
    valence, _, arousal = row["VA"].partition("#")
    return Quad(row["Aspect"], row["Category"], row["Opinion"], float(valence), float(arousal))


def predicted(opinions: Iterable[Mapping[str, Any]]) -> list[Quad]:
    """Return the quadruples in an answer of ``needlens opinions``."""
    return [
        Quad(o["aspect"], o["category"], o["opinion"], o["valence"], o["arousal"]) for o in opinions
    ]

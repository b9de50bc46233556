"""Train the categories of one domain, and how sure an opinion in it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from warnings import catch_warnings, filterwarnings

import numpy as np
import numpy.typing as npt

from needlens.lm.libraries import library
from needlens.lm.linear.grams import BUCKETS, counts, grams
from needlens.lm.linear.heads import Categories, Table, probability
from needlens.lm.linear.labelled import Clauses, Corpus
from needlens.lm.linear.opinions import DEFAULT_MORE, signs_of

_WHOLE_AT_MOST = 70
"""Domains with more categories are told apart by entity and attribute."""
_OFTEN = 2


@dataclass(frozen=True, slots=True)
class Fitted:
    """The categories of a domain as trained; ``rows`` are int8 and ``scales`` go by column."""

    labels: list[str]
    buckets: npt.NDArray[np.int32]
    rows: npt.NDArray[np.int8]
    scales: npt.NDArray[np.float32]
    intercepts: npt.NDArray[np.float32]
    ends: list[int]
    members: npt.NDArray[np.int64]
    confidence: list[float]
    more: float = DEFAULT_MORE

    def settings(self) -> dict[str, Any]:
        """Return what goes into the JSON file."""
        return {
            "labels": self.labels,
            "ends": self.ends,
            "members": self.members.tolist(),
            "confidence": self.confidence,
            "more": self.more,
        }

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return what goes into NPY files."""
        columns = np.stack([self.scales, self.intercepts])
        return {"buckets": self.buckets, "weights": self.rows, "columns": columns}

    def categories(self) -> Categories:
        """Return the head as it will be read."""
        slots = np.zeros(BUCKETS, dtype=np.uint16)
        slots[self.buckets] = np.arange(1, len(self.buckets) + 1)
        nothing = np.zeros((1, len(self.scales)), dtype=np.float32)
        weights = np.concatenate([nothing, self.rows * self.scales])
        return Categories(
            tuple(self.labels), slots, weights, self.intercepts, tuple(self.ends), self.members
        )


def fit_domain(
    parts: Sequence[tuple[Clauses, Any]],
    corpora: Sequence[Corpus],
    tables: dict[str, Table],
    slots: int,
) -> Fitted:
    """Train on clauses and their matrices; calibrate on the dev samples of ``corpora``."""
    names, rows = _labelled(parts)
    labels = sorted(set(names))
    chosen = _telling(rows, names, slots)
    split = len(labels) > _WHOLE_AT_MOST
    heads = [[n.partition("#")[0] for n in names], [n.partition("#")[2] for n in names]]
    columns = _Columns()
    for part in heads if split else [names]:
        columns.fit(rows[:, chosen], part)
    pairs = [tuple(name.split("#", 1)) if split else (name,) for name in labels]
    members = np.array([[columns.place(i, p) for i, p in enumerate(pair)] for pair in pairs])
    weights = np.concatenate(columns.weights).T
    scales = np.maximum(np.abs(weights).max(axis=0), 1e-9) / 127
    fitted = Fitted(
        labels=labels,
        buckets=chosen.astype(np.int32),
        rows=np.round(weights / scales).astype(np.int8),
        scales=scales.astype(np.float32),
        intercepts=np.concatenate(columns.intercepts).astype(np.float32),
        ends=np.cumsum([len(c) for c in columns.classes]).tolist(),
        members=members,
        confidence=[0.0, 1.0, 1.0, 0.0],
    )
    confidence = _confidence(fitted.categories(), corpora, tables)
    fitted.confidence[:] = confidence
    return fitted


class _Columns:
    """Fits one logistic regression for each part of the category."""

    def __init__(self) -> None:
        self.classes: list[list[str]] = []
        self.weights: list[npt.NDArray[np.float64]] = []
        self.intercepts: list[npt.NDArray[np.float64]] = []

    def fit(self, rows: Any, names: list[str]) -> None:
        model = library("sklearn.linear_model").LogisticRegression(C=30.0, max_iter=100, tol=1e-3)
        with catch_warnings():
            # Stopping early is meant: it keeps the weights of rare n-grams small.
            filterwarnings("ignore", category=library("sklearn.exceptions").ConvergenceWarning)
            model.fit(rows, names)
        two = len(model.classes_) == 2
        self.classes.append(list(model.classes_))
        self.weights.append(np.vstack([-model.coef_ / 2, model.coef_ / 2]) if two else model.coef_)
        b = model.intercept_
        self.intercepts.append(np.concatenate([-b / 2, b / 2]) if two else b)

    def place(self, part: int, name: str) -> int:
        return sum(map(len, self.classes[:part])) + self.classes[part].index(name)


def _labelled(parts: Sequence[tuple[Clauses, Any]]) -> tuple[list[str], Any]:
    """Return a category and a row for each clause with an opinion: its first one."""
    names, rows = [], []
    for clauses, counted in parts:
        first = clauses.labels.unique("clause", keep="first", maintain_order=True)
        names += first["category"].to_list()
        rows.append(counted[first["clause"].to_numpy()])
    return names, library("scipy.sparse").vstack(rows).tocsr()


def _telling(rows: Any, names: list[str], n: int) -> npt.NDArray[np.int64]:
    """Return the buckets that speak most for one category: seen more often than expected."""
    seen = np.bincount(rows.indices, minlength=BUCKETS)
    best = np.zeros(BUCKETS)
    given = np.array(names)
    for name in sorted(set(names)):
        ours = given == name
        with_it = np.bincount(rows[ours].indices, minlength=BUCKETS)
        expected = seen * ours.mean()
        more = (with_it - expected) / np.sqrt(expected + 1.0)
        best = np.maximum(best, np.where(with_it >= _OFTEN, more, 0.0))
    order = np.argsort(-best, kind="stable")[:n]
    return np.sort(order[best[order] > 0])


def _confidence(
    categories: Categories, corpora: Sequence[Corpus], tables: dict[str, Table]
) -> list[float]:
    """Fit how likely an opinion is right: same category and same polarity as labelled."""
    signs, right, weight = [], [], []
    for corpus in corpora:
        clauses = Clauses.of(corpus.dev)
        if not clauses.labels.height:
            continue
        found, agrees = _judged(clauses, categories, tables)
        signs += [found, found]
        right += [np.ones(len(found)), np.zeros(len(found))]
        weight += [agrees * corpus.trust, 1.0 - agrees * corpus.trust]
    model = library("sklearn.linear_model").LogisticRegression(C=1e3)
    model.fit(np.concatenate(signs), np.concatenate(right), sample_weight=np.concatenate(weight))
    return [float(model.intercept_[0]), *map(float, model.coef_[0])]


def _judged(
    clauses: Clauses, categories: Categories, tables: dict[str, Table]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    units, buckets = clauses.units, grams(clauses.units)
    odds, valence = (tables[n].scores(buckets, units.clauses) for n in ("opinionated", "valence"))
    wanted = (odds > 0) & clauses.known
    n = counts(np.diff(units.clauses))
    likely = categories.probabilities(buckets, units.unit_clauses, wanted, n)
    best = likely.argmax(axis=1)
    gold: dict[tuple[int, str], float] = {}
    for clause, category, value, _ in clauses.labels.iter_rows():
        gold.setdefault((clause, category), value)
    agrees = np.zeros(len(best))
    for i, (clause, k) in enumerate(zip(np.flatnonzero(wanted), best, strict=True)):
        value = gold.get((int(clause), categories.labels[k]))
        agrees[i] = value is not None and _side(value) == _side(float(valence[clause]))
    found = signs_of(probability(odds[wanted]), likely.max(axis=1), valence[wanted])
    return found, agrees


def _side(valence: float) -> int:
    return int(valence > 5.5) - int(valence < 4.5)

"""Train the linear model: four tables of n-gram weights and the categories of each domain.

Needs the extra ``[train]``. Support vector machine for the sentiment of the whole, its
n-grams weighed by how much they tell praise from blame (after Wang and Manning 2012,
"Baselines and Bigrams"); ridge regression for the strength of a clause; logistic
regression for the rest. Weights are rounded to int8.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.lm.corpora.samples import Sample, texts
from needlens.lm.libraries import library
from needlens.lm.linear.domain_training import Fitted, fit_domain
from needlens.lm.linear.grams import BITS, BUCKETS
from needlens.lm.linear.heads import Table
from needlens.lm.linear.labelled import Clauses, Corpus
from needlens.lm.linear.matrix import matrix, scaled
from needlens.lm.linear.units import Units
from needlens.lm.linear.weights import SETTINGS

Floats = npt.NDArray[np.float64]


@dataclass(slots=True)
class Trained:
    """The model as trained, before it is written."""

    tables: dict[str, Table] = field(default_factory=dict)
    domains: dict[str, Fitted] = field(default_factory=dict)
    opinionated_from: float = 0.5

    def write(self, folder: Path) -> dict[str, Path]:
        """Write the files into an existing folder; return them by name, to publish them."""
        settings: dict[str, Any] = {"bits": BITS, "opinionated_from": self.opinionated_from}
        arrays: dict[str, npt.NDArray[Any]] = {n: t.weights for n, t in self.tables.items()}
        settings["tables"] = {
            n: {"scale": t.scale, "intercept": t.intercept} for n, t in self.tables.items()
        }
        settings["domains"] = {n: d.settings() for n, d in self.domains.items()}
        for name, domain in self.domains.items():
            arrays |= {f"{name}_{part}": values for part, values in domain.arrays().items()}
        files = {f"{name}.npy": folder / f"{name}.npy" for name in arrays}
        for name, values in arrays.items():
            np.save(files[f"{name}.npy"], values, allow_pickle=False)
        text = json.dumps(settings, ensure_ascii=False, indent=1) + "\n"
        (folder / SETTINGS).write_text(text, encoding="utf-8")
        return files | {SETTINGS: folder / SETTINGS}


def train(corpora: Sequence[Corpus], slots: Mapping[str, int]) -> Trained:
    """Train on corpora; ``slots`` is how many n-grams tell the categories of each domain.

    Texts with ``positive`` teach the sentiment of the whole, texts with ``quads`` the
    rest; the ``dev`` samples calibrate and are not learnt from.
    """
    trained = Trained()
    trained.tables["sentiment"] = _sentiment(corpora)
    parts = [(corpus, Clauses.of(corpus.train)) for corpus in corpora]
    parts = [(corpus, clauses) for corpus, clauses in parts if clauses.labels.height]
    rows = [matrix(c.units, c.units.unit_clauses, len(c)) for _, c in parts]
    stacked = library("scipy.sparse").vstack(rows).tocsr()
    trained.tables["opinionated"] = _opinionated(parts, stacked)
    trained.tables |= _strength(parts, stacked)
    for domain, n in slots.items():
        ours = [i for i, (corpus, _) in enumerate(parts) if corpus.domain == domain]
        some = [(parts[i][1], rows[i]) for i in ours]
        held = [parts[i][0] for i in ours]
        trained.domains[domain] = fit_domain(some, held, trained.tables, n)
    return trained


def _sentiment(corpora: Sequence[Corpus]) -> Table:
    train = [s for corpus in corpora for s in corpus.train if s.positive is not None]
    dev = [s for corpus in corpora for s in corpus.dev if s.positive is not None]
    rows, praise = _whole(train)
    by = _telling(rows, praise)
    weighed = scaled(rows, by)
    size = np.sqrt(weighed.multiply(weighed).sum(axis=1).mean())
    machine = library("sklearn.svm").LinearSVC(C=0.3, max_iter=3000)
    machine.fit(weighed / size, praise)
    weights, intercept = machine.coef_.ravel() * by / size, float(machine.intercept_[0])
    held, truth = _whole(dev)
    odds = library("sklearn.linear_model").LogisticRegression(C=1e6)
    odds.fit((held @ weights + intercept)[:, None], truth)
    slope = float(odds.coef_[0, 0])
    return rounded(weights * slope, intercept * slope + float(odds.intercept_[0]))


def _whole(samples: Sequence[Sample]) -> tuple[Any, npt.NDArray[np.bool_]]:
    units = Units.of(pl.Series(texts(samples), dtype=pl.String))
    rows = matrix(units, units.clause_rows[units.unit_clauses], len(samples))
    return rows, np.array([(s.positive or 0.0) > 0.5 for s in samples])


def _telling(rows: Any, praise: npt.NDArray[np.bool_]) -> Floats:
    """Return how much to make of each n-gram: rare and one-sided ones count more."""
    seen = np.bincount(rows.indices, minlength=BUCKETS)
    good, bad = (np.bincount(rows[on].indices, minlength=BUCKETS) + 1.0 for on in (praise, ~praise))
    leaning = np.abs(np.log(good / good.sum()) - np.log(bad / bad.sum()))
    telling: Floats = rarity(seen, rows.shape[0], 2) * np.sqrt(leaning)
    return telling


def _opinionated(parts: Sequence[tuple[Corpus, Clauses]], stacked: Any) -> Table:
    known = np.concatenate([clauses.known for _, clauses in parts])
    stated = np.concatenate([clauses.stated() for _, clauses in parts])
    weight = np.concatenate([np.full(len(c), corpus.weight) for corpus, c in parts])
    by = _rare(stacked)
    model = library("sklearn.linear_model").LogisticRegression(
        C=3.0, solver="liblinear", tol=1e-2, random_state=0
    )
    model.fit(scaled(stacked[known], by), stated[known], sample_weight=weight[known])
    return rounded(model.coef_.ravel() * by, float(model.intercept_[0]))


def _strength(parts: Sequence[tuple[Corpus, Clauses]], stacked: Any) -> dict[str, Table]:
    firsts = np.cumsum([0, *(len(clauses) for _, clauses in parts)])
    frames = [
        clauses.labels.group_by("clause", maintain_order=True)
        .agg(pl.col("valence", "arousal").mean())
        .drop_nulls()
        .with_columns(pl.col("clause") + first, pl.lit(corpus.weight).alias("weight"))
        for (corpus, clauses), first in zip(parts, firsts[:-1].tolist(), strict=True)
        if corpus.strength
    ]
    labels = pl.concat(frames)
    by = _rare(stacked)
    rows = scaled(stacked[labels["clause"].to_numpy()], by)
    tables = {}
    for name in ("valence", "arousal"):
        model = library("sklearn.linear_model").Ridge(alpha=1.0, solver="sparse_cg", tol=1e-4)
        model.fit(rows, labels[name].to_numpy(), sample_weight=labels["weight"].to_numpy())
        tables[name] = rounded(model.coef_ * by, float(model.intercept_))
    return tables


def _rare(rows: Any) -> Floats:
    return rarity(np.bincount(rows.indices, minlength=BUCKETS), rows.shape[0], 3) / 5.0


def rarity(seen: npt.NDArray[np.int64], n: int, at_least: int) -> Floats:
    """Return the inverse document frequency of n-grams, 0 for those seen too seldom."""
    rare: Floats = np.log((1.0 + n) / (1.0 + seen)) * (seen >= at_least)
    return rare


def rounded(weights: Floats, intercept: float) -> Table:
    """Round weights to int8; the one in ten thousand that stand out most are cut off.

    >>> table = rounded(np.array([0.0, 0.5, -1.0, 0.25]), 0.1)
    >>> (table.weights * table.scale).round(2).tolist()
    [0.0, 0.5, -1.0, 0.25]
    """
    nonzero = np.abs(weights[weights != 0])
    most = float(np.quantile(nonzero, 0.9999)) if len(nonzero) else 1.0
    whole = np.clip(np.round(weights / most * 127), -127, 127).astype(np.int8)
    if len(whole) == BUCKETS:
        whole[0] = 0
    return Table(whole, most / 127, intercept)

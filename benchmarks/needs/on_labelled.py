"""Tables on the labelled set: needlens beside every baseline on the same texts."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import polars as pl
from benchmarks.needs import facets, labelled_set, metrics
from benchmarks.needs.baselines import BASELINES, labels
from benchmarks.needs.metrics import Labels
from benchmarks.needs.overlap import unknown
from benchmarks.needs.shown import SEVERAL, Share, Shown, shown
from benchmarks.needs.system import bearing, found, strongest
from benchmarks.reader.intervals import Floats, interval
from benchmarks.reader.intervals import shown as written
from benchmarks.timing import table

ALONE = "every text alone"
"""What B³ gives for doing nothing: far from 0 where many texts belong to no group."""

BARE = "needlens, no library"
"""Needs by category and by clusters alone: as for needs that the library does not have."""


@contextmanager
def without_library() -> Iterator[None]:
    """Take the library of needs away; the clusters use the reader's encoder then."""
    from needlens.mining import implied, library

    with (
        patch.object(library, "library", lambda models=None: None),
        patch.object(implied, "library", lambda models=None: None),
    ):
        yield


@dataclass(frozen=True)
class Answer:
    """What one method says of the texts: a label each, and the groups it would show."""

    labels: Labels
    shown: pl.DataFrame
    """need_id, item."""


def tables(split: str, number: int, tier: str, only_ours: bool = False) -> dict[str, Any]:
    """Print and return how everybody does on a split, labels of pass ``number``."""
    frame, gold_facets = labelled_set.read(split, number)
    gold = labelled_set.clusters(frame)
    answers = {"needlens": ours(frame, tier)}
    with without_library():
        answers[BARE] = ours(frame, tier)
    answers[ALONE] = theirs(frame, np.full(frame.height, -1))
    if not only_ours:
        k = len(np.unique(gold[gold >= 0]))
        for name in BASELINES:
            given = labels(name, frame["text"].to_list(), frame["language"].to_list(), k)
            if given is not None:
                answers[name] = theirs(frame, given)
    report = _clusters(frame, gold, answers, split)
    report |= _shown(frame, answers)
    report["unknown"] = _unknown(frame, gold, answers)
    report["facets"] = _facets(frame, gold_facets)
    return report


def ours(frame: pl.DataFrame, tier: str) -> Answer:
    """Return what needlens says of the texts, each brought in as what it is."""
    with tempfile.TemporaryDirectory() as folder:
        said = found(labelled_set.write(frame, Path(folder)), tier).memberships
    said = bearing(said).rename({"external_id": "item"})
    one = strongest(said.rename({"item": "external_id"}))
    number = frame.join(one, left_on=["id", "kind"], right_on=["external_id", "kind"], how="left",
                        maintain_order="left")["need_id"].rank("dense").cast(pl.Int64)  # fmt: skip
    return Answer(
        np.asarray((number - 1).fill_null(-1).to_numpy(), dtype=np.int64),
        said.filter(pl.col("shown")).select("need_id", "item").unique(),
    )


def theirs(frame: pl.DataFrame, given: Labels) -> Answer:
    """Return a baseline's answer: a cluster of enough texts is one that would be shown."""
    said = frame.select(need_id=pl.Series(given), item="id").filter(pl.col("need_id") >= 0)
    large = said.filter(pl.len().over("need_id") >= SEVERAL)
    return Answer(given, large.with_columns(pl.col("need_id").cast(pl.String)))


def _clusters(
    frame: pl.DataFrame, gold: Labels, answers: dict[str, Answer], split: str
) -> dict[str, Any]:
    valid, groups = gold >= 0, metrics.alone(gold)
    rows: list[list[object]] = [[
        "who", "groups", "B³ P", "B³ R", "B³ F1 [95 %]", "B³ F1 zh", "en", "B³ F1 of valid",
        "pair F1", "adj. Rand", "NMI",
    ]]  # fmt: skip
    report: dict[str, Any] = {}
    for name, answer in answers.items():
        each = metrics.b3_items(gold, answer.labels)
        value = interval(_f1, each, groups)
        whole = metrics.b3(gold, answer.labels)
        by = [metrics.b3(gold, answer.labels, (frame["language"] == x).to_numpy()).f1
              for x in ("zh", "en")]  # fmt: skip
        numbers = {
            "b3_precision": whole.precision,
            "b3_recall": whole.recall,
            "b3_f1": value,
            "b3_f1_zh": by[0],
            "b3_f1_en": by[1],
            "b3_f1_valid": metrics.b3(gold, answer.labels, valid).f1,
            "pair_f1": metrics.pairs(gold, answer.labels).f1,
            "adjusted_rand": metrics.adjusted_rand(gold, answer.labels),
            "nmi": metrics.mutual_information(gold, answer.labels),
        }
        report[name] = numbers
        cells = [written(v, 3) if isinstance(v, tuple) else f"{v:.3f}" for v in numbers.values()]
        rows.append([name, len(np.unique(answer.labels[answer.labels >= 0])), *cells])
    table(f"Labelled set, {split}: {frame.height} texts, {valid.sum()} with a need, "
          f"{len(np.unique(gold[valid]))} needs", rows)  # fmt: skip
    _difference(gold, answers, report)
    return report


def _difference(gold: Labels, answers: dict[str, Answer], report: dict[str, Any]) -> None:
    """Print by how much we are above the best baseline, and above doing nothing."""
    others = [name for name in answers if name not in ("needlens", BARE, ALONE)]
    best = max(others, key=lambda name: report[name]["b3_f1"][0], default=None)
    for name in filter(None, (best, ALONE)):
        both = np.hstack([metrics.b3_items(gold, answers[x].labels) for x in ("needlens", name)])
        value = interval(
            lambda rows: _f1(rows[:, :2]) - _f1(rows[:, 2:]), both, metrics.alone(gold)
        )
        report["needlens"][f"above {name}"] = value
        print(f"B³ F1 above {name}: {written(value, 3)}")


def _shown(frame: pl.DataFrame, answers: dict[str, Answer]) -> dict[str, Any]:
    gold = frame.select(item="id", cluster="cluster")
    rows: list[list[object]] = [[
        "who", "shown needs that are right", "their items that fit",
        "valid items covered", f"of clusters of ≥ {SEVERAL}",
    ]]  # fmt: skip
    report: dict[str, Any] = {"shown": {}}
    for name, answer in answers.items():
        value: Shown = shown(answer.shown, gold)
        cells: list[Share] = [value.needs, value.items, value.coverage, value.coverage_several]
        report["shown"][name] = [(cell.part, cell.whole) for cell in cells]
        rows.append([name, *cells])
    table("What would be shown (right: at least two thirds of its items are of one need)", rows)
    return report


def _unknown(frame: pl.DataFrame, gold: Labels, answers: dict[str, Answer]) -> dict[str, Any]:
    """Print how everybody does on clusters the library of needs has no counterpart of."""
    there = unknown(frame["cluster"])
    if there is None:
        print("\n(clusters the library does not know left out: there is no library_overlap.json)")
        return {}
    if not there.any():
        print("\n(every cluster of these texts has a counterpart in the library)")
        return {}
    every = frame.select(item="id", cluster="cluster")
    rows: list[list[object]] = [["who", "B³ F1", "shown needs that are right", "items covered"]]
    report: dict[str, Any] = {}
    for name, answer in answers.items():
        touched = answer.shown.join(every.filter(there), on="item", how="semi")
        of = answer.shown.join(touched, on="need_id", how="semi")
        value, covered = shown(of, every), shown(of, every.filter(there)).coverage
        f1 = metrics.b3(gold, answer.labels, there.to_numpy()).f1
        report[name] = (f1, (value.needs.part, value.needs.whole), (covered.part, covered.whole))
        rows.append([name, f"{f1:.3f}", value.needs, covered])
    clusters = frame.filter(there)["cluster"]
    table(f"Only clusters the library does not know: {clusters.n_unique()} of "
          f"{frame['cluster'].drop_nulls().n_unique()}, {len(clusters)} texts", rows)  # fmt: skip
    return report


def _facets(frame: pl.DataFrame, gold: labelled_set.Facets) -> dict[str, Any]:
    valid = frame.filter(pl.col("valid"))
    said = facets.read(dict(zip(valid["id"], valid["text"], strict=True)))
    if said is None:
        print("\n(facets left out: this needlens has none)")
        return {}
    truth = {key: gold[key] for key in valid["id"]}
    scores, there = (facets.scored(truth, said, values=values) for values in (True, False))
    rows: list[list[object]] = [["facet", "precision", "recall", "F1", "F1 whatever the value"]]
    for name, value in scores.items():
        rows.append([name, *(f"{x:.3f}" for x in (*value, there[name].f1))])
    table(f"Facets of the {valid.height} texts with a need", rows)
    return {name: (value.f1, there[name].f1) for name, value in scores.items()}


def _f1(rows: Floats) -> float:
    precision, recall = rows.mean(axis=0)
    return metrics.score(float(precision), float(recall)).f1

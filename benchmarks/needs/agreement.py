"""How far two passes over the labelled set agree; also written to labelled/agreement.json.

python benchmarks/needs/agreement.py [--passes 1 2] [--split all|dev|test]
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).parents[2])

from benchmarks.needs import facets, labelled_set, metrics
from benchmarks.needs.kappa import cohen, krippendorff
from benchmarks.timing import table

SINGLE = r"^(s\d+|other:.*)$"
"""The id of a need that is not in clusters.jsonl: each pass has its own."""


def compared(split: str, passes: tuple[int, int], folder: Path) -> dict[str, Any]:
    """Return the numbers of agreement, for all texts and by language."""
    (one, facets_one), (other, facets_other) = (
        labelled_set.read(split, number, folder) for number in passes
    )
    report: dict[str, Any] = {"passes": list(passes), "split": split}
    for language in ("all", "zh", "en"):
        here = (
            np.ones(one.height, bool)
            if language == "all"
            else (one["language"] == language).to_numpy()
        )
        if here.any():
            report[language] = _agreed(one.filter(here), other.filter(here))
    both = one.filter(pl.col("valid") & other["valid"])["id"]
    scores = facets.scored(
        {key: facets_one[key] for key in both}, {key: facets_other[key] for key in both}
    )
    report["facets"] = {name: round(value.f1, 4) for name, value in scores.items()}
    return report


def _agreed(one: pl.DataFrame, other: pl.DataFrame) -> dict[str, float | int]:
    valid = [frame["valid"].to_list() for frame in (one, other)]
    both = (one["valid"] & other["valid"]).to_numpy()
    gold, found = labelled_set.clusters(one), labelled_set.clusters(other)
    names = [_named(frame.filter(both)) for frame in (one, other)]
    same = [a == b for a, b in zip(*names, strict=True)]
    values = {
        "valid_agreement": float(np.mean(np.array(valid[0]) == np.array(valid[1]))),
        "valid_kappa": cohen(*valid),
        "valid_alpha": krippendorff(*valid),
        "cluster_agreement": float(np.mean(same)) if same else float("nan"),
        "cluster_kappa": cohen(*names),
        "b3_f1": metrics.b3(gold, found).f1,
        "b3_f1_valid": metrics.b3(gold, found, both).f1,
        "pair_f1_valid": metrics.pairs(gold[both], found[both]).f1,
        "adjusted_rand_valid": metrics.adjusted_rand(gold[both], found[both]),
    }
    counts = {"n": one.height, "n_valid_in_both": int(both.sum())}
    return counts | {name: round(value, 4) for name, value in values.items()}


def _named(frame: pl.DataFrame) -> list[str]:
    """Return the cluster of each text; all that stand alone have one name."""
    single = pl.col("cluster").str.contains(SINGLE)
    return (
        frame.select(pl.when(single).then(pl.lit("single")).otherwise("cluster"))
        .to_series()
        .to_list()
    )


def show(report: dict[str, Any]) -> None:
    """Print the numbers as tables."""
    languages = [name for name in ("all", "zh", "en") if name in report]
    rows: list[list[object]] = [["agreement", *languages]]
    rows += [[name, *(report[x][name] for x in languages)] for name in report["all"]]
    table(f"Pass {report['passes'][0]} against pass {report['passes'][1]}, {report['split']}", rows)
    table("F1 of facets where both see a need", [["facet", "F1"], *report["facets"].items()])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--passes", nargs=2, type=int, default=(1, 2))
    parser.add_argument("--split", choices=("all", "dev", "test"), default="all")
    parser.add_argument("--folder", type=Path, default=labelled_set.FOLDER)
    given = parser.parse_args()
    missing = [n for n in given.passes if not (given.folder / f"pass{n}.jsonl").is_file()]
    if missing:
        sys.exit(f"there is no pass{missing[0]}.jsonl in {given.folder}")
    report = compared(given.split, tuple(given.passes), given.folder)
    show(report)
    text = json.dumps(report, ensure_ascii=False, indent=1)
    (given.folder / "agreement.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""之江杯 e-commerce opinions on cosmetics: quadruples with a polarity, without strength."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

from needlens.lm.corpora.samples import NOWHERE, Quad, Sample, folded

DOMAIN = "cosmetics"
VALENCE = {"正面": 6.8, "中性": 5.0, "负面": 3.0}
"""A polarity as a point on the scale of 1 to 9; used with a small weight, if at all."""


def read(folder: Path) -> list[Sample]:
    """Return all labelled reviews."""
    quads: dict[str, list[Quad]] = defaultdict(list)
    with (folder / "Train_labels.csv").open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            quads[row["id"]].append(_quad(row))
    with (folder / "Train_reviews.csv").open(encoding="utf-8-sig", newline="") as lines:
        reviews = [(row["id"], row["Reviews"]) for row in csv.DictReader(lines)]
    return [
        Sample(f"zhijiang:{id}", folded(text), DOMAIN, tuple(quads[id]))
        for id, text in reviews
        if len(folded(text)) == len(text)
    ]


def _quad(row: dict[str, str]) -> Quad:
    return Quad(
        _span(row["A_start"], row["A_end"]),
        _span(row["O_start"], row["O_end"]),
        row["Categories"].strip(),
        VALENCE[row["Polarities"].strip()],
    )


def _span(start: str, end: str) -> tuple[int, int]:
    return (int(start), int(end)) if start.strip() else NOWHERE

"""DimABSA 2026 (SemEval-2026 task 3): quadruples with valence and arousal, 1 to 9."""

from __future__ import annotations

import json
from pathlib import Path

from needlens.lm.corpora.samples import Quad, Sample, folded, place

DOMAINS = ("zho_laptop", "zho_restaurant", "eng_laptop", "eng_restaurant")


def read(folder: Path, corpus: str, part: str) -> list[Sample]:
    """Return the sentences of ``corpus`` (such as ``zho_laptop``), part train or dev."""
    suffix = "train_alltasks" if part == "train" else "dev_task3"
    domain = corpus.partition("_")[2]
    with (folder / f"{corpus}_{suffix}.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    return [
        Sample(
            id=str(row["ID"]),
            text=(text := folded(row["Text"])),
            domain=domain,
            quads=tuple(_quad(text, quad) for quad in row["Quadruplet"]),
        )
        for row in rows
    ]


def _quad(text: str, row: dict[str, str]) -> Quad:
    aspect, opinion = place(text, _term(row["Aspect"]), _term(row["Opinion"]))
    valence, _, arousal = row["VA"].partition("#")
    return Quad(aspect, opinion, row["Category"], float(valence), float(arousal))


def _term(words: str) -> str | None:
    return None if words == "NULL" else folded(words)

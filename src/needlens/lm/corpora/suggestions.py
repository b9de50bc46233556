"""SemEval-2019 task 9A: sentences of a feedback forum, suggestion or not."""

from __future__ import annotations

import csv
from pathlib import Path

from needlens.lm.corpora.samples import Sample, folded

FILES = {"train": "V1.4_Training.csv", "dev": "SubtaskA_Trial_Test_Labeled.csv"}


def read(folder: Path, part: str) -> list[Sample]:
    """Return the sentences of ``part`` (train or dev)."""
    raw = (folder / FILES[part]).read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    rows = [row for row in csv.reader(text.splitlines(keepends=True)) if row[2:] != ["label"]]
    return [
        Sample(id, folded(sentence.strip('" ')), "feedback", suggestion=float(label))
        for id, sentence, label in rows
    ]

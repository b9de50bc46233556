"""Labels: which sentences to label, labels in and out, weak labels, clicks, and fair splits."""

from __future__ import annotations

from needlens.labels.agreement import Agreement, agreement
from needlens.labels.candidates import candidates
from needlens.labels.choice import choose, sample
from needlens.labels.clicks import click_labels
from needlens.labels.importing import Imported, import_labels
from needlens.labels.label import LABELS, SOURCES, Label, LabelledOpinion
from needlens.labels.label_model import LabelModel
from needlens.labels.leaks import Leaks, leaks
from needlens.labels.splits import split
from needlens.labels.stored import Kept, keep, load
from needlens.labels.weak import by_rules, weak_labels

__all__ = [
    "LABELS",
    "SOURCES",
    "Agreement",
    "Imported",
    "Kept",
    "Label",
    "LabelModel",
    "LabelledOpinion",
    "Leaks",
    "agreement",
    "by_rules",
    "candidates",
    "choose",
    "click_labels",
    "import_labels",
    "keep",
    "leaks",
    "load",
    "sample",
    "split",
    "weak_labels",
]

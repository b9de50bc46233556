"""Our own labelled texts: what each needs, in Chinese and English (``labelled/guide.md``)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from benchmarks.needs.metrics import Labels

FOLDER = Path(__file__).with_name("labelled")

FILES = {
    "review": ("review_id", "review_text"),
    "query": ("query_id", "query"),
    "chat": ("message_id", "message"),
    "post": ("post_id", "post_text"),
}
"""The columns of the CSV file each kind of text is put into."""

TEXTS = pl.Schema(
    {
        "id": pl.String(),
        "language": pl.String(),
        "kind": pl.String(),
        "text": pl.String(),
        "split": pl.String(),
        "valid": pl.Boolean(),
        "cluster": pl.String(),
    }
)

Facets = Mapping[str, Mapping[str, Sequence[str]]]


def read(split: str, number: int = 1, folder: Path = FOLDER) -> tuple[pl.DataFrame, Facets]:
    """Return the texts of a split (``dev``, ``test`` or ``all``) with one pass of labels.

    Columns TEXTS, in order of id; ``cluster`` is null for what holds no need. The facets
    are those of each text, by id.
    """
    labels = {row["id"]: row for row in rows(folder / f"pass{number}.jsonl")}
    texts = rows(folder / "texts.jsonl")
    unlabelled = [text["id"] for text in texts if text["id"] not in labels]
    if unlabelled:
        raise ValueError(f"pass{number}.jsonl lacks {len(unlabelled)} ids, e.g. {unlabelled[0]}")
    frame = pl.DataFrame([text | labels[text["id"]] for text in texts], schema=TEXTS).sort("id")
    if split != "all":
        frame = frame.filter(pl.col("split") == split)
    kept = set(frame["id"])
    return frame, {key: row["facets"] for key, row in labels.items() if key in kept}


def clusters(frame: pl.DataFrame) -> Labels:
    """Return the gold label of each text, −1 for what holds no need."""
    numbers = frame["cluster"].rank("dense").cast(pl.Int64) - 1
    return np.asarray(numbers.fill_null(-1).to_numpy(), dtype=np.int64)


def write(frame: pl.DataFrame, folder: Path) -> Path:
    """Write the texts as a shop would have them, a CSV file for each kind; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind, (number, text) in FILES.items():
        part = frame.filter(pl.col("kind") == kind)
        columns = {number: part["id"], text: part["text"]}
        if kind == "chat":
            columns |= {
                "speaker": pl.Series(["customer"] * part.height),
                "conversation_id": part["id"],
            }
        if part.height:
            pl.DataFrame(columns).write_csv(folder / f"{kind}.csv")
    return folder


def rows(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a JSON Lines file."""
    if not path.is_file():
        raise FileNotFoundError(f"there is no {path}")
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]

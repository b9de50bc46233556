"""All texts of the data folder without their labels: what a vocabulary is chosen by."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

from needlens.lm.corpora import clothing, shop_reviews
from needlens.lm.corpora.samples import folded


def texts(data: Path) -> Iterator[str]:
    """Yield the folded texts of whatever of the known data sets is under ``data``."""
    if (data / shop_reviews.NAME).is_dir():
        yield from map(folded, shop_reviews.read(data / shop_reviews.NAME)["text"])
    if (data / "womens_clothing").is_dir():
        yield from clothing.read(data / "womens_clothing")["text"]
    for file in sorted((data / "taobao_queries").glob("*.query.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            yield folded(line.partition("\t")[2])
    for file in sorted((data / "hint3").glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            yield from (folded(row[0]) for row in csv.reader(lines) if row)
    for file in sorted((data / "chinese_aspect_polarity").glob("*/*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            yield folded(line.replace("$T$", "").replace(" ", ""))
    for file in sorted((data / "clinc150").glob("*.json")):
        parts = json.loads(file.read_text(encoding="utf-8"))
        yield from (folded(row[0]) for rows in parts.values() for row in rows)

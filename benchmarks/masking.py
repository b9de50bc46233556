"""Masking: recall and precision on generated texts, and speed, beside plain patterns.

The texts come from the tests' own generator: templates and numbers of the held-out half.
The templates were written for this project, so the figures are those of a fair exercise,
not of an unseen shop.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

from timing import table

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from needlens.text.masking import find, mask_series
from text.pii_templates import CLEAN, HELD
from text.pii_texts import Labelled, clean, score, texts

Spans = list[tuple[str, int, int]]

# What is usually written first; `\b` fails beside Chinese, and nothing is checked.
PLAIN = {
    "phone": re.compile(r"\b1[3-9]\d{9}\b|\b\d{3}[-. ]\d{3}[-. ]\d{4}\b"),
    "id-card": re.compile(r"\b\d{17}[\dXx]\b"),
    "bank-card": re.compile(r"\b\d{16,19}\b"),
    "email": re.compile(r"\b[\w.]+@[\w.]+\.\w+\b"),
}


def ours(text: str) -> Spans:
    return [(f.type, f.start, f.end) for f in find(text)]


def plain(text: str) -> Spans:
    return [(k, m.start(), m.end()) for k, p in PLAIN.items() for m in p.finditer(text)]


def quality(items: list[Labelled], finder: Callable[[str], Spans]) -> list[object]:
    hits, false, masked = score(items, [finder(item.text) for item in items])
    recalls = [hits[k][0] / hits[k][1] for k in PLAIN]
    return [*(f"{r:.3f}" for r in recalls), f"{1 - false / max(masked, 1):.4f}", masked]


def rate(work: Callable[[], object], n: int) -> str:
    work()
    start = time.process_time()
    work()
    return f"{n / (time.process_time() - start):,.0f}"


def main() -> None:
    items = texts(HELD, 3_600, 22) + clean(CLEAN[1::2], 2_000, 23)
    rows: list[list[object]] = [["what", *PLAIN, "precision", "spans"]]
    rows.append(["needlens", *quality(items, ours)])
    rows.append(["plain patterns (peer)", *quality(items, plain)])
    table(f"Masking: recall by type over {len(items):,} generated texts, zh and en", rows)
    series = pl.Series([item.text for item in items] * 10)
    short = pl.Series(["物流很快，包装完好，下次还来", "fits well, love the colour"] * 50_000)
    listed = [series.to_list(), short.to_list()]
    speed: list[list[object]] = [
        ["what", "texts full of numbers, per CPU s", "clean reviews, per CPU s"]
    ]
    speed.append(
        [
            "needlens, all ten recognisers",
            *(rate(lambda s=s: mask_series(s), len(s)) for s in (series, short)),
        ]
    )
    speed.append(
        [
            "plain patterns (peer), four types",
            *(rate(lambda t=t: [plain(x) for x in t], len(t)) for t in listed),
        ]
    )
    table("Masking: speed", speed)


if __name__ == "__main__":
    main()

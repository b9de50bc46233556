"""Taobao titles with brand (HP) and product (HC) spans: one character and tag a line."""

from __future__ import annotations

from pathlib import Path

from needlens.lm.corpora.samples import Sample, folded

KINDS = {"HC": "product", "HP": "brand"}


def read(path: Path) -> list[Sample]:
    """Return the titles of a ``.bieos`` file with their entities."""
    blocks = path.read_text(encoding="utf-8").replace("\r\n", "\n").split("\n\n")
    samples = [_sample(i, block) for i, block in enumerate(blocks) if block.strip("\n")]
    return [sample for sample in samples if sample is not None]


def _sample(number: int, block: str) -> Sample | None:
    pairs = [line.rpartition("\t")[::2] for line in block.split("\n") if "\t" in line]
    text = "".join(sign or " " for sign, _ in pairs)
    if any(len(sign or " ") != 1 for sign, _ in pairs) or len(folded(text)) != len(text):
        return None
    return Sample(
        id=f"title:{number}",
        text=folded(text),
        domain="title",
        entities=spans([tag for _, tag in pairs]),
        entity_kinds=frozenset(KINDS.values()),
    )


def spans(tags: list[str]) -> tuple[tuple[int, int, str], ...]:
    """Return the spans that BIEOS tags mean.

    >>> spans(["B-HC", "E-HC", "O", "S-HP"])
    ((0, 2, 'product'), (3, 4, 'brand'))
    """
    found: list[tuple[int, int, str]] = []
    start = -1
    for i, tag in enumerate(tags):
        place, _, kind = tag.partition("-")
        if place in ("B", "S"):
            start = i
        if place in ("E", "S") and start >= 0:
            found.append((start, i + 1, KINDS[kind]))
            start = -1
        if place == "O":
            start = -1
    return tuple(found)

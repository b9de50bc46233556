"""Aspects of goods nobody trained on: found, and praise told from blame."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from needlens.lm.corpora import aspects
from needlens.lm.corpora.samples import Sample, tenth
from needlens.mining.cascade import Cascade, CascadeConfig
from needlens.mining.certainty import Gate
from needlens.mining.tiers import Tier, spans
from reader.answering import TierName, stage
from reader.intervals import Floats, interval, shown
from timing import table

GOODS = ("camera", "car")
FOLDER = "chinese_aspect_polarity"
SHUT = CascadeConfig({"rule": Gate(1.01, 0.0), "linear": Gate(1.01, 1.01), "reader": Gate(0.0)})
"""The gates of a cascade whose every sentence goes on to the last tier."""


def tables(data: Path, tiers: list[TierName]) -> None:
    """Print, for each tier, the share of aspects that are found with their polarity."""
    samples = [s for s in aspects.read(data / FOLDER, GOODS) if tenth(s.text) % 2]
    tiers = [tier for tier in tiers if spans(stage(tier))]
    runs: dict[str, Tier] = {tier: stage(tier) for tier in tiers}
    if isinstance(cascade := runs.get("cascade"), Cascade):
        runs["cascade, every sentence to the reader"] = Cascade(cascade.tiers, SHUT)
    found = {who: _read(tier, samples) for who, tier in runs.items()}
    rows: list[list[object]] = [
        ["who", "found, right polarity", "found", "right of found", "opinions a text", "by the reader"]
    ]  # fmt: skip
    for who, (counts, said, by_reader) in found.items():
        cells = [
            shown(interval(lambda r, a=a, b=b: float(r[:, a].sum() / r[:, b].sum()), counts), 3)
            for a, b in ((1, 2), (0, 2), (1, 0))
        ]
        rows.append([who, *cells, f"{said / len(samples):.2f}", f"{by_reader:.0%}"])
    table("Other goods: aspects in sentences on cameras and cars, with 95 % interval", rows)
    for who in found.keys() - {"cascade"} if "cascade" in found else ():
        both = np.concatenate([found[who][0], found["cascade"][0]], axis=1)
        gain = interval(lambda r: 100 * float((r[:, 4] - r[:, 1]).sum() / r[:, 2].sum()), both)
        print(f"cascade against {who}: {shown(gain, 1)} points found with the right polarity")
    print(f"n={int(found[tiers[0]][0][:, 2].sum())} aspects in {len(samples)} sentences of "
          f"{FOLDER} (odd tenths; the even ones chose the gates); no goods of these kinds in "
          "training; found: an opinion whose aspect overlaps; no seed")  # fmt: skip


def _read(tier: Tier, samples: list[Sample]) -> tuple[Floats, int, float]:
    """Return (found, right, all) aspects of each sentence, opinions, the reader's share."""
    ids = pl.int_range(len(samples), eager=True).cast(pl.String)
    frame = pl.DataFrame({"signal_id": ids, "text": [sample.text for sample in samples]})
    said = tier.mine(frame)[0]
    by_text: dict[str, list[dict[str, Any]]] = {}
    for row in said.filter(pl.col("aspect_start") >= 0).iter_rows(named=True):
        by_text.setdefault(row["signal_id"], []).append(row)
    counts = [_counts(sample, by_text.get(str(i), [])) for i, sample in enumerate(samples)]
    share = float((said["tier"] == "reader").mean() or 0.0)
    return np.array(counts, dtype=np.float64), said.height, share


def _counts(sample: Sample, said: list[dict[str, Any]]) -> tuple[int, int, int]:
    found = right = 0
    for quad in sample.quads or ():
        start, end = quad.aspect
        mine = [o["polarity"] for o in said if o["aspect_start"] < end and start < o["aspect_end"]]
        found += bool(mine)
        right += ("positive" if (quad.valence or 0) > 5 else "negative") in mine
    return found, right, len(sample.quads or ())

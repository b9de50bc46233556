"""Opinions of a batch miner as lists, one for each text."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from needlens.mining.miner import OPINIONS
from needlens.mining.tiers import Tier
from needlens.records import Opinion

_FIELDS = [name for name in OPINIONS if name != "signal_id"]


def mined(miner: Tier, texts: Sequence[str]) -> list[list[Opinion]]:
    """Return the opinions a miner finds in each text.

    >>> from needlens.mining import RuleMiner
    >>> [[o.aspect for o in found] for found in mined(RuleMiner(), ["屏幕很好", "", "nice color"])]
    [['屏幕'], [], ['color']]
    """
    ids = pl.int_range(len(texts), eager=True).cast(pl.String)
    frame = pl.DataFrame({"signal_id": ids, "text": pl.Series(texts, dtype=pl.String)})
    said, _ = miner.mine(frame)
    found: list[list[Opinion]] = [[] for _ in texts]
    for at, *values in said.select("signal_id", *_FIELDS).iter_rows():
        found[int(at)].append(Opinion(*values))
    return found

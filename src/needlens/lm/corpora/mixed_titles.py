"""Titles with their brands and products exchanged for those of other titles."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from needlens.lm.corpora.samples import Sample

SHARE = 0.4
"""The share of the brands and products that are exchanged."""


def mixed(titles: Sequence[Sample], seed: int) -> list[Sample]:
    """Return each title with some of its entities replaced by others of the same kind.

    A tagger that meets a brand in many titles learns what stands around brands, not only
    the names (mention replacement, Dai and Adel 2020).

    >>> title = Sample("1", "某某连衣裙", "title", entities=((0, 2, "brand"), (2, 5, "product")))
    >>> mixed([title], seed=0) == [title]  # there is nothing else to put in
    True
    """
    pool: dict[str, list[str]] = defaultdict(list)
    for title in titles:
        for start, end, kind in title.entities or ():
            pool[kind].append(title.text[start:end])
    dice = random.Random(f"mixed:{seed}")
    return [_mixed(title, pool, dice) for title in titles]


def _mixed(title: Sample, pool: Mapping[str, Sequence[str]], dice: random.Random) -> Sample:
    text, at = "", 0
    entities: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(title.entities or ()):
        name = dice.choice(pool[kind]) if dice.random() < SHARE else title.text[start:end]
        text += title.text[at:start]
        entities.append((len(text), len(text) + len(name), kind))
        text += name
        at = end
    return replace(title, text=text + title.text[at:], entities=tuple(entities))

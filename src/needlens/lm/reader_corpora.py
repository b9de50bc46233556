"""The data the shipped reader is made from, gathered into tasks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from needlens.lm.corpora import (
    aspects,
    clothing,
    dimabsa,
    shop_reviews,
    titles,
    zhijiang,
)
from needlens.lm.corpora.samples import Sample, folded, tenth

Weak = Callable[[list[str]], list[Sample]]
"""Reads texts by rules: their opinions with categories of the general shop taxonomy."""

CLOSE_TO_NEUTRAL = 1.0
"""A sentence whose mean valence is nearer to 5 than this says nothing of its sentiment."""


@dataclass(frozen=True, slots=True)
class Corpora:
    """Labelled texts by task; the keys of ``opinions`` are such as ``zho_laptop``."""

    opinions: Mapping[str, Sequence[Sample]]
    opinions_dev: Mapping[str, Sequence[Sample]]
    weak: Sequence[Sample]
    aspects: Sequence[Sample]
    """Sentences with the polarity of their aspects, on some goods."""
    sentiment: Sequence[Sample]
    sentiment_dev: Sequence[Sample]
    titles: Sequence[Sample]
    titles_dev: Sequence[Sample]


def domain_of(corpus: str) -> str:
    """Return the domain of a corpus: zho_laptop → laptop."""
    return corpus.rpartition("_")[2]


def gather(data: Path, weak: Weak) -> Corpora:
    """Read the corpora under ``data``; near-copies of one text are on one side."""
    opinions = {name: dimabsa.read(data / "dimabsa", name, "train") for name in dimabsa.DOMAINS}
    dev = {name: dimabsa.read(data / "dimabsa", name, "dev") for name in dimabsa.DOMAINS}
    cosmetics = zhijiang.read(data / "zhijiang_cup")
    opinions["zho_cosmetics"] = [s for s in cosmetics if tenth(s.text) > 0]
    dev["zho_cosmetics"] = [s for s in cosmetics if tenth(s.text) == 0]
    reviews = shop_reviews.read(data / shop_reviews.NAME)
    clothes = clothing.read(data / "womens_clothing")
    sides = {
        side: [
            *_felt(reviews.filter(reviews["split"] == side)),
            *_felt(_balanced(clothes.filter(clothes["split"] == side))),
        ]
        for side in ("train", "dev")
    }
    short = [s.text for s in sides["train"] if len(s.text) <= 220]
    return Corpora(
        opinions,
        dev,
        weak(short[:: max(1, len(short) // 12_000)]),
        aspects.read(data / "chinese_aspect_polarity", aspects.LEARNED),
        [*sides["train"], *_from_opinions(opinions)],
        sides["dev"],
        titles.read(data / "taobao_title_ner" / "train.txt.bieos"),
        titles.read(data / "taobao_title_ner" / "dev.txt.bieos"),
    )


def first(corpora: Corpora, n: int) -> Corpora:
    """Return ``n`` texts of each part, from all over it, to try the workshop out."""

    def some(samples: Sequence[Sample]) -> Sequence[Sample]:
        return samples[:: max(1, len(samples) // n)][:n]

    return Corpora(
        {name: some(part) for name, part in corpora.opinions.items()},
        {name: some(part) for name, part in corpora.opinions_dev.items()},
        some(corpora.weak), some(corpora.aspects), some(corpora.sentiment),
        some(corpora.sentiment_dev), some(corpora.titles), some(corpora.titles_dev),
    )  # fmt: skip


def categories(
    corpora: Corpora, domains: Mapping[str, Mapping[str, str]]
) -> list[tuple[str, str, str]]:
    """Return (domain, category, what it is called) of every category to be learned.

    ``domains`` gives the names of the categories of each domain, by id.
    """
    used = {
        (domain_of(name), quad.category)
        for part in (corpora.opinions, corpora.opinions_dev)
        for name, samples in part.items()
        for sample in samples
        for quad in sample.quads or ()
    }
    named = {(domain, id) for domain, names in domains.items() for id in names}
    return [
        (
            domain,
            id,
            domains.get(domain, {}).get(id, id.replace("#", " ").replace("_", " ").lower()),
        )
        for domain, id in sorted(used | named)
    ]


def _balanced(frame: pl.DataFrame) -> pl.DataFrame:
    """Keep all blame and twice as much praise: clothing reviews are seven of eight praise."""
    blame = frame.filter(pl.col("label") == 0)
    return pl.concat([blame, frame.filter(pl.col("label") == 1).head(2 * blame.height)])


def _felt(frame: pl.DataFrame) -> list[Sample]:
    return [
        Sample("", folded(text), "general", positive=float(label))
        for text, label in zip(frame["text"], frame["label"], strict=True)
    ]


def _from_opinions(opinions: Mapping[str, Sequence[Sample]]) -> list[Sample]:
    """Return sentences with a clear mean valence as examples of sentiment."""
    found = []
    for samples in opinions.values():
        for sample in samples:
            felt = [q.valence for q in sample.quads or () if q.valence is not None]
            mean = float(np.mean(felt)) if felt else 5.0
            if abs(mean - 5) > CLOSE_TO_NEUTRAL:
                found.append(Sample("", sample.text, "general", positive=float(mean > 5)))
    return found

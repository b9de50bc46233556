"""The reader's card: what it was made from, and how good it is on the dev sets."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from needlens.lm.card import Card, Measured, TrainedOn
from needlens.lm.decoding import Floats
from needlens.lm.reader_calibration import felt, sentiment_rule
from needlens.lm.reader_corpora import domain_of
from needlens.lm.reader_recipe import Workshop
from needlens.lm.reader_scores import (
    best_threshold,
    confidence_rule,
    entity_counts,
    entity_score,
    quad_counts,
    quad_scores,
    read,
    segment_rule,
    strength_error,
    strengths,
    title_tags,
)

DRAWS = 1_000
_UNSTATED = "none stated"
DATA = {
    "DimABSA 2026 (SemEval-2026 task 3), train": (_UNSTATED, "opinions with strength"),
    "之江杯 e-commerce opinions, 9 of 10 reviews": (_UNSTATED, "opinions, cosmetics"),
    "online_shopping_10_cats, train groups": (_UNSTATED, "sentiment; weak categories by rules"),
    "Women's E-Commerce Clothing Reviews, 7 of 10, balanced": ("CC0", "sentiment; weak categories by rules"),
    "Taobao title entities, train": (_UNSTATED, "brands and products"),
    "Chinese aspect polarity, notebook and phone": ("MIT", "aspects and their valence in shop texts"),
    "SemEval-2019 task 9A, train": ("CC BY-NC-SA", "suggestion.npy alone; leave that file out for commercial use"),
}  # fmt: skip
"""Licence and use of each data set; the counts come from what was read."""


def card(shop: Workshop, counts: Sequence[int], extra: Sequence[Measured], command: str) -> Card:
    """Return the card; ``counts`` are the texts of each of ``DATA``, in order."""
    data = tuple(
        TrainedOn(name, licence, n, use)
        for (name, (licence, use)), n in zip(DATA.items(), counts, strict=True)
    )
    return Card(
        title="Reader zh-en · 中英评价阅读器",
        purpose=(
            "Reads opinions (aspect, category, opinion, valence, arousal) in shop reviews, the "
            "sentiment of whole texts, entities of titles; embeds texts by meaning.\n"
            "从中英文评价中读出观点(对象、类别、评价词、效价与唤醒度)、整体情感、标题实体。"
        ),
        base="multilingual-e5-small (12 layers; the reader keeps 6 and 20,000 pieces)",
        base_licence="MIT",
        licence="Apache-2.0 for the weights as far as ours; see the data's licences",
        data=data,
        measured=(*measured(shop), *extra),
        limits=(
            "Trained on laptops, restaurants, cosmetics and Chinese shop reviews: other goods "
            "are read less well, and categories of the general taxonomy were learned from "
            "rules, not from people. Irony, comparisons and long contexts are often misread. "
            "Categories placed by name alone are rough. Thresholds and confidence were fitted "
            "on the same dev sets as the numbers here.\n"
            "训练领域为笔记本、餐饮、化妆品与网购评价;反语、比较、长文常误读。"
        ),
        made_with=command,
        main_file="reader.onnx",
    )


def measured(shop: Workshop) -> list[Measured]:
    """Return scores on the dev sets with 95 % intervals (bootstrap over texts)."""
    found = []
    for name, samples in shop.corpora.opinions_dev.items():
        domain = domain_of(name)
        rows = shop.rows(samples, domain)
        reads = read(shop.model, rows, shop.inventory(domain))
        weights = confidence_rule(reads)
        counts = quad_counts(reads, weights, best_threshold(reads, weights))
        found.append(_one("opinions", name, "cF1", counts, lambda c: quad_scores(c)["cF1"]))
        if domain != "cosmetics":
            both = np.concatenate(strengths(shop.model, rows), axis=1)
            found.append(
                _one(
                    "strength", name, "RMSE_VA", both, lambda b: strength_error(b[:, :2], b[:, 2:])
                )
            )
    dev = felt(shop)
    rule = sentiment_rule(dev)
    joined = dev.said @ np.array([rule["scale"], rule["grams"]], np.float32) + rule["shift"]
    right = ((joined > 0) == (dev.true > 0.5)).astype(np.float32)
    found.append(
        _one("sentiment", "shop reviews, dev", "accuracy", right, lambda r: float(r.mean()))
    )
    tagged = title_tags(shop.model, shop.rows(shop.corpora.titles_dev, "title"))
    titles = entity_counts(tagged, shop.tokeniser, segment_rule(tagged, shop.tokeniser))
    found.append(_one("entities", "Taobao titles, dev", "span F1", titles, entity_score))
    return found


def _one(
    task: str, part: str, metric: str, cases: Floats, score: Callable[[Floats], float]
) -> Measured:
    """Return a score of cases (one a row) with its bootstrap interval (Efron 1979)."""
    dice = np.random.default_rng(0)
    draws = [score(cases[dice.integers(0, len(cases), len(cases))]) for _ in range(DRAWS)]
    low, high = np.quantile(draws, [0.025, 0.975]).tolist()
    return Measured(task, part, metric, score(cases), low, high, len(cases))

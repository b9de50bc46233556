"""Bring a trained reader to scale on the dev sets, and write the files that are shipped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from needlens.lm import reader_export
from needlens.lm.decoding import Floats
from needlens.lm.reader_batches import Row
from needlens.lm.reader_corpora import domain_of
from needlens.lm.reader_recipe import INVENTORIES, Workshop
from needlens.lm.reader_scores import (
    aspect_strengths,
    best_threshold,
    confidence_rule,
    log_odds,
    read,
    segment_rule,
    strength_lines,
    strengths,
    title_tags,
)
from needlens.lm.segments import SegmentRule

LABELLED = ("laptop", "restaurant", "cosmetics")
"""The domains whose opinions people have labelled."""
OTHERS = ("general", "ecommerce")


def write(shop: Workshop) -> None:
    """Calibrate the trained model on the dev sets and write the files that are shipped."""
    labels = {
        domain: [id for owner, id, _ in shop.categories if owner == domain]
        for domain in INVENTORIES
    }
    reader_export.write(
        shop.model, shop.folder, labels=labels, centre=shop.centre, scale=shop.scale,
        settings={
            "labelled": list(LABELLED),
            "opinions": opinion_rules(shop),
            "sentiment": sentiment_rule(felt(shop)),
            "entities": entity_rule(shop)._asdict(),
        },
    )  # fmt: skip


def opinion_rules(shop: Workshop) -> dict[str, dict[str, Any]]:
    """Return when a pair is an opinion and how strong, by domain and language.

    For the domains that people labelled, on their own dev sets; for the general shop and
    all others, on these dev sets read as if their domain were not known.
    """
    rules: dict[str, dict[str, Any]] = {}
    for name, samples in shop.corpora.opinions_dev.items():
        domain, language = domain_of(name), name.partition("_")[0]
        rows = shop.rows(samples, domain)
        rules[f"{domain}/{language}"] = _rule(shop, [(rows, domain)])
    for domain in OTHERS:
        for language in ("zho", "eng"):
            names = [name for name in shop.corpora.opinions_dev if name.startswith(language)]
            parts = [(shop.corpora.opinions_dev[name], domain_of(name)) for name in names]
            rules[f"{domain}/{language}"] = _rule(
                shop, [(shop.rows(some, domain, owner), owner) for some, owner in parts]
            )
    return rules


def _rule(shop: Workshop, parts: Sequence[tuple[Sequence[Row], str]]) -> dict[str, Any]:
    """Fit the rule of rows, each part with the domain whose categories it has."""
    reads = [one for rows, owner in parts for one in read(shop.model, rows, shop.inventory(owner))]
    weights = confidence_rule(reads)
    rows = [row for part, _ in parts for row in part]
    return {
        "weights": [round(float(w), 4) for w in weights],
        "threshold": best_threshold(reads, weights),
        "strength": strength_lines(*strengths(shop.model, rows)),
        "of_aspects": strength_lines(*aspect_strengths(shop.model, rows, weights)),
    }


def entity_rule(shop: Workshop) -> SegmentRule:
    """Return how titles are parted best, on the dev set."""
    titles = shop.rows(shop.corpora.titles_dev, "title")
    return segment_rule(title_tags(shop.model, titles), shop.tokeniser)


class Felt(NamedTuple):
    """The sentiment of the dev texts: (texts, 2) log-odds by the model and by n-grams."""

    said: Floats
    true: Floats


def felt(shop: Workshop) -> Felt:
    """Return what the model and the linear tier say of the dev texts, and what is true."""
    samples = shop.corpora.sentiment_dev
    said, true = log_odds(shop.model, shop.rows(samples, "general"))
    return Felt(np.stack([said, shop.grams([sample.text for sample in samples])], 1), true)


def sentiment_rule(dev: Felt) -> dict[str, float]:
    """Return what makes log-odds of sentiment honest (Platt 1999).

    ``scale`` multiplies the model's log-odds, ``grams`` those of the linear tier, where it
    has spoken too; ``shift`` is added.
    """
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=1e6).fit(dev.said, dev.true > 0.5)
    scale, beside = fitted.coef_[0].tolist()
    shift = float(fitted.intercept_[0])
    return {"scale": round(scale, 4), "grams": round(beside, 4), "shift": round(shift, 4)}

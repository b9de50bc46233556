"""What typos, homophones and other words cost: the same scores before and after."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl

import perturb
from needlens.lm.corpora import shop_reviews
from needlens.lm.corpora.samples import NOWHERE, place
from needlens.text import fold, fold_series, groups
from reader.answering import TierName, predict
from reader.dimabsa import CORPORA, Floats, Quad, Sentence, cf1, sentences, tallies
from reader.intervals import interval, mean, shown
from reader.opinions import said
from reader.shop_sentiment import positive
from timing import table

SHARE = 0.1
HOW = {"zho": ("homophones", "synonyms"), "eng": ("typos", "synonyms")}
BY_NAME = {"typos": perturb.typos, "homophones": perturb.homophones, "synonyms": perturb.synonyms}


def tables(data: Path, tiers: list[TierName], most: int | None) -> None:
    """Print quad cF1 on dev and accuracy of sentiment, as given and perturbed."""
    rows: list[list[object]] = [
        ["corpus", "measure", "who", "changed", "as given", "perturbed", "points lost", "n"]
    ]
    for corpus in CORPORA:
        for how in HOW[corpus[:3]]:
            pairs = [perturbed(s, how) for s in sentences(data, corpus)]
            for tier in tiers:
                rows.append(_cf1_row(corpus, tier, how, pairs))
    reviews = shop_reviews.read(data / shop_reviews.NAME).filter(pl.col("split") == "test")
    reviews = reviews.sample(min(most or 2_000, reviews.height), seed=0)
    for how in HOW["zho"]:
        rows += [_accuracy_row(reviews, tier, how) for tier in tiers]
    table(f"Robustness: {SHARE:.0%} of the words or characters changed, seed 0", rows)
    print("typos: English words; homophones: Chinese characters, terms change with them;\n"
          "synonyms: words, never those of a gold term. changed: share really changed\n"
          "points lost: mean and 95 % interval over sentences (groups of near-copies)")  # fmt: skip


Pair = tuple[Sentence, Sentence, int, int]
"""Sentence as given and perturbed, changes, and the units they were chosen from."""


def perturbed(sentence: Sentence, how: str) -> Pair:
    """Perturb a sentence; its gold terms change with the text, or are kept (synonyms)."""
    text = sentence.text
    folded = fold(text)
    if folded.offsets is not None:
        return sentence, sentence, 0, 0
    spans = [place(folded.text, _folded(q.aspect), _folded(q.opinion)) for q in sentence.quads]
    keep = [span for pair in spans for span in pair if span != NOWHERE]
    made = BY_NAME[how](text, SHARE, keep=keep if how == "synonyms" else ())
    quads = [
        q._replace(aspect=_moved(made, a, q.aspect), opinion=_moved(made, o, q.opinion))
        for q, (a, o) in zip(sentence.quads, spans, strict=True)
    ]
    return sentence, Sentence(sentence.id, made.text, quads), made.edits, made.units


def _folded(term: str) -> str | None:
    return None if term == "NULL" else fold(term).text


def _moved(made: perturb.Perturbed, span: tuple[int, int], term: str) -> str:
    return term if span == NOWHERE else made.text[slice(*made.span(*span))]


def _cf1_row(corpus: str, tier: TierName, how: str, pairs: list[Pair]) -> list[object]:
    run = predict("opinions", tier, corpus.partition("_")[2])
    before, after = (_tallies([pair[k] for pair in pairs], run) for k in (0, 1))
    both = np.concatenate([before, after], axis=1)
    lost = interval(lambda r: 100 * (cf1(r[:, :3]) - cf1(r[:, 3:])), both)
    changed = sum(p[2] for p in pairs) / max(1, sum(p[3] for p in pairs))
    n = f"{int(before[:, 2].sum())} in {len(pairs)}"
    return [f"{corpus} dev", "quad cF1", tier, f"{how} {changed:.1%}", f"{cf1(before):.4f}",
            f"{cf1(after):.4f}", shown(lost, 1), n]  # fmt: skip


def _tallies(some: list[Sentence], run: Callable) -> Floats:
    gold: dict[str, list[Quad]] = {s.id: s.quads for s in some}
    return tallies(gold, said(some, run))


def _accuracy_row(reviews: pl.DataFrame, tier: TierName, how: str) -> list[object]:
    made = [BY_NAME[how](text, SHARE) for text in reviews["text"]]
    truth = reviews["label"].to_numpy() == 1
    run = predict("sentiment", tier)
    texts = (reviews["text"], pl.Series([one.text for one in made]))
    before, after = ((positive(run, t) == truth).astype(np.float64) for t in texts)
    copies = groups(fold_series(reviews["text"])).rank("dense").to_numpy().astype(np.int64)
    lost = interval(lambda r: 100 * mean(r), before - after, copies)
    changed = sum(one.edits for one in made) / max(1, sum(one.units for one in made))
    return ["online_shopping_10_cats test", "accuracy", tier, f"{how} {changed:.1%}",
            f"{before.mean():.4f}", f"{after.mean():.4f}", shown(lost, 1), len(truth)]  # fmt: skip

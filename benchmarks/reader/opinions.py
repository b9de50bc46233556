"""Quadruples, triplets and strength on the dev sets of DimABSA, beside peers."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from reader import ridge
from reader.answering import Predict, TierName, predict
from reader.dimabsa import (
    CORPORA,
    Floats,
    Sentence,
    cf1,
    predicted,
    quad,
    rmse,
    sentences,
    tallies,
    triplet,
)
from reader.intervals import interval, shown
from timing import table

# Test sets, as published for SemEval-2026 task 3: best system, Kimi-K2-Thinking, Qwen3-14B.
PUBLISHED_QUADS = {
    "zho_laptop": (".4824", ".1900", ".1124"),
    "zho_restaurant": (".5521", ".2859", ".1605"),
    "eng_laptop": (".4227", ".2795", ".1529"),
    "eng_restaurant": (".6514", ".3746", ".2673"),
}
PUBLISHED_TRIPLETS = {
    "zho_laptop": ".5308", "zho_restaurant": ".5638", "eng_laptop": ".6366", "eng_restaurant": ".7021",
}  # fmt: skip
PUBLISHED_RMSE = {
    "zho_laptop": ".610", "zho_restaurant": ".926", "eng_laptop": "1.241", "eng_restaurant": "1.104",
}  # fmt: skip


def tables(data: Path, tiers: list[TierName]) -> None:
    """Print the three tables."""
    quads: list[list[object]] = [["corpus, dev", "measure", "n", *tiers, "published, test set"]]
    strengths: list[list[object]] = [
        ["corpus, dev", "aspects", *tiers, "ridge: text+aspect", "ridge: +opinion", "best published, test set"]
    ]  # fmt: skip
    for corpus in CORPORA:
        gold = sentences(data, corpus)
        domain = corpus.partition("_")[2]
        answers = {tier: predict("opinions", tier, domain) for tier in tiers}
        quads += _quads(corpus, gold, answers)
        train = sentences(data, corpus, "train")
        strengths.append(_strengths(corpus, gold, train, answers))
    table("Opinions: continuous F1 with 95 % interval (sentences drawn with replacement)", quads)
    print("published: best system / Kimi-K2-Thinking / Qwen3-14B, prompted; triplets: best system")
    table("Strength of given aspects: RMSE_VA with 95 % interval", strengths)
    print("An aspect with several opinions counts once, with the strength listed first.")


def _quads(
    corpus: str, gold: list[Sentence], answers: dict[TierName, Predict]
) -> list[list[object]]:
    found = {tier: said(gold, run) for tier, run in answers.items()}
    truth = {s.id: s.quads for s in gold}
    rows: list[list[object]] = []
    for measure, key, published in (
        ("quad cF1", quad, " / ".join(PUBLISHED_QUADS[corpus])),
        ("triplet cF1", triplet, PUBLISHED_TRIPLETS[corpus]),
    ):
        cells = [shown(interval(cf1, tallies(truth, mine, key))) for mine in found.values()]
        n = int(tallies(truth, {}, key)[:, 2].sum())
        rows.append([corpus, measure, f"{n} in {len(gold)}", *cells, published])
    return rows


def said(gold: list[Sentence], run: Predict) -> dict[str, list]:
    """Return the quadruples found in each sentence."""
    answers = run([s.text for s in gold])
    return {s.id: predicted(a["opinions"]) for s, a in zip(gold, answers, strict=True)}


def _strengths(
    corpus: str, gold: list[Sentence], train: list[Sentence], answers: dict[TierName, Predict]
) -> list[object]:
    truth = [first_strengths(s) for s in gold]
    rows = [_errors(truth, run([s.text for s in gold], [list(t) for t in truth]))
            for run in answers.values()]  # fmt: skip
    rows += [_ridge_errors(train, gold, words) for words in (ridge.aspect, ridge.pair)]
    cells = [shown(interval(rmse, row), 3) for row in rows]
    n = sum(map(len, truth))
    return [corpus, f"{n} in {len(gold)}", *cells, PUBLISHED_RMSE[corpus]]


def first_strengths(sentence: Sentence) -> dict[str, tuple[float, float]]:
    """Return the strength of each aspect that is named, the first listed where several are."""
    found: dict[str, tuple[float, float]] = {}
    for q in sentence.quads:
        found.setdefault(q.aspect, (q.valence, q.arousal))
    return found


def _errors(truth: list[dict[str, tuple[float, float]]], answers: list[dict]) -> Floats:
    """Return per sentence the sum of squared errors and the number of aspects."""
    rows = []
    for aspects, answer in zip(truth, answers, strict=True):
        squares = [
            (a["valence"] - v) ** 2 + (a["arousal"] - r) ** 2
            for a, (v, r) in zip(answer.get("aspects", []), aspects.values(), strict=True)
        ]
        rows.append((sum(squares), len(squares)))
    return np.array(rows, dtype=np.float64)


def _ridge_errors(train: list[Sentence], gold: list[Sentence], words: ridge.Words) -> Floats:
    """Return the same of the ridge peer."""
    pairs = [(s, q) for s in train for q in s.quads]
    machine = ridge.fitted([words(s.text, q) for s, q in pairs], [(q.valence, q.arousal) for _, q in pairs])  # fmt: skip
    rows = []
    for s in gold:
        firsts = {q.aspect: q for q in reversed(s.quads)}
        told = machine([words(s.text, q) for q in firsts.values()])
        true = np.array([(q.valence, q.arousal) for q in firsts.values()])
        rows.append((((told - true) ** 2).sum(), len(firsts)))
    return np.array(rows, dtype=np.float64)

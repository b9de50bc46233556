"""Suggestions in forum sentences (SemEval-2019 task 9A), beside TF-IDF and an SVM."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from needlens.lm.corpora import suggestions
from needlens.lm.corpora.samples import Sample
from reader.answering import TierName, predict
from reader.intervals import f1, interval, mcnemar, shown
from timing import table

Flags = npt.NDArray[np.bool_]


def tables(data: Path, tiers: list[TierName]) -> None:
    """Print F1 of telling suggestions, on the labelled trial set (dev)."""
    folder = data / "suggestion_mining"
    train, dev = (suggestions.read(folder, part) for part in ("train", "dev"))
    truth = np.array([sample.suggestion == 1 for sample in dev])
    texts = [sample.text for sample in dev]
    said = {
        tier: np.array([bool(a.get("suggestion")) for a in predict("suggestions", tier)(texts)])
        for tier in tiers
    }
    peer = _machine(train, texts)
    rows: list[list[object]] = [["who", "F1", "said", "McNemar p beside the peer"]]
    for who, mine in said.items():
        p = f"{mcnemar(mine == truth, peer == truth):.2g}"
        rows.append([who, _f1(mine, truth), int(mine.sum()), p])
    rows.append(["peer: word 1-2-gram TF-IDF + LinearSVC", _f1(peer, truth), int(peer.sum()), ""])
    rows.append(["published: best system, test set", ".7812", "", ""])
    rows.append(["published: ULMFiT, test set", ".7011", "", ""])
    table("Suggestions: suggestion_mining, dev", rows)
    print(f"n={len(dev)}, {int(truth.sum())} suggestions; trained on {len(train):,}; no seed")


def _machine(train: list[Sample], texts: list[str]) -> Flags:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
    svc = LinearSVC(C=0.5, class_weight="balanced")
    svc.fit(words.fit_transform([s.text for s in train]), [s.suggestion == 1 for s in train])
    return np.asarray(svc.predict(words.transform(texts)), dtype=np.bool_)


def _f1(said: Flags, truth: Flags) -> str:
    rows = np.column_stack([said & truth, said, truth]).astype(np.float64)
    return shown(interval(f1, rows))

"""Measure few-shot intents with out-of-scope, beside TF-IDF with a linear SVM.

python benchmarks/intents.py --data FOLDER [--encoder FOLDER] [--only NAME ...]

HINT3 (real messages to two shops' chatbots) and CLINC150. Learnt from the train part alone;
the test part is read once. In-scope accuracy is that of the likeliest intent, nothing
refused; what is refused at the default threshold is counted apart.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import os
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np

from needlens.lm.embedder import Embedder
from needlens.lm.shipped import shipped
from needlens.mining.intents import Examples, read, train
from needlens.mining.intents.examples import is_none

SHOPS = ("curekart", "powerplay11")


class Task(NamedTuple):
    name: str
    train: Examples
    texts: list[str]
    labels: list[str]


def hint3(data: Path, shop: str) -> Task:
    with (data / "hint3" / f"{shop}_test.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["sentence"].strip()]
    texts, labels = [row["sentence"] for row in rows], [row["label"] for row in rows]
    return Task(f"HINT3 {shop}", read(data / "hint3" / f"{shop}_train.csv"), texts, labels)


def clinc(data: Path, outside: bool) -> Task:
    parts = json.loads((data / "clinc150" / "data_full.json").read_text(encoding="utf-8"))
    learnt = parts["train"] + (parts["oos_train"] if outside else [])
    asked = parts["test"] + parts["oos_test"]
    examples = Examples.of([text for text, _ in learnt], [label for _, label in learnt])
    name = "CLINC150" + (" with oos examples" if outside else "")
    return Task(name, examples, [text for text, _ in asked], [label for _, label in asked])


def wilson(right: int, n: int, z: float = 1.96) -> str:
    share, spread = right / n, z * z / n
    middle = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / n + spread / 4 / n) / (1 + spread)
    return f"{share:.3f} [{middle - half:.3f}, {middle + half:.3f}] n={n}"


def auroc(inside: np.ndarray, outside: np.ndarray) -> float:
    ranks = np.argsort(np.argsort(np.concatenate([inside, outside]))) + 1.0
    n, m = len(inside), len(outside)
    return (ranks[:n].sum() - n * (n + 1) / 2) / (n * m)


def ours(task: Task, embedder: Embedder) -> None:
    began = time.process_time()
    model, outcome = train(task.train, embedder)
    seconds = time.process_time() - began
    began = time.process_time()
    found = model(task.texts)
    per_text = (time.process_time() - began) / len(task.texts)
    inside = np.array([not is_none(label) for label in task.labels])
    labels = np.array(task.labels, dtype=object)
    guessed, scope = found["intent"].to_numpy(), found["in_scope"].to_numpy()
    likely = model.probabilities(task.texts).sum(1)
    right = int((guessed == labels)[inside].sum())
    print(f"  needlens         in scope {wilson(right, int(inside.sum()))}")
    if not inside.all():
        n = int((~inside).sum())
        print(f"    out of scope refused {wilson(int((~scope[~inside]).sum()), n)}")
        print(f"    in scope refused     {wilson(int((~scope[inside]).sum()), int(inside.sum()))}")
        print(f"    AUROC of scope       {auroc(likely[inside], likely[~inside]):.3f}")
    print(f"    on held-out examples of train: {outcome}")
    print(f"    training {seconds:.1f} CPU-s (n={len(task.train.texts)}), "
          f"{1000 * per_text:.2f} CPU-ms a message")  # fmt: skip


def peer(task: Task) -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.svm import LinearSVC

    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True)
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    svm = make_pipeline(make_union(letters, words), LinearSVC())
    inside = task.train.intents >= 0
    began = time.process_time()
    svm.fit([t for t, i in zip(task.train.texts, inside, strict=True) if i],
            task.train.intents[inside])  # fmt: skip
    seconds = time.process_time() - began
    asked = [i for i, label in enumerate(task.labels) if not is_none(label)]
    guessed = svm.predict([task.texts[i].lower() for i in asked])
    right = sum(task.train.names[g] == task.labels[i] for g, i in zip(guessed, asked, strict=True))
    print(f"  TF-IDF + SVM     in scope {wilson(right, len(asked))}, training {seconds:.1f} CPU-s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    default = os.environ.get("NEEDLENS_DATA", "../shared/data")
    parser.add_argument("--data", type=Path, default=Path(default))
    parser.add_argument("--encoder", type=Path, help="by default the shipped one")
    parser.add_argument("--only", nargs="*", default=[*SHOPS, "clinc", "clinc-oos"])
    args = parser.parse_args()
    embedder = Embedder(args.encoder or shipped("reader-zh-en"))
    jobs = {shop: lambda shop=shop: hint3(args.data, shop) for shop in SHOPS}
    jobs |= {"clinc": lambda: clinc(args.data, False), "clinc-oos": lambda: clinc(args.data, True)}
    for name in args.only:
        task = jobs[name]()
        print(f"\n{task.name}: {len(task.train.texts)} examples, {len(task.train.names)} intents")
        ours(task, embedder)
        peer(task)


if __name__ == "__main__":
    main()

"""Sentiment of Chinese shop reviews, beside character TF-IDF with a support vector machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.lm.corpora import shop_reviews
from needlens.text import fold_series, groups
from reader.answering import Predict, TierName, predict
from reader.intervals import interval, mcnemar, mean, shown
from timing import table

Flags = npt.NDArray[np.bool_]


def tables(data: Path, tiers: list[TierName], most: int | None) -> None:
    """Print accuracy on the test side; ``most`` reviews at most."""
    reviews = shop_reviews.read(data / shop_reviews.NAME)
    train = reviews.filter(pl.col("split") == "train")
    test = reviews.filter(pl.col("split") == "test")
    if most and test.height > most:
        test = test.sample(most, seed=0)
    truth = test["label"].to_numpy() == 1
    copies = groups(fold_series(test["text"])).rank("dense").to_numpy().astype(np.int64)
    peer = machine(train)(test["text"]) == truth
    right = {tier: positive(predict("sentiment", tier), test["text"]) == truth for tier in tiers}
    rows: list[list[object]] = [["who", "accuracy", "right alone", "peer right alone", "McNemar p"]]
    for who, mine in right.items():
        rows.append([who, _share(mine, copies), int((mine & ~peer).sum()),
                     int((peer & ~mine).sum()), f"{mcnemar(mine, peer):.2g}"])  # fmt: skip
    rows.append(["peer: char 1-3-gram TF-IDF + LinearSVC", _share(peer, copies), "", "", ""])
    table("Sentiment of whole reviews: online_shopping_10_cats, test side", rows)
    print(
        f"n={test.height:,} distinct reviews in {len(np.unique(copies)):,} groups of near-copies "
        f"(drawn together for the 95 % interval); trained on {train.height:,}; the split is by the "
        "hash of the group, seed-free; a text that says nothing counts as praise"
    )


def positive(run: Predict, texts: pl.Series) -> Flags:
    """Return which texts are more likely praise than blame."""
    return np.array([a.get("probability", 0.5) >= 0.5 for a in run(texts)])


def machine(train: pl.DataFrame) -> Callable[[pl.Series], Flags]:
    """Return the peer, fitted on ``text`` and ``label``."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    grams = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True, min_df=2)
    svc = LinearSVC(C=1.0, max_iter=3_000)
    svc.fit(grams.fit_transform(fold_series(train["text"])), train["label"])
    return lambda texts: svc.predict(grams.transform(fold_series(texts))) == 1


def _share(right: Flags, copies: npt.NDArray[np.int64]) -> str:
    return shown(interval(mean, right.astype(np.float64), copies))

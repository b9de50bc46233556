"""What others would do with the same texts: vectors or topics, then clusters.

Each is a function from texts, their languages and ``k`` to a label for each text, −1 for
none; the same seed gives the same labels. Where a method wants the number of clusters it is
told the true one, which nobody knows of a real shop: a present to it.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec

import numpy as np
import numpy.typing as npt
import polars as pl
from benchmarks.needs.metrics import Labels

Vectors = npt.NDArray[np.float32]
Baseline = Callable[[Sequence[str], Sequence[str], int], Labels]

SEED = 0
FEWEST = 3
"""Texts a cluster must have where the method decides on clusters by itself."""
COMPONENTS = 20
"""Numbers a vector is brought down to before HDBSCAN, which is lost among hundreds."""
NEIGHBOURS = 5
"""Of UMAP. This and the other settings did best on the dev half of the labelled set."""


def tfidf(texts: Sequence[str], languages: Sequence[str], k: int) -> Labels:
    """TF-IDF of 1–3 characters (zh) and of words (en) in one matrix, then k-means."""
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    folded = _folded(texts)
    zh = np.array([x != "en" for x in languages])
    parts = []
    for chosen, how in ((zh, {"analyzer": "char", "ngram_range": (1, 3)}), (~zh, {})):
        own = [text if mine else "" for text, mine in zip(folded, chosen, strict=True)]
        if any(own):
            parts.append(TfidfVectorizer(sublinear_tf=True, **how).fit_transform(own))
    return _kmeans(hstack(parts).tocsr(), k)


def embedded(texts: Sequence[str], languages: Sequence[str], k: int) -> Labels:
    """The shipped encoder's vectors, then k-means."""
    return _kmeans(vectors(tuple(texts)), k)


def lda(texts: Sequence[str], languages: Sequence[str], k: int) -> Labels:
    """LDA (Blei et al. 2003) by tomotopy; a text belongs to its most likely topic."""
    import tomotopy

    model = tomotopy.LDAModel(k=k, seed=SEED, rm_top=10)
    words = [_words(text) or ["-"] for text in _folded(texts)]
    for said in words:
        model.add_doc(said)
    model.train(500, workers=1)
    shares, _ = model.infer([model.make_doc(said) for said in words], workers=1)
    return np.array([np.argmax(share) for share in shares], dtype=np.int64)


def hdbscan(texts: Sequence[str], languages: Sequence[str], k: int) -> Labels:
    """The shipped encoder's vectors, PCA, then HDBSCAN, which finds ``k`` by itself."""
    from sklearn.cluster import HDBSCAN
    from sklearn.decomposition import PCA

    rows = vectors(tuple(texts))
    small = PCA(min(COMPONENTS, *rows.shape), random_state=SEED).fit_transform(rows)
    model = HDBSCAN(
        min_cluster_size=FEWEST, min_samples=1, cluster_selection_method="leaf", copy=True
    )
    return np.asarray(model.fit_predict(small), dtype=np.int64)


def bertopic(texts: Sequence[str], languages: Sequence[str], k: int) -> Labels:
    """BERTopic (Grootendorst 2022) on the shipped encoder's vectors, words by rjieba.

    Out of the box it drops Chinese and finds two topics among a few hundred short texts;
    the tokeniser, the vectors and the settings of its steps given here are what it needs.
    """
    from bertopic import BERTopic
    from hdbscan import HDBSCAN
    from sklearn.feature_extraction.text import CountVectorizer
    from umap import UMAP

    rows = vectors(tuple(texts))
    model = BERTopic(
        embedding_model=None,
        umap_model=UMAP(NEIGHBOURS, n_components=5, min_dist=0.0, metric="cosine", random_state=SEED),
        hdbscan_model=HDBSCAN(FEWEST, cluster_selection_method="leaf"),
        vectorizer_model=CountVectorizer(tokenizer=_words, token_pattern=None),
        calculate_probabilities=False,
    )  # fmt: skip
    found, _ = model.fit_transform(_folded(texts), embeddings=rows)
    return np.asarray(found, dtype=np.int64)


BASELINES: dict[str, tuple[Baseline, tuple[str, ...]]] = {
    "TF-IDF + k-means, true k": (tfidf, ("sklearn",)),
    "embeddings + k-means, true k": (embedded, ("sklearn", "needlens_reader_zh_en")),
    "LDA, true k": (lda, ("tomotopy",)),
    "HDBSCAN on embeddings": (hdbscan, ("sklearn", "needlens_reader_zh_en")),
    "BERTopic on embeddings": (bertopic, ("bertopic", "umap", "needlens_reader_zh_en")),
}
"""Each with the packages it needs."""


def labels(name: str, texts: Sequence[str], languages: Sequence[str], k: int) -> Labels | None:
    """Return the labels of a baseline, or None and say why when it is not installed."""
    baseline, packages = BASELINES[name]
    missing = [package for package in packages if find_spec(package) is None]
    if missing:
        print(f"({name} left out: {', '.join(missing)} is not installed)")
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return baseline(texts, languages, min(k, len(texts)))


@cache
def vectors(texts: tuple[str, ...]) -> Vectors:
    """Return the shipped encoder's vectors of unit length, shape (n, size)."""
    from needlens.lm.embedder import Embedder
    from needlens.lm.shipped import shipped

    rows = Embedder(shipped("reader-zh-en"))(list(texts))
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(length, 1e-9), dtype=np.float32)


def _kmeans(rows: object, k: int) -> Labels:
    from sklearn.cluster import KMeans

    found = KMeans(k, n_init=4, random_state=SEED).fit_predict(rows)
    return np.asarray(found, dtype=np.int64)


def _folded(texts: Sequence[str]) -> list[str]:
    from needlens.text.folding import fold_series

    return fold_series(pl.Series(list(texts), dtype=pl.String)).to_list()


def _words(text: str) -> list[str]:
    """Return the words of a text, Chinese and English, without signs."""
    import rjieba

    return [word for word in rjieba.cut(text) if word.strip() and any(c.isalnum() for c in word)]

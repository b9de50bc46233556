"""Topics beside k-means on TF-IDF, HDBSCAN and BERTopic, on the same texts in the same run.

    python benchmarks/topics.py [--data FOLDER] [--n 20] [--texts 10000] [--cache FOLDER]

Half of ``--texts`` reviews of ``online_shopping_10_cats`` (zh) and of ``womens_clothing``
(en), drawn by a hash and without repeats, are grouped into ``--n`` topics; the words that
name a topic are judged on the other half (NPMI, −1 to 1). Purity and NMI are against the
shop's own categories (10 kinds of goods; 6 departments) and count only texts with a topic;
``placed`` says how many have one. ``stays``: the share of texts that keep their topic's id
when a fifth more texts come in, ids matched by greatest overlap; for needlens it is what a
second run of the shop does. Encoder vectors are the
same for all who use any, and their cost is on a line of its own. BERTopic takes part when
it is installed (pip install bertopic); it gets the words and vectors of needlens, because
its own word pattern drops Chinese. Needs scikit-learn and tomotopy.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.lm.embedder import Embedder
from needlens.lm.lengths import unit
from needlens.lm.shipped import shipped
from needlens.mining.identity import follow
from needlens.mining.topics import embedding, lda
from needlens.mining.topics.coherence import npmi
from needlens.mining.topics.fitted import Sample
from needlens.mining.topics.space import is_chinese
from needlens.mining.topics.terms import terms
from needlens.mining.topics.vectors import VectorFile
from needlens.mining.topics.words import words_of
from timing import table

Labels = npt.NDArray[np.int64]
Words = list[list[str]]
SETS = {
    "zh, 10 kinds of goods": ("online_shopping_10_cats", "review", "cat"),
    "en, 6 departments": ("womens_clothing", "Review Text", "Department Name"),
}
TOP = 10


@dataclass(frozen=True)
class Texts:
    """Texts with vectors and words; ``before`` are topics of the first of them."""

    frame: pl.DataFrame
    vectors: npt.NDArray[np.float32]
    words: pl.DataFrame

    def first(self, n: int) -> Texts:
        words = self.words.filter(pl.col("text") < n)
        return Texts(self.frame.head(n), self.vectors[:n], words)

    def lists(self) -> Words:
        return lda._lists(self.words, self.frame.height)

    def sample(self, before: Labels | None = None) -> Sample:
        n, had = self.frame.height, 0 if before is None else len(before)
        ids = [] if before is None else [f"t{x}" if x >= 0 else None for x in before]
        known = np.arange(n) < had
        return Sample(
            self.frame, self.words, is_chinese(self.frame["text"]),
            pl.Series("topic_id", [*ids, *[None] * (n - had)], dtype=pl.String), known,
        )  # fmt: skip


Method = Callable[[Texts, int, Labels | None], tuple[Labels, Words]]


def by_meaning(texts: Texts, n: int, before: Labels | None) -> tuple[Labels, Words]:
    sample = texts.sample(before)
    return _told(sample, embedding.fit(sample, texts.vectors, n, anew=before is None))


def by_words(texts: Texts, n: int, before: Labels | None) -> tuple[Labels, Words]:
    sample = texts.sample(before)
    return _told(sample, lda.fit(sample, n))


def _told(sample: Sample, fitted: embedding.MeaningTopics | lda.WordTopics) -> tuple[Labels, Words]:
    topics = fitted.sampled.topics
    best = terms(sample.words, topics, sample.chinese)
    single = best.filter(pl.col("term").is_in(sample.words["word"].unique().implode()))
    listed = single.sort("topic", "score", "term", descending=[False, True, False])
    return topics, listed.group_by("topic", maintain_order=True).agg(pl.col("term").head(TOP))[
        "term"
    ].to_list()


def tfidf_kmeans(texts: Texts, n: int, before: Labels | None) -> tuple[Labels, Words]:
    from sklearn.cluster import KMeans
    from sklearn.feature_extraction.text import TfidfVectorizer

    tfidf = TfidfVectorizer(analyzer=list, min_df=3, sublinear_tf=True)
    model = KMeans(n, random_state=0, n_init=4).fit(tfidf.fit_transform(texts.lists()))
    names = tfidf.get_feature_names_out()
    tops = [
        [str(names[i]) for i in centre.argsort()[::-1][:TOP]] for centre in model.cluster_centers_
    ]
    return model.labels_.astype(np.int64), tops


def vector_kmeans(texts: Texts, n: int, before: Labels | None) -> tuple[Labels, Words]:
    from sklearn.cluster import KMeans

    labels = KMeans(n, random_state=0, n_init=4).fit(unit(texts.vectors)).labels_.astype(np.int64)
    return labels, class_words(texts, labels)


def hdbscan(texts: Texts, n: int, before: Labels | None) -> tuple[Labels, Words]:
    """Run HDBSCAN on five principal components, as dense as gives about ``n`` groups."""
    from sklearn.cluster import HDBSCAN
    from sklearn.decomposition import PCA

    points = PCA(5, random_state=0).fit_transform(unit(texts.vectors))
    tried = [
        HDBSCAN(min_cluster_size=size, copy=True).fit(points).labels_.astype(np.int64)
        for size in (10, 20, 40, 80)
    ]
    labels = min(tried, key=lambda found: abs(int(found.max()) + 1 - n))
    return labels, class_words(texts, labels)


def bertopic(texts: Texts, n: int, before: Labels | None) -> tuple[Labels, Words]:
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder
    from sklearn.feature_extraction.text import CountVectorizer
    from umap import UMAP

    model = BERTopic(
        nr_topics=n + 1, language="multilingual", embedding_model=BaseEmbedder(), calculate_probabilities=False,
        umap_model=UMAP(n_components=5, metric="cosine", random_state=0, n_jobs=1),
        vectorizer_model=CountVectorizer(analyzer=lambda text: text.split(" "), min_df=1),
    )  # fmt: skip
    joined = [" ".join(words) for words in texts.lists()]
    labels, _ = model.fit_transform(joined, unit(texts.vectors))
    tops = [
        [word for word, _ in found if word] for k, found in model.get_topics().items() if k >= 0
    ]
    return np.array(labels, dtype=np.int64), tops


def class_words(texts: Texts, labels: Labels) -> Words:
    """Return the top words of each group by class-based TF-IDF (Grootendorst 2022)."""
    topic = pl.DataFrame({"topic": labels}).with_row_index("text")
    counts = texts.words.join(topic.filter(pl.col("topic") >= 0), on="text")
    counts = counts.group_by("topic", "word").agg(pl.len().alias("n"))
    average = counts["n"].sum() / max(counts["topic"].n_unique(), 1)
    share = pl.col("n") / pl.col("n").sum().over("topic")
    score = share * (1 + average / pl.col("n").sum().over("word")).log()
    ranked = counts.with_columns(score=score).sort(
        "topic", "score", "word", descending=[False, True, False]
    )
    return (
        ranked.group_by("topic", maintain_order=True)
        .agg(pl.col("word").head(TOP))["word"]
        .to_list()
    )


METHODS: dict[str, Method] = {
    "needlens": by_meaning,
    "needlens, lda": by_words,
    "k-means on TF-IDF": tfidf_kmeans,
    "k-means on the vectors": vector_kmeans,
    "HDBSCAN on the vectors": hdbscan,
    "BERTopic": bertopic,
}


def judged(name: str, texts: Texts, truth: Sequence[str], n: int) -> list[object]:
    half = texts.frame.height // 2
    fit, held_out = texts.first(half), texts.words.filter(pl.col("text") >= half)
    start = time.process_time()
    labels, tops = METHODS[name](fit, n, None)
    seconds = time.process_time() - start
    scores = npmi(tops, held_out.with_columns(pl.col("text") - half), texts.frame.height - half)
    known = [score for score in scores if score is not None]
    words = [word for top in tops for word in top]
    pure, mutual = agreement(labels, truth[:half])
    return [
        name, len(set(labels[labels >= 0])), f"{np.mean(known):.3f}",
        f"{len(set(words)) / len(words):.2f}", f"{pure:.3f}", f"{mutual:.3f}",
        f"{(labels >= 0).mean():.0%}", f"{stays(name, texts, labels, n):.1%}", f"{seconds:.1f}",
    ]  # fmt: skip


def stays(name: str, texts: Texts, labels: Labels, n: int) -> float:
    """Return the share of texts whose topic keeps its id when a fifth more come in."""
    old = len(labels)
    now, _ = METHODS[name](texts.first(old + old // 5), n, labels)
    items = [str(i) for i in range(len(now))]
    before = pl.DataFrame(
        {"item": items[:old], "id": [f"t{x}" if x >= 0 else None for x in labels]}
    )
    after = pl.DataFrame({"item": items, "cluster": [int(x) if x >= 0 else None for x in now]})
    ids = dict(follow(before, after).ids.rows())
    had = labels >= 0
    kept = np.array([ids.get(str(x)) == f"t{y}" for x, y in zip(now[:old], labels, strict=True)])
    return float(kept[had].mean())


def followed(texts: Texts, truth: Sequence[str], n: int) -> str:
    """Tell what following costs: topics that grew with the texts, beside topics found anew."""
    half = texts.frame.height // 2
    labels, _ = by_meaning(texts.first(half), n, None)
    for part in range(1, 6):
        labels, _ = by_meaning(texts.first(half + part * half // 5), n, labels)
    anew, _ = by_meaning(texts, n, None)
    values = [f"{x:.3f}" for found in (labels, anew) for x in agreement(found, truth[: len(found)])]
    return (
        f"twice the texts in five steps: purity {values[0]}, NMI {values[1]}; "
        f"found anew: {values[2]}, {values[3]}"
    )


def agreement(labels: Labels, truth: Sequence[str]) -> tuple[float, float]:
    from sklearn.metrics import normalized_mutual_info_score

    placed = labels >= 0
    frame = pl.DataFrame({"topic": labels[placed], "truth": np.array(truth)[placed]})
    largest = frame.group_by("topic", "truth").len().group_by("topic").agg(pl.col("len").max())
    purity = int(largest["len"].sum()) / max(frame.height, 1)
    return purity, float(normalized_mutual_info_score(frame["truth"], frame["topic"]))


def read(data: Path, folder: str, text: str, kind: str, most: int) -> pl.DataFrame:
    archive = next((data / folder).glob("*.zip"))
    with zipfile.ZipFile(archive) as opened:
        name = next(n for n in opened.namelist() if n.endswith(".csv"))
        frame = pl.read_csv(opened.read(name))
    rows = frame.select(pl.col(text).alias("text"), pl.col(kind).alias("truth")).drop_nulls()
    keys = [int.from_bytes(_digest(t)[:8], "big") for t in rows["text"]]
    keyed = rows.with_columns(key=pl.Series(keys, dtype=pl.UInt64)).unique("key").sort("key")
    return keyed.head(most)


def _digest(text: str) -> bytes:
    from hashlib import sha256

    return sha256(text.encode()).digest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    data = Path(os.environ.get("NEEDLENS_DATA", "../shared/data"))
    parser.add_argument("--data", type=Path, default=data)
    parser.add_argument("--n", type=int, default=20)
    parser.add_argument("--texts", type=int, default=10_000)
    parser.add_argument("--cache", type=Path, default=None)
    options = parser.parse_args()
    if not options.data.is_dir():
        print(f"topics: {options.data} is not there; give --data")
        return
    with tempfile.TemporaryDirectory() as folder:
        for title, place in SETS.items():
            tables(
                title,
                read(options.data, *place, options.texts),
                options.n,
                options.cache or Path(folder),
            )


def tables(title: str, frame: pl.DataFrame, n: int, cache: Path) -> None:
    model = shipped("reader-zh-en")
    file = VectorFile(cache, lambda: Embedder(model, limit=64), title[:2] + str(frame.height))
    start = time.process_time()
    vectors, fresh = file(frame["key"].to_numpy(), frame["text"])
    seconds = time.process_time() - start
    texts = Texts(frame, vectors, words_of(frame["text"]))
    names = [name for name in METHODS if name != "BERTopic" or find_spec("bertopic")]
    rows: list[list[object]] = [
        ["who", "topics", "NPMI", "diversity", "purity", "NMI", "placed", "stays", "CPU s"]
    ]
    rows += [judged(name, texts, frame["truth"].to_list(), n) for name in names]
    table(f"Topics, {title}: {frame.height // 2} texts, words judged on as many others", rows)
    print(f"needlens, {followed(texts, frame['truth'].to_list(), n)}")
    if fresh:
        print(f"embedding: {fresh / seconds:.0f} texts per core-second, not in the table")


if __name__ == "__main__":
    main()

"""Measure the linear tier beside its peers, and make the model that is shipped.

python benchmarks/linear.py --data FOLDER [--train FOLDER] [--only NAME ...]

Sentiment: accuracy on the shop reviews beside character TF-IDF with a support vector machine,
trained on the same rows. Clauses: is an opinion stated, which category, how strong, is the
confidence honest; DimABSA dev, cosmetics and shop reviews that nothing was fitted on. Speed:
reviews per core-second beside BERT-base (random weights, 128 tokens) in the same run. Left: what
a cascade would leave to a better tier.
``--train`` trains first (about a minute) and writes the model with its card.
"""

from __future__ import annotations

import argparse
import math
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import polars as pl

from needlens.lm import linear_training
from needlens.lm.card import Card, Measured, TrainedOn
from needlens.lm.contents import fill
from needlens.lm.corpora import dimabsa, shop_reviews
from needlens.lm.corpora.samples import Sample
from needlens.lm.linear.grams import grams
from needlens.lm.linear.labelled import Clauses, Corpus
from needlens.mining.cascade import CascadeConfig
from needlens.mining.certainty import certainty
from needlens.mining.linear import LinearMiner, recipe
from needlens.mining.linear.miner import WEIGHTS
from needlens.mining.miner import RuleMiner
from needlens.records import polarity_of
from needlens.text import fold_series
from timing import table

MEASURED: list[Measured] = []


def interval(right: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson)."""
    p, z = right / n, 1.96
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return middle - half, middle + half


def share(task: str, where: str, right: np.ndarray) -> str:
    """Return how many are right, and keep it for the card."""
    low, high = interval(int(right.sum()), len(right))
    MEASURED.append(Measured(task, where, "accuracy", float(right.mean()), low, high, len(right)))
    return f"{right.mean():.4f} [{low:.4f}, {high:.4f}] n={len(right):,}"


# ─── sentiment of the whole ─────────────────────────────────────────────────────────────────


def sentiment(data: Path, miner: LinearMiner) -> None:
    reviews = shop_reviews.read(data / shop_reviews.NAME)
    clothes = recipe.clothing(data).drop_nulls("positive")
    clothes = clothes.with_columns(label=pl.col("positive").cast(pl.Int8))
    rows = [("reviews", "split", "linear tier", "char 1-3 TF-IDF + LinearSVC", "right alone")]
    for name, frame in (("shop reviews (zh)", reviews), ("clothing reviews (en)", clothes)):
        peer = svm(frame.filter(pl.col("split") == "train"))
        for side in ("dev", "test"):
            some = frame.filter(pl.col("split") == side)
            truth = some["label"].to_numpy() == 1
            ours = (miner.sentiment(some["text"])["strength"].fill_null(0).to_numpy() > 0) == truth
            theirs = peer(some["text"]) == truth
            only = f"{(ours & ~theirs).sum()} only ours, {(theirs & ~ours).sum()} only theirs"
            ours_text = share("sentiment", f"{name}, {side}", ours)
            low, high = interval(int(theirs.sum()), len(theirs))
            rows.append(
                (name, side, ours_text, f"{theirs.mean():.4f} [{low:.4f}, {high:.4f}]", only)
            )
    table("Sentiment of the whole, accuracy with 95 % interval", rows)
    for name, frame in (("shop (zh)", reviews), ("clothing (en)", clothes)):
        some = frame.filter(pl.col("split") == "test")
        p = miner.sentiment(some["text"])["probability"].fill_null(0.5).to_numpy()
        print(f"{name} test: calibration error {ece(p, some['label'].to_numpy()):.3f}")


def svm(train: pl.DataFrame) -> Callable[[pl.Series], np.ndarray]:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    grams = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True, min_df=2)
    machine = LinearSVC(C=1.0, max_iter=3000)
    machine.fit(grams.fit_transform(fold_series(train["text"]).to_list()), train["label"])
    return lambda texts: machine.predict(grams.transform(fold_series(texts).to_list())) == 1


def ece(p: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    """Return how far probabilities are from shares, on average over bins of equal width."""
    at = np.minimum((p * bins).astype(int), bins - 1)
    return sum(
        abs(p[at == b].mean() - right[at == b].mean()) * (at == b).mean() for b in np.unique(at)
    )


# ─── clauses ────────────────────────────────────────────────────────────────────────────────


def clauses(data: Path, folder: Path) -> None:
    rows = [("corpus", "stated F1", "category right", "polarity right", "RMSE_VA", "peer RMSE_VA")]
    honest = [("corpus", "opinions", "mean confidence", "share right", "calibration error")]
    for name, domain, samples in held_out(data):
        miner, gold = LinearMiner(domain, folder), Clauses.of(samples)
        said = said_of(gold, samples, miner)
        pairs = gold.labels.join(said.unique("clause", keep="first"), on="clause", suffix="_said")
        polar = pairs["valence"].map_elements(polarity_of, pl.String) == pairs["polarity"]
        errors = rmse(gold.labels, scores_of(gold, miner))
        rows.append(
            (
                name,
                stated_f1(name, gold, said),
                share("category", name, (pairs["category"] == pairs["category_said"]).to_numpy()),
                share("polarity", name, polar.to_numpy()),
                f"{errors:.3f} n={gold.labels.height}",
                peer_rmse(data, name, gold) if name in dimabsa.DOMAINS else "-",
            )
        )
        right, sure = right_of(gold, said), said["confidence"].to_numpy()
        numbers = (f"{sure.mean():.3f}", f"{right.mean():.3f}", f"{ece(sure, right):.3f}")
        honest.append((name, f"{len(said):,}", *numbers))
    table("Clauses, held out; peer: char 1-3 TF-IDF + ridge on the clause", rows)
    table("Is the confidence honest? Right: category and polarity as labelled", honest)
    print("shop and clothing are labelled by the rules, not by people: agreement, not truth")


def held_out(data: Path) -> Iterator[tuple[str, str, list[Sample]]]:
    for name in dimabsa.DOMAINS:
        yield name, name.partition("_")[2], dimabsa.read(data / "dimabsa", name, "dev")
    reviews = shop_reviews.read(data / shop_reviews.NAME)
    for name, frame in (("shop (rules)", reviews), ("clothing (rules)", recipe.clothing(data))):
        test = frame.filter(pl.col("split") == "test").select("text", split=pl.lit("dev"))
        test = test.with_columns(positive=pl.lit(None, dtype=pl.Float64))
        yield name, "ecommerce", list(recipe.weak(name, test).dev)


def said_of(gold: Clauses, samples: list[Sample], miner: LinearMiner) -> pl.DataFrame:
    """Return the miner's opinions with their clause, the most likely category first."""
    ids = [str(i) for i in range(len(samples))]
    texts = pl.DataFrame({"signal_id": ids, "text": [s.text for s in samples]})
    said, _ = miner.mine(texts)
    at = gold.units.row_starts[said["signal_id"].cast(pl.Int64).to_numpy()]
    firsts = gold.units.starts[gold.units.clauses[:-1]]
    clause = np.searchsorted(firsts, at + said["start"].to_numpy(), side="right") - 1
    said = said.with_columns(pl.Series("clause", clause, dtype=pl.Int64))
    known = pl.Series(np.flatnonzero(gold.known))
    return said.filter(pl.col("clause").is_in(known.implode())).sort(
        "clause", "confidence", descending=[False, True]
    )


def stated_f1(name: str, gold: Clauses, said: pl.DataFrame) -> str:
    found = np.isin(np.arange(len(gold)), said["clause"].to_numpy())
    stated = gold.stated() & gold.known
    f1 = 2 * (found & stated).sum() / (found.sum() + stated.sum())
    return f"{f1:.3f} n={gold.known.sum():,}"


def right_of(gold: Clauses, said: pl.DataFrame) -> np.ndarray:
    sides = {(c, k): polarity_of(v) for c, k, v, _ in gold.labels.iter_rows()}
    rows = said.select("clause", "category", "polarity").iter_rows()
    return np.array([sides.get((c, k)) == polarity for c, k, polarity in rows])


def scores_of(gold: Clauses, miner: LinearMiner) -> np.ndarray:
    """Return valence and arousal of every clause, shape (clauses, 2)."""
    buckets, tables = grams(gold.units), miner.weights.tables
    both = [tables[name].scores(buckets, gold.units.clauses) for name in ("valence", "arousal")]
    return np.clip(np.stack(both, axis=1), 1, 9)


def rmse(labels: pl.DataFrame, scores: np.ndarray) -> float:
    gold = labels.select("valence", "arousal").to_numpy()
    return float(np.sqrt(((scores[labels["clause"].to_numpy()] - gold) ** 2).sum(axis=1).mean()))


def peer_rmse(data: Path, name: str, gold: Clauses) -> str:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import Ridge

    train = Clauses.of(dimabsa.read(data / "dimabsa", name, "train"))
    grams_ = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True, min_df=2)
    rows = grams_.fit_transform(clause_texts(train))[train.labels["clause"].to_numpy()]
    model = Ridge(alpha=1.0, solver="sparse_cg").fit(
        rows, train.labels.select("valence", "arousal").to_numpy()
    )
    return f"{rmse(gold.labels, model.predict(grams_.transform(clause_texts(gold)))):.3f}"


def clause_texts(clauses: Clauses) -> list[str]:
    units = clauses.units
    bounds = zip(units.starts[units.clauses[:-1]], units.ends[units.clauses[1:] - 1], strict=True)
    return [clauses.text[start:end] for start, end in bounds]


# ─── speed ──────────────────────────────────────────────────────────────────────────────────


def speed(data: Path, folder: Path) -> None:
    import torch

    torch.set_num_threads(1)
    reviews = shop_reviews.read(data / shop_reviews.NAME)
    texts = reviews.sample(20_000, seed=7)["text"]
    frame = pl.DataFrame(
        {"signal_id": pl.int_range(len(texts), eager=True).cast(pl.String), "text": texts}
    )
    miner, rules = LinearMiner("ecommerce", folder), RuleMiner()
    steps: list[tuple[str, int, Callable[[], object]]] = [
        ("linear: sentiment with strength", len(texts), lambda: miner.sentiment(texts)),
        ("linear: opinions of clauses", len(texts), lambda: miner.mine(frame)),
        ("rules: opinions with spans", 2_000, lambda: rules.mine(frame.head(2_000))),
    ]
    bert = bert_rate(torch, texts)
    rows: list[tuple[object, ...]] = [("path", "reviews per core-second", "x BERT-base")]
    rows.append(("BERT-base fp32, 128 tokens", f"{bert:.2f}", "1"))
    for name, n, step in steps:
        rate = rate_of(step, n)
        rows.append((name, f"{rate:,.0f}", f"{rate / bert:,.0f}"))
    chars = texts.str.len_chars().mean()
    table(
        f"Speed, one thread, process time, {len(texts):,} reviews of {chars:.0f} characters", rows
    )


def bert_rate(torch: Any, texts: pl.Series) -> float:
    """Return reviews per core-second of BERT-base; its tokeniser is not counted."""
    from transformers import BertConfig, BertModel

    model = BertModel(BertConfig(vocab_size=21128)).eval()
    ids = torch.randint(0, 21128, (16, 128))
    with torch.inference_mode():
        return rate_of(lambda: model(ids), 16, 2)


def rate_of(step: Callable[[], object], n: int, runs: int = 3) -> float:
    """Return rows per second of process time: the median of some runs after a warm-up."""
    step()
    times = []
    for _ in range(runs):
        start = time.process_time()
        step()
        times.append(time.process_time() - start)
    return n / median(times)


# ─── what is left for a better tier ─────────────────────────────────────────────────────────


def left(data: Path, folder: Path) -> None:
    """Print how right the surest texts are, and how many each tier of a cascade keeps."""
    reviews = shop_reviews.read(data / shop_reviews.NAME).filter(pl.col("split") == "dev")
    miner = LinearMiner("ecommerce", folder)
    told = miner.sentiment(reviews["text"])["probability"].fill_null(0.5).to_numpy()
    right = (told > 0.5) == (reviews["label"].to_numpy() == 1)
    surest = np.argsort(-np.abs(told - 0.5), kind="stable")
    rows: list[tuple[object, ...]] = [("surest texts kept", "from probability", "accuracy on them")]
    for kept in (0.5, 0.6, 0.7, 0.8, 0.9, 1.0):
        some = surest[: int(kept * len(surest))]
        low, high = interval(int(right[some].sum()), len(some))
        least = 0.5 + np.abs(told[some[-1]] - 0.5)
        rows.append(
            (f"{kept:.0%}", f"{least:.3f}", f"{right[some].mean():.4f} [{low:.4f}, {high:.4f}]")
        )
    table(f"Sentiment, shop reviews dev, n={len(right):,}: what a better tier need not read", rows)
    rules, ids = RuleMiner(), reviews.head(3000).with_row_index("signal_id")
    frame = ids.select(pl.col("signal_id").cast(pl.String), "text")
    gates = CascadeConfig().gates
    rows = [("tier", "keeps the texts it is sure of", "of 3,000")]
    open_ = frame
    for name, tier in (("rule", rules), ("linear", miner)):
        sure = certainty(open_["signal_id"], tier.mine(open_)[0], gates[name].silence)
        stands = sure >= gates[name].opinions
        rows.append((name, int(stands.sum()), f"{stands.sum() / frame.height:.1%}"))
        open_ = open_.filter(~stands)
    rows.append(("left for the reader", open_.height, f"{open_.height / frame.height:.1%}"))
    table("Opinions, the gates as they are by default", rows)


# ─── the model that is shipped ──────────────────────────────────────────────────────────────

LIMITS = """Reads words, not sentences: irony, comparison and a negation more than two words away
are beyond it. Opinions have no terms, only the clause. The categories of the general shop
taxonomy were learnt from the rule tier's labels and inherit its mistakes.
读词不读句：反语、比较、远处的否定都读不懂；只给出分句，不给出词语的位置。"""


BY_RULES = "sentiment; opinions labelled by the rules"
USES = dict.fromkeys(dimabsa.DOMAINS, "sentiment; opinions, their categories and strength") | {
    "zhijiang": "opinions and their categories",
    "shop": BY_RULES,
    "clothing": BY_RULES,
    "other goods": "opinions labelled by the rules, in the texts of both laptop sets and zhijiang",
}
"""What each corpus teaches; see ``recipe.corpora``."""


def corpora_used(corpora: list[Corpus]) -> tuple[TrainedOn, ...]:
    licences = {"clothing": "CC0", "shop": "none stated", "zhijiang": "none stated"}
    both = "none stated (task paper CC BY 4.0)"
    return tuple(
        TrainedOn(c.name, licences.get(c.name, both), len(c.train), USES[c.name]) for c in corpora
    )


def write(folder: Path, files: dict[str, Path], used: tuple[TrainedOn, ...], version: str) -> None:
    """Write the model with its card; what was measured so far is in it."""
    card = Card(
        title="Linear reader · 线性阅读器",
        purpose="Sentiment and opinions of clauses, Chinese and English. 中英文分句的情感与观点。",
        base="none",
        base_licence="none",
        licence="Apache-2.0",
        data=used,
        measured=tuple(MEASURED),
        limits=LIMITS,
        made_with="python benchmarks/linear.py --train",
        main_file="sentiment.npy",
    )
    beside = folder.with_name(f".new-{folder.name}")
    shutil.rmtree(beside, ignore_errors=True)
    fill(beside, files, card, "linear-zh-en", version, datetime.now(UTC))
    shutil.rmtree(folder, ignore_errors=True)
    beside.rename(folder)


def train(data: Path, folder: Path, version: str) -> None:
    """Train, measure and write: twice, so that the card holds what was measured."""
    corpora = recipe.corpora(data)
    trained = linear_training.train(corpora, recipe.SLOTS)
    used = corpora_used(corpora)
    with tempfile.TemporaryDirectory() as place:
        files = trained.write(Path(place))
        write(folder, files, used, version)
        sentiment(data, LinearMiner("ecommerce", folder))
        clauses(data, folder)
        write(folder, files, used, version)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", default=os.environ.get("NEEDLENS_DATA", "../shared/data"))
    parser.add_argument("--train", type=Path, help="train, and write the model here")
    parser.add_argument("--version", default="1.0.0", help="of the model that is written")
    parser.add_argument("--only", nargs="*", default=["sentiment", "clauses", "speed", "left"])
    given = parser.parse_args()
    data, folder = Path(given.data), given.train or WEIGHTS
    if not data.is_dir():
        sys.exit(f"there is no folder {data}; give --data or set NEEDLENS_DATA")
    if given.train:
        train(data, folder, given.version)
    elif "sentiment" in given.only:
        sentiment(data, LinearMiner("ecommerce", folder))
    if not given.train and "clauses" in given.only:
        clauses(data, folder)
    if "speed" in given.only:
        speed(data, folder)
    if "left" in given.only:
        left(data, folder)


if __name__ == "__main__":
    main()

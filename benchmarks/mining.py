"""Measure the rule tier of mining on labelled reviews, and its speed beside jieba's.

python benchmarks/mining.py --data FOLDER [--part heldout|train] [--only NAME ...]

Opinion and aspect spans, polarity, valence, document polarity, suggestions, whether
confidence is honest, and rows per second. The held-out parts were not used to fit anything,
with two exceptions: words were mended after reading needs mined from all rows of the shop and
clothing reviews, and a few removed words were put back because a held-out table fell.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import time
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl

from needlens.mining import Domain, opinions, suggestions
from needlens.mining.miner import RuleMiner
from needlens.records import Opinion

POLARITY = {"正面": "positive", "负面": "negative", "中性": "neutral"}


class Gold(NamedTuple):
    """One labelled opinion; offsets are -1 and words empty when not given."""

    aspect: str
    aspect_start: int
    opinion: str
    opinion_start: int
    polarity: str
    valence: float


class Count:
    """Counts what agrees, and prints precision, recall and F1."""

    def __init__(self) -> None:
        self.hits = self.predicted = self.gold = 0

    def add(self, predicted: set[object], gold: set[object]) -> None:
        self.hits += len(predicted & gold)
        self.predicted += len(predicted)
        self.gold += len(gold)

    def __str__(self) -> str:
        precision = self.hits / max(self.predicted, 1)
        recall = self.hits / max(self.gold, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        return f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  (n={self.gold})"


BINS: dict[str, list[tuple[float, bool]]] = defaultdict(list)
"""Data set → (confidence, is it right) of every opinion found."""


# ─── reading the data ───────────────────────────────────────────────────────────────────────


def zhijiang(data: Path, part: str) -> Iterator[tuple[str, list[Gold]]]:
    """Yield Chinese cosmetics reviews with their quads; every fifth is held out."""
    gold = defaultdict(list)
    with open(data / "zhijiang_cup/Train_labels.csv", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            aspect = "" if row["AspectTerms"] == "_" else row["AspectTerms"]
            opinion = "" if row["OpinionTerms"] == "_" else row["OpinionTerms"]
            start = int(row["A_start"]) if aspect else -1
            at = int(row["O_start"]) if opinion else -1
            gold[row["id"]].append(
                Gold(aspect, start, opinion, at, POLARITY[row["Polarities"]], 0.0)
            )
    with open(data / "zhijiang_cup/Train_reviews.csv", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            if (int(row["id"]) % 5 == 0) == (part == "heldout"):
                yield row["Reviews"], gold[row["id"]]


def dimabsa(data: Path, name: str, part: str) -> Iterator[tuple[str, list[Gold]]]:
    """Yield sentences with their quadruplets; words apart by spaces are put together."""
    file = f"{name}_dev_task3.jsonl" if part == "heldout" else f"{name}_train_alltasks.jsonl"
    for line in (data / "dimabsa" / file).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        gold = []
        for quad in row["Quadruplet"]:
            aspect, opinion = (
                "" if quad[key].lower() == "null" else _written(quad[key])
                for key in ("Aspect", "Opinion")
            )
            valence = float(quad["VA"].split("#")[0])
            polarity = "negative" if valence < 4.5 else "positive" if valence > 5.5 else "neutral"
            gold.append(Gold(aspect, -1, opinion, -1, polarity, valence))
        yield _written(row["Text"]), gold


def _written(text: str) -> str:
    """Undo the data's tokenising: do n't → don't, good . → good."""
    for apart, together in (("' t ", "'t "), ("' s ", "'s "), ("' ve ", "'ve "), ("' m ", "'m "),
                            ("' re ", "'re "), ("n ' t", "n't"), (" n't", "n't"), (" 's", "'s"), (" 'm", "'m"), (" .", "."),
                            (" ,", ","), (" !", "!"), (" ?", "?"), ("` ` ", '"'), (" - ", "-"),
                            ("ca not", "cannot"), (" '", "'")):  # fmt: skip
        text = text.replace(apart, together)
    return text


def shop_reviews(data: Path, part: str) -> list[tuple[str, int]]:
    """Return distinct Chinese reviews of ten kinds of goods with label 1 or 0."""
    with zipfile.ZipFile(data / "online_shopping_10_cats/online_shopping_10_cats.zip") as file:
        frame = pl.read_csv(io.BytesIO(file.read(file.namelist()[0])))
    frame = frame.drop_nulls("review").unique("review", maintain_order=True)
    frame = frame.filter((pl.int_range(pl.len()) % 5 == 0) == (part == "heldout"))
    return list(zip(frame["review"], frame["label"], strict=True))


def clothing(data: Path, part: str) -> list[tuple[str, int]]:
    """Return English clothing reviews: 1 for a rating of 4 or 5, 0 for 1 or 2."""
    path = data / "womens_clothing/Womens Clothing E-Commerce Reviews.csv.zip"
    with zipfile.ZipFile(path) as file:
        frame = pl.read_csv(io.BytesIO(file.read(file.namelist()[0])))
    frame = frame.drop_nulls("Review Text").filter(pl.col("Rating") != 3)
    frame = frame.filter((pl.int_range(pl.len()) % 5 == 0) == (part == "heldout"))
    return list(zip(frame["Review Text"], (frame["Rating"] > 3).cast(int), strict=True))


def asked(data: Path, part: str) -> list[tuple[str, int]]:
    """Return English forum sentences: 1 is a suggestion."""
    name = "SubtaskA_Trial_Test_Labeled.csv" if part == "heldout" else "V1.4_Training.csv"
    with open(data / "suggestion_mining" / name, encoding="utf-8", errors="replace") as file:
        rows = [row for row in csv.reader(file) if len(row) == 3 and row[2] in "01"]
    return [(text.strip('"'), int(label)) for _, text, label in rows]


def aspects(data: Path, name: str, part: str) -> Iterator[tuple[str, int, int, str]]:
    """Yield sentence, span of its aspect, and polarity."""
    path = data / "chinese_aspect_polarity" / name / f"{name}.train.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    for i in range(0, len(lines) - 2, 3):
        if (i // 3 % 5 == 0) != (part == "heldout"):
            continue
        aspect = lines[i + 1].replace(" ", "")
        sentence = lines[i].replace(" ", "")
        start = sentence.index("$T$")
        text = sentence.replace("$T$", aspect, 1)
        yield text, start, start + len(aspect), lines[i + 2].strip().lower()


# ─── measuring ──────────────────────────────────────────────────────────────────────────────


def spans(name: str, texts: Iterable[tuple[str, list[Gold]]], domain: Domain) -> None:
    """Print F1 of opinion and aspect terms, and polarity and valence of matched ones."""
    exact, overlap, terms, near_terms = Count(), Count(), Count(), Count()
    polarity, valence = [], []
    n = 0
    for text, gold in texts:
        n += 1
        found = opinions(text, domain)
        exact.add({_flat(o.opinion) for o in found}, {_flat(g.opinion) for g in gold if g.opinion})
        terms.add({_flat(o.aspect) for o in found if o.aspect},
                  {_flat(g.aspect) for g in gold if g.aspect})  # fmt: skip
        pairs = [(o, g) for o in found for g in gold if _meets(o, g)]
        overlap.hits += len({id(o) for o, _ in pairs})
        overlap.predicted += len(found)
        overlap.gold += sum(bool(g.opinion) for g in gold)
        aspect_hits = {_flat(o.aspect) for o in found if o.aspect
                       for g in gold if g.aspect and _touch(o.aspect, g.aspect)}  # fmt: skip
        near_terms.hits += len(aspect_hits)
        near_terms.predicted += len({_flat(o.aspect) for o in found if o.aspect})
        near_terms.gold += len({_flat(g.aspect) for g in gold if g.aspect})
        for o in found:
            mine = [g for a, g in pairs if a is o]
            best = max(mine, key=lambda g: _fit(o, g), default=None)
            BINS[name].append((o.confidence, best is not None and best.polarity == o.polarity))
            if best is not None:
                polarity.append(best.polarity == o.polarity)
                valence.append((o.valence, best.valence))
    print(f"\n{name} ({n} texts)")
    print(f"  opinion term, exact    {exact}")
    print(f"  opinion term, overlap  {overlap}")
    print(f"  aspect term, exact     {terms}")
    print(f"  aspect term, overlap   {near_terms}")
    print(f"  polarity of matched    {np.mean(polarity):.3f}  (n={len(polarity)})")
    if any(g for _, g in valence):
        a, b = np.array(valence).T
        print(f"  valence of matched     r {np.corrcoef(a, b)[0, 1]:.3f}  "
              f"RMSE {np.sqrt(np.mean((a - b) ** 2)):.3f}  bias {np.mean(a - b):+.2f}")  # fmt: skip


def _flat(text: str | None) -> str:
    return (text or "").replace(" ", "").lower()


def _touch(one: str, other: str) -> bool:
    a, b = _flat(one), _flat(other)
    return a in b or b in a


def _meets(o: Opinion, g: Gold) -> bool:
    """Tell whether a found and a labelled opinion are about the same words."""
    if not g.opinion:
        return False
    if g.opinion_start >= 0:
        return (
            o.opinion_start < g.opinion_start + len(g.opinion) and g.opinion_start < o.opinion_end
        )
    return _touch(o.opinion or "", g.opinion)


def _fit(o: Opinion, g: Gold) -> float:
    same_aspect = bool(o.aspect and g.aspect and _touch(o.aspect, g.aspect))
    return 2 * same_aspect + (_flat(o.opinion) == _flat(g.opinion))


def documents(name: str, texts: list[tuple[str, int]], domain: Domain) -> None:
    """Print how many texts get a polarity from their mean valence, and how often right."""
    right, n, total = 0, 0, len(texts)
    for text, label in texts:
        score = _score(opinions(text, domain))
        if score is not None:
            n += 1
            right += (score > 0) == bool(label)
    print(f"{name:28} coverage {n / total:.3f}  accuracy {right / n:.3f}  "
          f"overall {(right + (total - n) / 2) / total:.3f}  (n={total})")  # fmt: skip


def _score(found: list[Opinion]) -> float | None:
    said = [(o.valence - 5.0) * o.confidence for o in found]
    total = sum(said)
    return total if said and abs(total) > 1e-9 else None


def asking(texts: list[tuple[str, int]], domain: Domain) -> None:
    """Print F1 of telling suggestions from other sentences."""
    count = Count()
    for i, (text, label) in enumerate(texts):
        found = suggestions(text, domain)
        count.add({i} if found else set(), {i} if label else set())
        for one in found:
            BINS["suggestions"].append((one.confidence, bool(label)))
    print(f"suggestions                  {count} of {len(texts)}")


def aspect_polarity(name: str, rows: Iterable[tuple[str, int, int, str]], domain: Domain) -> None:
    """Print the accuracy of the polarity of a given aspect."""
    total = covered = right = guessed = 0
    for text, start, end, polarity in rows:
        found = opinions(text, domain)
        mine = [o for o in found if o.aspect_start < end and start < o.aspect_end]
        score = _score(mine)
        total += 1
        if score is not None:
            covered += 1
            right += (score > 0) == (polarity == "positive")
        else:
            score = _score(found)
        guessed += ((score or 0.1) > 0) == (polarity == "positive")
    print(f"{name:28} coverage {covered / total:.3f}  accuracy {right / covered:.3f}  "
          f"overall {guessed / total:.3f}  (n={total})")  # fmt: skip


def calibration() -> None:
    """Print how often opinions of each confidence are right."""
    print("\nconfidence → share right (n)")
    for name, pairs in BINS.items():
        bins = defaultdict(list)
        for confidence, right in pairs:
            bins[min(int(confidence * 10), 9)].append(right)
        cells = [f".{b}–: {np.mean(r):.2f} ({len(r)})" for b, r in sorted(bins.items())]
        error = sum(abs(np.mean([c for c, _ in pairs if min(int(c * 10), 9) == b]) - np.mean(r))
                    * len(r) for b, r in bins.items()) / len(pairs)  # fmt: skip
        print(f"  {name:20} " + "  ".join(cells) + f"  ECE {error:.3f}")


# ─── speed ──────────────────────────────────────────────────────────────────────────────────


def speed(data: Path, domain: Domain) -> None:
    """Print rows per second of the batch stage, and of a plain loop with jieba."""
    zh = [text for text, _ in shop_reviews(data, "train")[::8]]
    en = [text for text, _ in clothing(data, "train")[:2000]]
    print("\nspeed (CPU time of one thread)")
    for name, texts in (("Chinese reviews", zh), ("English reviews", en)):
        miner = RuleMiner(domain)
        frame = pl.DataFrame({"signal_id": [str(i) for i in range(len(texts))], "text": texts})
        miner.mine(frame.head(200))
        began = time.process_time()
        said, wishes = miner.mine(frame)
        seconds = time.process_time() - began
        print(f"  {name}: {len(texts) / seconds:,.0f} rows/s, "
              f"{sum(map(len, texts)) / seconds / 1e6:.2f} M characters/s, "
              f"{said.height} opinions, {wishes.height} suggestions (n={len(texts)})")  # fmt: skip
    _jieba_loop(zh, domain)


def _jieba_loop(texts: list[str], domain: Domain) -> None:
    try:
        import jieba
    except ImportError:
        print("  jieba is not installed: pip install needlens[bench]")
        return
    jieba.setLogLevel(60)
    jieba.initialize()
    words = {w: o.alone.valence - 5 for w, o in domain.opinion_words.items() if o.alone}
    began = time.process_time()
    for text in texts:
        score, sign = 0.0, 1
        for word in jieba.cut(text):
            if word in ("不", "没", "没有"):
                sign = -1
            elif word in words:
                score, sign = score + sign * words[word], 1
    seconds = time.process_time() - began
    print(f"  jieba and a word list: {len(texts) / seconds:,.0f} rows/s, one score a text, "
          "no aspect, no span")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    default = os.environ.get("NEEDLENS_DATA", "../shared/data")
    parser.add_argument("--data", type=Path, default=Path(default))
    parser.add_argument("--part", choices=("heldout", "train"), default="heldout")
    parser.add_argument("--only", nargs="*", default=[])
    args = parser.parse_args()
    data, part, domain = args.data, args.part, Domain.load("ecommerce")
    jobs: dict[str, Callable[[], None]] = {
        "zhijiang": lambda: spans("zhijiang_cup", zhijiang(data, part), domain)
    }
    for name in ("zho_laptop", "zho_restaurant", "eng_laptop", "eng_restaurant"):
        jobs[name] = lambda n=name: spans(f"dimabsa {n}", dimabsa(data, n, part), domain)
    jobs["shop"] = lambda: documents("\nonline_shopping_10_cats", shop_reviews(data, part), domain)
    jobs["clothing"] = lambda: documents("womens_clothing", clothing(data, part), domain)
    for name in ("camera", "phone", "notebook", "car"):
        jobs[name] = lambda n=name: aspect_polarity(
            f"aspect polarity, {n}", aspects(data, n, part), domain
        )
    jobs["suggestions"] = lambda: asking(asked(data, part), domain)
    jobs["speed"] = lambda: speed(data, domain)
    for name, job in jobs.items():
        if not args.only or name in args.only:
            job()
    if BINS:
        calibration()


if __name__ == "__main__":
    main()

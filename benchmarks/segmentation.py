"""Chinese word segmentation beside jieba, and near-duplicate search, on one thread.

    python benchmarks/segmentation.py [--data FOLDER] [--n 4000]

Reads the reviews of ``online_shopping_10_cats`` from ``--data`` (default: $NEEDLENS_DATA,
then ../shared/data); without them, texts made from a seed. Times are CPU time; both
peers read the same texts in turn, round by round, and the best round of each counts.
"""

from __future__ import annotations

import argparse
import csv
import io
import logging
import os
import random
import time
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl

from needlens.text import Segmenter, groups

ROUNDS = 7
GOAL = 15


def real_texts(folder: Path) -> list[str]:
    archive = folder / "online_shopping_10_cats" / "online_shopping_10_cats.zip"
    if not archive.exists():
        return []
    with zipfile.ZipFile(archive) as opened:
        name = next(n for n in opened.namelist() if n.endswith(".csv"))
        rows = csv.DictReader(io.TextIOWrapper(opened.open(name), "utf-8-sig"))
        return [row["review"] for row in rows if row["review"]]


def made_texts(n: int) -> list[str]:
    rng = random.Random(1)
    things = [
        "屏幕",
        "电池",
        "包装",
        "物流",
        "客服",
        "颜色",
        "尺码",
        "面料",
        "做工",
        "味道",
        "价格",
        "音质",
    ]
    how = ["非常好", "不太好", "很一般", "有点差", "特别棒", "真的不错", "比想象中好", "让人失望"]
    return [
        "，".join(rng.choice(things) + rng.choice(how) for _ in range(rng.randint(4, 12))) + "。"
        for _ in range(n)
    ]


def megabytes(texts: list[str]) -> float:
    return sum(len(text.encode()) for text in texts) / 1e6


def in_turn(peers: dict[str, Callable[[], object]]) -> dict[str, float]:
    best = dict.fromkeys(peers, float("inf"))
    for run in peers.values():
        run()
    for _ in range(ROUNDS):
        for name, run in peers.items():
            start = time.process_time()
            run()
            best[name] = min(best[name], time.process_time() - start)
    return best


def segmentation(texts: list[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(logging.ERROR)
    segmenter, series, size = Segmenter(), pl.Series(texts), megabytes(texts)
    for title, ours, theirs in (
        ("words", segmenter.words_of, jieba.lcut),
        ("index terms", segmenter.index_terms_of, jieba.lcut_for_search),
    ):
        best = in_turn(
            {
                "needlens": lambda ours=ours: ours(series),
                "jieba": lambda theirs=theirs: [theirs(text) for text in texts],
            }
        )
        speed = {name: size / seconds for name, seconds in best.items()}
        print(
            f"{title}: needlens {speed['needlens']:.1f} MB/s, jieba {speed['jieba']:.2f} MB/s, "
            f"ratio {speed['needlens'] / speed['jieba']:.1f} (goal {GOAL}), "
            f"n={len(texts)} texts, {size:.2f} MB, best of {ROUNDS}"
        )


def duplicates(texts: list[str]) -> None:
    series = pl.Series(texts)
    groups(series.head(100))
    start = time.process_time()
    found = groups(series)
    seconds = time.process_time() - start
    print(
        f"near-duplicates: {len(texts) / seconds:,.0f} texts/s ({seconds:.2f} s CPU), "
        f"n={len(texts)} texts in {found.n_unique()} groups"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    default = os.environ.get("NEEDLENS_DATA", "../shared/data")
    parser.add_argument("--data", type=Path, default=Path(default))
    parser.add_argument("--n", type=int, default=4_000, help="texts for segmentation")
    options = parser.parse_args()
    texts = real_texts(options.data)
    print("texts:", "online_shopping_10_cats" if texts else "made from a seed")
    texts = texts or made_texts(60_000)
    segmentation(random.Random(2).sample(texts, min(options.n, len(texts))))
    duplicates(texts)


if __name__ == "__main__":
    main()

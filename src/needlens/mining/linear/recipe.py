"""The recipe of the linear model that comes with needlens: which texts teach it what."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import polars as pl

from needlens.lm.corpora import dimabsa, shop_reviews, zhijiang
from needlens.lm.corpora.samples import Quad, Sample, folded
from needlens.lm.linear.labelled import Corpus
from needlens.mining.domain import Domain
from needlens.mining.miner import RuleMiner

SLOTS = {"ecommerce": 8192, "laptop": 8192, "restaurant": 4096, "cosmetics": 2048}
"""How many n-grams tell the categories of each domain."""
WEAK = 0.05
"""What a clause that only the rules have labelled counts beside one that people labelled."""
_GOODS = frozenset({"laptop", zhijiang.DOMAIN})
_PRAISE, _BLAME = 5.5, 4.5


def corpora(data: Path) -> list[Corpus]:
    """Return what the linear model is trained on, from the folder of data sets."""
    found = [_gold(name, name.partition("_")[2], _dimabsa(data, name)) for name in dimabsa.DOMAINS]
    found.append(_gold("zhijiang", zhijiang.DOMAIN, zhijiang.read(data / "zhijiang_cup"), False))
    shop = shop_reviews.read(data / shop_reviews.NAME)
    found.append(weak("shop", shop.with_columns(positive=pl.col("label").cast(pl.Float64))))
    found.append(weak("clothing", clothing(data)))
    return [*found, weak("other goods", _other(found))]


def _other(gold: list[Corpus]) -> pl.DataFrame:
    """Return the texts on computers and cosmetics, for the rules to label with shop categories."""
    sides = {"train": [c.train for c in gold], "dev": [c.dev for c in gold]}
    rows = [
        (sample.text, side)
        for side, parts in sides.items()
        for corpus, part in zip(gold, parts, strict=True)
        if corpus.domain in _GOODS
        for sample in part
    ]
    frame = pl.DataFrame(rows, schema=["text", "split"], orient="row")
    return frame.with_columns(positive=pl.lit(None, dtype=pl.Float64))


def clothing(data: Path) -> pl.DataFrame:
    """Return the English reviews with text, rating, positive (null at 3 of 5) and split."""
    [file] = (data / "womens_clothing").glob("*.zip")
    with zipfile.ZipFile(file) as archive:
        text = archive.read(archive.namelist()[0]).decode("utf-8")
    rows = [(r["Review Text"].strip(), int(r["Rating"])) for r in csv.DictReader(io.StringIO(text))]
    frame = pl.DataFrame(rows, schema=["text", "rating"], orient="row").filter(pl.col("text") != "")
    frame = frame.with_columns(folded=pl.col("text").map_elements(folded, pl.String))
    frame = frame.unique("folded", keep="first", maintain_order=True)
    praise = pl.when(pl.col("rating") != 3).then((pl.col("rating") > 3).cast(pl.Float64))
    return frame.with_columns(positive=praise, split=shop_reviews.split(frame["folded"]))


def weak(name: str, reviews: pl.DataFrame, domain: Domain | str = "ecommerce") -> Corpus:
    """Return reviews (text, positive, split) with the opinions that the rules read in them.

    Only the splits train and dev are looked at.
    """
    reviews = reviews.filter(pl.col("split") != "test").with_row_index("signal_id")
    reviews = reviews.with_columns(pl.col("signal_id").cast(pl.String))
    said, _ = RuleMiner(domain).mine(reviews.select("signal_id", "text"))
    quads: dict[str, list[Quad]] = {}
    columns = ("aspect_start", "aspect_end", "opinion_start", "opinion_end")
    for id, a, b, c, d, *rest in said.select(
        "signal_id", *columns, "category", "valence", "arousal"
    ).iter_rows():
        quads.setdefault(id, []).append(Quad((a, b), (c, d), *rest))
    samples: dict[str, list[Sample]] = {"train": [], "dev": []}
    for id, text, positive, side in reviews.select(
        "signal_id", "text", "positive", "split"
    ).iter_rows():
        one = Sample(id, text, "ecommerce", tuple(quads.get(id, ())), positive)
        samples[side].append(one)
    trust = float(said["confidence"].mean() or 0.0)  # type: ignore[arg-type]
    return Corpus(name, "ecommerce", samples["train"], samples["dev"], WEAK, trust)


def _dimabsa(data: Path, name: str) -> list[Sample]:
    """Return the training part, with the sentiment of the whole where it is clear."""
    return [_whole(sample) for sample in dimabsa.read(data / "dimabsa", name, "train")]


def _whole(sample: Sample) -> Sample:
    valences = [quad.valence for quad in sample.quads or () if quad.valence is not None]
    mean = sum(valences) / len(valences) if valences else 5.0
    return replace(sample, positive=1.0 if mean > _PRAISE else 0.0 if mean < _BLAME else None)


def _gold(name: str, domain: str, samples: list[Sample], strength: bool = True) -> Corpus:
    """Set a tenth aside to calibrate on, near-copies on the same side."""
    distinct = pl.DataFrame({"text": [s.text for s in samples]}).unique(maintain_order=True)
    sides = dict(zip(distinct["text"], shop_reviews.split(distinct["text"]), strict=True))
    dev = [sample for sample in samples if sides[sample.text] == "dev"]
    train = [sample for sample in samples if sides[sample.text] != "dev"]
    return Corpus(name, domain, train, dev, strength=strength)

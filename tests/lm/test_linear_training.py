"""Training the linear model on a few hundred made-up sentences."""

from __future__ import annotations

import itertools

import numpy as np
import polars as pl
import pytest

pytest.importorskip("sklearn", reason="needs the extra [train]")

from needlens.errors import ModelError
from needlens.lm.card import Card, TrainedOn
from needlens.lm.contents import fill
from needlens.lm.corpora.samples import Quad, Sample
from needlens.lm.linear.labelled import Clauses, Corpus
from needlens.lm.linear.weights import read
from needlens.lm.linear_training import rounded, train
from needlens.mining.linear import LinearMiner, contributions

PARTS = {
    "DISPLAY#QUALITY": ["屏幕", "画面", "the screen ", "the display "],
    "BATTERY#LIFE": ["电池", "续航", "the battery ", "the charge "],
    "PRICE#LEVEL": ["价格", "价钱", "the price ", "the cost "],
}
WORDS = {
    7.5: ["非常满意", "特别棒", "is wonderful", "is a joy"],
    2.5: ["糟糕透顶", "特别差劲", "is terrible", "is a shame"],
}
PLAIN = ["周二收到的", "给弟弟用", "it came on monday", "my second order"]


def samples() -> list[Sample]:
    found = []
    for category, valence in itertools.product(PARTS, WORDS):
        pairs = zip(PARTS[category], WORDS[valence], strict=True)
        for (n, (aspect, opinion)), plain in itertools.product(enumerate(pairs), PLAIN):
            text = f"{plain},{aspect}{opinion}"
            at = len(plain) + 1
            spans = (at, at + len(aspect.strip())), (at + len(aspect), len(text))
            quad = Quad(*spans, category, valence, 6.0)
            id = f"{category}{valence}{n}{plain}"
            found.append(Sample(id, text, "tiny", (quad,), float(valence > 5)))
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    some = samples()
    corpus = Corpus("tiny", "ecommerce", [s for s in some if "弟弟" not in s.text], some[1::4])
    trained = train([corpus], {"ecommerce": 200})
    files = tmp_path_factory.mktemp("files")
    place = tmp_path_factory.mktemp("model") / "1"
    card = Card(
        title="tiny",
        purpose="test",
        base="none",
        base_licence="none",
        licence="own",
        data=(TrainedOn("made up", "own", len(some), "all"),),
        measured=(),
        limits="knows nine words",
        made_with="test",
        main_file="sentiment.npy",
    )
    from datetime import UTC, datetime

    fill(place, trained.write(files), card, "linear-tiny", "1", datetime(2026, 1, 1, tzinfo=UTC))
    return place


def test_what_was_learnt_is_read_back(folder) -> None:
    miner = LinearMiner("ecommerce", folder)
    texts = ["昨天到的，价钱糟糕透顶", "the screen is wonderful, bought it twice"]
    frame = pl.DataFrame({"signal_id": ["a", "b"], "text": texts})
    said, asked = miner.mine(frame)
    assert said.select("signal_id", "category", "polarity").rows() == [
        ("a", "PRICE#LEVEL", "negative"),
        ("b", "DISPLAY#QUALITY", "positive"),
    ]
    quotes = said.select("start", "end").rows()
    assert [texts[i][slice(*q)] for i, q in enumerate(quotes)] == [
        "价钱糟糕透顶",
        "the screen is wonderful",
    ]
    assert asked.is_empty()
    assert set(said["version"]) == {miner.version}
    assert miner.version.startswith("linear-tiny/1@")


def test_strength_is_learnt(folder) -> None:
    frame = pl.DataFrame({"signal_id": ["a", "b"], "text": ["电池特别棒", "the cost is a shame"]})
    valence = LinearMiner("ecommerce", folder).mine(frame)[0]["valence"].to_list()
    assert valence[0] > 5.8 and valence[1] < 4.2


def test_contributions_sum_to_the_strength(folder) -> None:
    miner = LinearMiner("ecommerce", folder)
    intercept = miner.weights.tables["sentiment"].intercept
    for text in ("畫面特别棒，但價格糟糕透顶!", "the display is terrible. 电池非常满意", "?"):
        strength = miner.sentiment(pl.Series([text]))["strength"].item()
        added = contributions(text, miner)
        assert sum(one.value for one in added) == pytest.approx(strength - intercept, abs=1e-9)
        assert all(text[one.start : one.end] == one.words for one in added)


def test_weak_labels_count_less() -> None:
    some = samples()
    turned = [
        Sample(s.id, s.text, s.domain, tuple(Quad(q.aspect, q.opinion, q.category, 5.0, 5.0) for q in s.quads or ()), s.positive)
        for s in some
    ]  # fmt: skip
    gold = Corpus("gold", "tiny", some, some[::5])
    weak = Corpus("weak", "tiny", turned, turned[::5], weight=0.01, trust=0.5)
    table = train([gold, weak], {"tiny": 50}).tables["valence"]
    clauses = Clauses.of(some)
    from needlens.lm.linear.grams import grams

    scores = table.scores(grams(clauses.units), clauses.units.clauses)
    said = scores[clauses.labels["clause"].to_numpy()]
    truth = clauses.labels["valence"].to_numpy()
    assert np.abs(said - truth).mean() < np.abs(said - 5.0).mean()


def test_an_opinion_implied_in_a_long_text_leaves_its_clauses_unknown() -> None:
    quads = (Quad((-1, -1), (-1, -1), "PRICE#LEVEL", 3.0, 5.0),)
    clauses = Clauses.of(
        [Sample("a", "唉,买完就降价", "x", quads), Sample("b", "真贵", "x", quads)]
    )
    assert clauses.known.tolist() == [False, False, True]
    assert clauses.labels["clause"].to_list() == [2]


def test_rounding_keeps_the_weights() -> None:
    weights = np.sin(np.arange(1000.0))
    table = rounded(weights, 0.5)
    assert np.abs(table.weights * table.scale - weights).max() <= table.scale


@pytest.mark.parametrize("change", ["hash", "kind", "bits"])
def test_a_changed_file_is_refused(folder, tmp_path, change) -> None:
    import json
    import shutil

    place = tmp_path / "model"
    shutil.copytree(folder, place)
    if change == "hash":
        values = np.load(place / "valence.npy")
        values[7] += 1
        np.save(place / "valence.npy", values)
        with pytest.raises(ModelError, match=r"valence\.npy"):
            read(place)
        return
    from hashlib import sha256

    from needlens.lm.manifest import MANIFEST

    file = "linear.json" if change == "bits" else "valence.npy"
    if change == "bits":
        settings = json.loads((place / file).read_text())
        (place / file).write_text(json.dumps(settings | {"bits": 12}))
    else:
        np.save(place / file, np.load(place / file).astype(np.int16))
    manifest = json.loads((place / MANIFEST).read_text())
    raw = (place / file).read_bytes()
    manifest["files"][file] = {"sha256": sha256(raw).hexdigest(), "size": len(raw)}
    (place / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(ModelError, match="12 bits" if change == "bits" else "int16"):
        read(place)

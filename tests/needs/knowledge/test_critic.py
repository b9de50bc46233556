"""The critic: what it believes, what it refuses to work with, and that it can be made again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from needlens.errors import ModelError, UserError
from needlens.lm.shipped import installed
from needlens.needs.knowledge.asking import CANDIDATES
from needlens.needs.knowledge.critic import FILES, FOLDER, Critic
from needlens.needs.knowledge.critic_training import PRECISE, labelled, train
from needlens.needs.knowledge.features import NAMES, features
from needlens.needs.ngrams import Ngrams

PAIRS = Path(__file__).parents[3] / "benchmarks/needs/knowledge/pairs.jsonl"
needs_encoder = pytest.mark.skipif(
    "reader-zh-en" not in installed(), reason="the model reader-zh-en is not installed"
)


@needs_encoder
@pytest.mark.parametrize(
    ("head", "other", "good", "bad"),
    [
        ("雨靴", "儿童防滑雨鞋", ("used_for", "下雨天走路上学", "walking to school in the rain"),
         ("used_for", "煎牛排", "frying steaks")),
        ("desk lamp", "Dimmable LED Reading Light", ("used_for", "夜里备考", "studying late at night"),
         ("goes_with", "狗粮", "dog food")),
    ],
)  # fmt: skip
def test_a_plausible_reason_is_likelier_than_nonsense(head, other, good, bad) -> None:
    rows = [("search", "query", head, head, "product", "p", other, 5, *r) for r in (good, bad)]
    first, second = Critic().probabilities(pl.DataFrame(rows, schema=CANDIDATES, orient="row"))
    assert 0 < second < first < 1


@needs_encoder
def test_nothing_in_nothing_out() -> None:
    assert Critic().probabilities(CANDIDATES.to_frame()).shape == (0,)


def test_another_encoder_is_refused() -> None:
    with pytest.raises(ModelError, match="ngrams-1; install"):
        Critic(encoder_=Ngrams())


@pytest.mark.parametrize("damage", ["gone", "short", "names"])
def test_damaged_files_are_refused(tmp_path, damage) -> None:
    for name in FILES:
        shutil.copy(FOLDER / name, tmp_path)
    if damage == "gone":
        (tmp_path / "weights.npy").unlink()
    elif damage == "short":
        np.save(tmp_path / "weights.npy", np.zeros(3, dtype=np.float32))
    else:
        card = json.loads((tmp_path / "critic.json").read_text())
        (tmp_path / "critic.json").write_text(json.dumps(card | {"features": NAMES[1:]}))
    encoder = Ngrams()
    encoder.model = json.loads((FOLDER / "critic.json").read_text())["encoder"]
    with pytest.raises(ModelError, match="damaged"):
        Critic(tmp_path, encoder)


def test_features_do_not_depend_on_the_order_of_rows() -> None:
    frame = labelled(PAIRS, "test").head(30)
    found = features(frame, Ngrams())
    assert found.shape == (30, len(NAMES) + Ngrams.size)
    assert np.allclose(found[::-1], features(frame.reverse(), Ngrams()), atol=1e-5)


def test_a_critic_learns_and_its_threshold_is_precise() -> None:
    examples = labelled(PAIRS, "train")
    trained = train(examples, Ngrams())
    assert trained.precision >= PRECISE and 0 < trained.recall < 1
    assert len(trained.weights) == len(NAMES) + Ngrams.size + 1
    again = train(examples.sort("object_zh", "pair"), Ngrams())
    assert again.threshold == pytest.approx(trained.threshold, abs=1e-4)


def test_the_labelled_set_is_whole_and_no_pair_is_in_both_parts() -> None:
    parts = [labelled(PAIRS, split) for split in ("train", "test")]
    assert sum(part.height for part in parts) >= 320
    assert not set(parts[0]["pair"]) & set(parts[1]["pair"])
    for part in parts:
        assert set(part["language"]) == {"zh", "en"}
        assert 0.25 < part["good"].mean() < 0.4


def test_what_cannot_be_trained_on_is_a_sentence(tmp_path) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        labelled(tmp_path / "none.jsonl", "train")
    (tmp_path / "some.jsonl").write_text('{"pair": "p1", "relation": "obeys"}\n')
    with pytest.raises(UserError, match="missing: kind"):
        labelled(tmp_path / "some.jsonl", "train")
    with pytest.raises(UserError, match="at least 50"):
        train(labelled(PAIRS, "train").head(20), Ngrams())

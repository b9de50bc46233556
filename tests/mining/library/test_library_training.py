"""A library made from a few texts of our own: its files, what it knows, what it refuses."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from lm import tiny_embedder
from need_lines import LINES, written
from needlens.errors import ModelError, UserError
from needlens.mining.library import NeedLibrary
from needlens.mining.library.texts import NO_NEED, read
from needlens.mining.library.training import make, praise

torch = pytest.importorskip("torch", reason="PyTorch comes with needlens[train]")
NONE = 3
ELSE = {
    "need": "other",
    "zh": ["门铃旋律难听", "门铃旋律太长", "门铃旋律要能换"],
    "en": ["dull melody of the bell", "change the melody", "melody too long"],
}


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    return read(written(tmp_path_factory.mktemp("texts")))


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory, texts):
    return tiny_embedder.write(tmp_path_factory.mktemp("vocabulary"), texts.texts)


@pytest.fixture(scope="module")
def base(tmp_path_factory, vocabulary):
    """A random encoder of one layer, as wide as the vectors of the vocabulary."""
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=50, hidden_size=tiny_embedder.SIZE, num_hidden_layers=1, num_attention_heads=4,
        intermediate_size=64, max_position_embeddings=64,
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("base")
    with torch.random.fork_rng():
        torch.manual_seed(0)
        BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    (folder / "tokenizer.json").write_bytes((vocabulary / "tokenizer.json").read_bytes())
    return folder


def recipe(base):
    from needlens.lm.need_encoder import NeedRecipe
    from needlens.lm.training import TrainingConfig

    training = TrainingConfig(epochs=3, learning_rate=1e-3, head_learning_rate=1e-2, threads=1)
    return NeedRecipe(base=str(base), texts=8, training=training)


@pytest.fixture(scope="module")
def made(texts, vocabulary, base, tmp_path_factory):
    folder = tmp_path_factory.mktemp("made") / "library"
    background = ["今天下雨。", "we met at the station."]
    texts = read(written(tmp_path_factory.mktemp("more"), [*LINES, ELSE]))
    make(texts, background, vocabulary, folder, recipe(base))
    return folder


def best(known, *said):
    ids = [*(need.id for need in known.needs), None]
    return [ids[i] for i in known.read(pl.Series(said)).argmax(axis=1)]


def test_what_it_learnt_is_known_in_both_languages(made):
    known = NeedLibrary(made)
    said = [(line["need"], text) for line in LINES for text in (*line["zh"], *line["en"])]
    right = [best(known, text) == [need] for need, text in said]
    assert sum(right) > 0.8 * len(said)


def test_its_names_and_counts_are_written_down(made, texts):
    content = json.loads((made / "needs.json").read_text(encoding="utf-8"))
    assert [(one["name_zh"], one["name_en"]) for one in content["needs"]] == [
        (line["name_zh"], line["name_en"]) for line in LINES[:3]
    ]
    assert content["texts"] == len(texts.texts) + 6 and content["background"] <= 2


def test_probabilities_are_probabilities_whatever_the_order(made, texts):
    known = NeedLibrary(made)
    said = pl.Series([*texts.texts, "", None])
    found = known.read(said)
    assert found.shape == (len(said), NONE + 1) and (found >= 0).all()
    assert np.allclose(found.sum(axis=1), 1, atol=1e-5)
    assert np.allclose(known.read(said.reverse())[::-1], found, atol=1e-5)


def test_praise_speaks_of_its_need_and_wants_nothing(made):
    known = NeedLibrary(made)
    vectors = known.encoder(pl.Series([*LINES[0]["calm_zh"], *LINES[0]["calm_en"]]))
    about = [known.needs[i].id for i in known.answers(vectors).about.argmax(axis=1)]
    assert about.count("cooler-kettle") >= 3
    complaints = known.encoder(pl.Series([*LINES[0]["zh"], *LINES[0]["en"]]))
    assert known.answers(vectors).wants.mean() < known.answers(complaints).wants.mean() - 0.1
    assert (known.answers(vectors).about.sum(axis=1) <= 1 + 1e-5).all()


def test_something_else_is_about_none_of_the_needs_and_may_be_wanted(made):
    known = NeedLibrary(made)
    elsewhere = known.answers(known.encoder(pl.Series([*ELSE["zh"], *ELSE["en"]])))
    said = [text for line in LINES[:3] for text in (*line["zh"], *line["en"])]
    theirs = known.answers(known.encoder(pl.Series(said)))
    assert elsewhere.about.sum(axis=1).mean() < 0.3 < 0.8 < theirs.about.sum(axis=1).mean()
    assert elsewhere.wants.mean() > 0.5


NEW = {
    "need": "quiet-lead", "name_zh": "牵引绳安静", "name_en": "quiet lead",
    "zh": ["绳子一拉吱呀响", "牵引绳声音大", "遛狗的绳吱呀响"],
    "en": ["noisy leash", "my lead squeaks", "noisy dog lead squeaks"],
}  # fmt: skip


def test_a_need_can_be_added_to_a_library_whose_encoder_is_kept(made, vocabulary, tmp_path):
    texts = read(written(tmp_path / "texts", [*LINES, ELSE, NEW]))
    make(texts, [], vocabulary, tmp_path / "more", keep=made)
    before, after = NeedLibrary(made), NeedLibrary(tmp_path / "more")
    assert after.encoder.digest == before.encoder.digest and after.version != before.version
    assert [need.id for need in after.needs] == [*(need.id for need in before.needs), "quiet-lead"]
    for language in ("zh", "en"):
        found = [best(after, text) == ["quiet-lead"] for text in NEW[language]]
        assert sum(found) >= len(found) - 1
    said = pl.Series(LINES[0]["zh"])
    assert np.array_equal(before.encoder(said), after.encoder(said))


def test_a_library_of_another_version_is_refused(made, tmp_path):
    for file in made.iterdir():
        if file.is_file():
            (tmp_path / file.name).symlink_to(file)
    content = json.loads((made / "needs.json").read_text(encoding="utf-8"))
    (tmp_path / "needs.json").unlink()
    (tmp_path / "needs.json").write_text(json.dumps(content | {"version": "1"}), encoding="utf-8")
    with pytest.raises(ModelError, match="version '1', and this needlens reads 3; install"):
        NeedLibrary(tmp_path)


def test_only_praise_of_the_background_teaches_that_nothing_is_wanted():
    angry = ["抽屉一拉吱呀响，太差了，气死", "noisy runners, terrible, awful"]
    happy = ["很好，非常满意", "love it, perfect"]
    assert praise([*angry, *happy]) == happy
    assert praise([]) == []


@pytest.mark.parametrize("few", ["one need", "no text without a need", "nothing"])
def test_too_little_to_learn_from_is_a_sentence(texts, vocabulary, tmp_path, few):
    kept = {"one need": (0, NO_NEED), "no text without a need": (0, 1, 2), "nothing": ()}[few]
    rows = [i for i, need in enumerate(texts.need) if need in kept]
    if few == "no text without a need":
        rows = [i for i in rows if texts.wants[i]]
    little = replace(
        texts, texts=[texts.texts[i] for i in rows], need=[texts.need[i] for i in rows],
        wants=[texts.wants[i] for i in rows],
        needs=[need for i, need in enumerate(texts.needs) if i in kept],
    )  # fmt: skip
    with pytest.raises(UserError, match="at least two needs, and texts that want nothing"):
        make(little, [], vocabulary, tmp_path / "out")
    assert not (tmp_path / "out").exists()

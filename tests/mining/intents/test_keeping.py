"""An intent model as a version of the workspace or a folder of its own, with its card."""

import pytest

from needlens.errors import ModelError, NotFound, UserError
from needlens.lm import registry
from needlens.mining.intents.keeping import card_of, find, publish, write


@pytest.fixture
def made(english, english_model):
    model, outcome = english_model
    return model, card_of(english, outcome)


def test_versions_are_published_found_and_rolled_back(tmp_path, made, embedder):
    model, card = made
    first = publish(tmp_path, "intents", model, card)
    second = publish(tmp_path, "intents", model, card)
    assert (first.manifest.version, second.manifest.version) == ("1", "2")
    found, stored = find("intents", tmp_path, embedder)
    assert stored.stamp == second.stamp
    assert (found.probabilities(["pay"]) == model.probabilities(["pay"])).all()
    registry.rollback(tmp_path, "intents")
    assert find("intents", tmp_path, embedder)[1].manifest.version == "1"


def test_a_folder_is_written_whole_and_replaced(tmp_path, made, embedder):
    folder = tmp_path / "模型 one"
    stored = write(folder, *made)
    assert sorted(path.name for path in folder.iterdir()) == [
        "card.md", "centre.npy", "intents.json", "manifest.json", "middles.npy", "weights.npy",
    ]  # fmt: skip
    assert find(str(folder), tmp_path / "models", embedder)[1].stamp == stored.stamp
    write(folder, *made)
    assert [path.name for path in tmp_path.iterdir()] == ["模型 one"]


def test_nothing_else_is_overwritten(tmp_path, made):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear", encoding="utf-8")
    for folder in (tmp_path / "mine", tmp_path / "mine" / "letter.txt"):
        with pytest.raises(UserError, match="something else"):
            write(folder, *made)
    assert (tmp_path / "mine" / "letter.txt").read_text(encoding="utf-8") == "dear"


def test_the_card_says_what_was_measured_on_how_many(made, english, english_model):
    card, outcome = made[1], english_model[1]
    accuracy = card.measured[0]
    assert (accuracy.n, accuracy.value) == (outcome.known, round(outcome.right / outcome.known, 4))
    assert accuracy.low < accuracy.value < accuracy.high
    assert (
        card.data[0].n == len(english.texts) and "8 of them out of scope" in card.data[0].used_for
    )
    assert "ORDER_STATUS" in card.purpose


def test_a_changed_file_and_a_missing_model_are_sentences(tmp_path, made, embedder):
    write(tmp_path / "m", *made)
    weights = tmp_path / "m" / "weights.npy"
    weights.write_bytes(weights.read_bytes()[:-1] + b"x")
    with pytest.raises(ModelError, match=r"weights\.npy"):
        find(str(tmp_path / "m"), None, embedder)
    with pytest.raises(NotFound, match="nowhere"):
        find(str(tmp_path / "nowhere"), tmp_path, embedder)

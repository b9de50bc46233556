import json

import pytest

from needlens.errors import ConfigError, UserError
from needlens.lm.search import Between, search

SPACE = {
    "learning_rate": Between(1e-5, 1e-3, log=True),
    "epochs": Between(1, 5),
    "schedule": ("linear", "cosine"),
}


def score(settings, folder):
    folder.mkdir(parents=True)
    return -abs(settings["epochs"] - 4) - 100 * settings["learning_rate"]


def tried(found):
    return [(t.number, t.settings, t.score) for t in found.trials]


def test_it_returns_the_best_settings_of_those_tried(tmp_path):
    found = search(score, SPACE, tmp_path, trials=15, seed=1)
    assert found.score == max(t.score for t in found.trials)
    assert found.best in [t.settings for t in found.trials if t.score == found.score]
    assert len(found.trials) == 15 and found.best["epochs"] == 4
    assert all(1e-5 <= t.settings["learning_rate"] <= 1e-3 for t in found.trials)
    assert {t.settings["schedule"] for t in found.trials} == {"linear", "cosine"}
    assert {type(t.settings["epochs"]) for t in found.trials} == {int}


def test_the_same_seed_tries_the_same(tmp_path):
    one, other, third = (
        search(score, SPACE, tmp_path / name, trials=6, seed=seed)
        for name, seed in (("a", 1), ("b", 1), ("c", 2))
    )
    assert tried(one) == tried(other) != tried(third)


def test_an_interrupted_search_goes_on_as_it_would_have(tmp_path):
    whole = search(score, SPACE, tmp_path / "whole", trials=14)

    def broken(settings, folder):
        if folder.name == "trial-012":
            raise KeyboardInterrupt
        return score(settings, folder)

    with pytest.raises(KeyboardInterrupt):
        search(broken, SPACE, tmp_path / "cut", trials=14)
    record = tmp_path / "cut" / "trials.jsonl"
    record.write_text(record.read_text() + '{"number": 12, "sett')
    calls = []

    def counted(settings, folder):
        calls.append(folder.name)
        return score(settings, folder)

    assert tried(search(counted, SPACE, tmp_path / "cut", trials=14)) == tried(whole)
    assert calls == ["trial-012", "trial-013"]
    assert len([json.loads(line) for line in record.read_text().splitlines()]) == 14


def test_a_failed_try_does_not_end_the_search(tmp_path):
    def sometimes(settings, folder):
        if settings["schedule"] == "cosine":
            raise UserError("the loss is nan")
        return float("nan") if settings["epochs"] == 1 else 1.0

    found = search(sometimes, SPACE, tmp_path, trials=12)
    assert found.score == 1.0 and found.best["schedule"] == "linear"
    assert "the loss is nan" in {t.failed for t in found.trials}
    again = search(sometimes, SPACE, tmp_path, trials=13)
    assert len(again.trials) == 13
    with pytest.raises(UserError, match="none of 2 tries gave a score; the first said: no"):
        search(fail, {"a": [1, 2]}, tmp_path / "none", trials=2)


def fail(settings, folder):
    raise UserError("no")


def test_what_cannot_be_searched_is_a_sentence(tmp_path):
    for wrong in (Between(3, 1), Between(0, 1, log=True), [], "linear"):
        with pytest.raises(ConfigError, match="rate: "):
            search(score, {"rate": wrong}, tmp_path / "x")
    search(fail_one, {"a": [1, 2]}, tmp_path / "y", trials=1)
    with pytest.raises(ConfigError, match="is of a search for a; give another folder"):
        search(score, {"b": [1]}, tmp_path / "y")


def fail_one(settings, folder):
    return 1.0

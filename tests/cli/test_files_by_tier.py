"""The same file read by each tier: one form of answer, offsets of the original text."""

import json
from pathlib import Path

import pytest

from needlens.errors import NotFound
from needlens.lm.shipped import shipped

TEXTS = {
    "a": "這款ＬＡＰＴＯＰ的螢幕很清晰，但是Battery life is terrible 😡",
    "b": "The Zipper broke after two days, but the colour is lovely",
    "c": "商品质量不错，物流速度很快，但客服服务态度一般",
    "d": "希望下次能送个赠品；please add a longer cable",
}
WORDLESS = {"e": "……", "f": "👍"}


def has_reader():
    try:
        shipped("reader-zh-en")
    except NotFound:
        return False
    return True


reader = pytest.mark.skipif(not has_reader(), reason="the model reader-zh-en is not installed")
TIERS = ["rule", "linear", "cascade", pytest.param("reader", marks=reader)]


@pytest.fixture
def answers(run, tmp_path):
    path = tmp_path / "texts.jsonl"
    rows = [
        {"id": id, "text": text, "aspects": ["螢幕", "zipper"]}
        for id, text in (TEXTS | WORDLESS).items()
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")

    def answers(command, *options):
        done = run(command, "--input", path, "--out", "out.jsonl", *options)
        assert done.code == 0, done.err
        lines = Path("out.jsonl").read_text(encoding="utf-8").splitlines()
        found = {row["id"]: row for row in map(json.loads, lines)}
        assert list(found) == list(TEXTS | WORDLESS)
        assert not any("error" in row for row in found.values())
        return found

    return answers


@pytest.mark.parametrize("tier", TIERS)
def test_opinions(answers, tier):
    found = answers("opinions", "--tier", tier)
    assert sum(len(row["opinions"]) for row in found.values()) >= 6
    for id, text in TEXTS.items():
        assert len(found[id]["aspects"]) == 2
        for one in found[id]["opinions"]:
            for words, start, end in (
                (one["aspect"], one["start"], one["end"]),
                (one["opinion"], one["opinion_start"], one["opinion_end"]),
            ):
                assert (words, end) == ("NULL", -1) if start < 0 else words == text[start:end]
            assert 1 <= one["valence"] <= 9 and 1 <= one["arousal"] <= 9
            assert 0 <= one["confidence"] <= 1 and one["category"] and one["version"]
            assert tier in (one["tier"], "cascade")
    assert {o["polarity"] for o in found["b"]["opinions"]} >= {"positive"}
    assert any(o["polarity"] == "positive" for o in found["c"]["opinions"])


@pytest.mark.parametrize("tier", TIERS)
def test_sentiment(answers, tier):
    found = answers("sentiment", "--tier", tier)
    for id, text in (TEXTS | WORDLESS).items():
        row = found[id]
        assert 0 <= row["probability"] <= 1
        assert sum(w["value"] for w in row["words"]) == pytest.approx(row["strength"], abs=1e-4)
        assert all(text[w["start"] : w["end"]] == w["words"] for w in row["words"])
    assert found["c"]["polarity"] == "positive"


@pytest.mark.parametrize("tier", TIERS)
def test_suggestions(answers, tier):
    found = answers("suggestions", "--tier", tier)
    assert [ask["ask"] for ask in found["d"]["asks"]]
    assert not found["c"]["asks"] and 0 <= found["c"]["probability"] < 0.5


@reader
def test_entities_of_titles(answers):
    found = answers("entities")
    for id, text in TEXTS.items():
        for one in found[id]["entities"]:
            assert text[one["start"] : one["end"]] == one["words"]
            assert one["kind"] in ("brand", "product", "function", "attribute")


def test_without_a_model_the_rules_read(answers, run):
    found = answers("opinions")
    tiers = {o["tier"] for row in found.values() for o in row["opinions"]}
    assert tiers == ({"reader"} if has_reader() else {"rule"})


def test_a_domain_of_ones_own(run, tmp_path):
    path = tmp_path / "texts.txt"
    path.write_text("Battery life is great\n", encoding="utf-8")
    done = run("opinions", "--input", path, "--domain", "laptop", "--tier", "rule")
    assert done.code == 0
    done = run("opinions", "--input", path, "--domain", "missing.toml", "--tier", "rule")
    assert done.code == 2 and "missing.toml" in done.err


def test_a_model_that_is_none(run, tmp_path):
    path = tmp_path / "texts.txt"
    path.write_text("很好\n", encoding="utf-8")
    for tier in ("linear", "reader", "cascade"):
        done = run("sentiment", "--input", path, "--tier", tier, "--model", tmp_path)
        assert done.code == 2, tier
    done = run("sentiment", "--input", path, "--tier", "rule", "--model", tmp_path)
    assert done.code == 2 and "no model" in done.err

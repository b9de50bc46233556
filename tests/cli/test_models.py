"""``needlens models`` as a user meets it."""

import hashlib
import json
from dataclasses import replace

import pytest

from lm.small_models import CARD, MADE, small_model
from needlens.lm import weights
from needlens.lm.registry import publish
from needlens.lm.shipped import SHIPPED, ship


@pytest.fixture(autouse=True)
def nothing_shipped(monkeypatch, tmp_path):
    for name in SHIPPED:
        monkeypatch.setitem(SHIPPED, name, "needlens_no_such_package")
    monkeypatch.setenv("NEEDLENS_MODELS", str(tmp_path / "weights"))


@pytest.fixture
def models(run, tmp_path):
    assert run("open", "my-shop").code == 0
    root = tmp_path / "my-shop" / "models"
    for i in range(2):
        made = small_model(tmp_path / f"made{i}", i)
        publish(root, "intents", made, CARD, created_at=MADE)
    return root


@pytest.fixture
def package(monkeypatch, tmp_path, models):
    name = f"needlens_reader_{tmp_path.name.replace('-', '_')}"
    monkeypatch.setitem(SHIPPED, "reader-zh-en", name)
    monkeypatch.syspath_prepend(tmp_path / "site")
    made = publish(tmp_path / "lab", "reader-zh-en", small_model(tmp_path / "r"), CARD)
    return ship(made, tmp_path / "site" / name, "1.0.0")


def test_list(run, models, package):
    done = run("models", "list")
    assert done.code == 0 and "intents" in done.out and "2026-11-22" in done.out
    own, shipped = json.loads(run("models", "list", "--json").out)
    assert (own["name"], own["in_use"], own["versions"]) == ("intents", "2", ["1", "2"])
    assert own["kept_in"] == "workspace" and own["created_at"] == "2026-11-22T04:30:00+00:00"
    assert (shipped["name"], shipped["in_use"]) == ("reader-zh-en", "1.0.0")
    assert shipped["kept_in"] == "package" and shipped["bytes"] > 0


def test_list_without_any_model_tells_how_to_get_one(run):
    done = run("models", "list")
    assert done.code == 0 and "pip install ./models/reader-zh-en" in done.out
    assert json.loads(run("models", "list", "--json").out) == []


def test_a_model_of_the_workspace_comes_before_the_shipped_one(run, models, package, tmp_path):
    publish(models, "reader-zh-en", small_model(tmp_path / "own", 9), CARD)
    shipped = json.loads(run("models", "list", "--json").out)[-1]
    assert shipped["remark"] == "not used: the workspace has its own"
    shown = json.loads(run("models", "show", "reader-zh-en", "--json").out)
    assert shown["version"] == "1" and "my-shop" in shown["folder"]


def test_show_prints_the_card(run, models):
    done = run("models", "show", "intents")
    assert done.code == 0
    assert "Limits · 局限" in done.out and "不懂反语" in done.out and "intents/2@" in done.out
    shown = json.loads(run("models", "show", "intents", "--version", 1, "--json").out)
    assert shown["version"] == "1" and shown["stamp"].startswith("intents/1@")
    assert shown["card"]["measured"][0] == {
        "task": "opinions", "slice": "zh 水壶", "metric": "F1",
        "value": 0.5123, "low": 0.4611, "high": 0.5634, "n": 300,
    }  # fmt: skip
    assert shown["files"]["model.safetensors"]["sha256"] == shown["card"]["sha256"]


def test_show_needs_no_workspace_for_a_shipped_model(run, package, tmp_path, monkeypatch):
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    done = run("models", "show", "reader-zh-en")
    assert done.code == 0 and "reader-zh-en/1.0.0@" in done.out


def test_verify_finds_the_damaged_version(run, models, package):
    done = run("models", "verify")
    assert done.code == 0 and "WRONG" not in done.out
    card = models / "intents" / "1" / "card.md"
    card.write_text(card.read_text(encoding="utf-8").replace("不懂", "懂"), encoding="utf-8")
    done = run("models", "verify", "intents", "--json")
    assert done.code == 2
    assert [(c["version"], c["ok"]) for c in json.loads(done.out)] == [("1", False), ("2", True)]
    assert run("models", "verify", "reader-zh-en").code == 0
    assert "WRONG" in run("models", "verify").out


def test_verify_finds_a_pointer_to_nothing(run, models):
    (models / "intents" / "current").write_text("7\n")
    assert run("models", "verify").code == 2
    assert "version 7 is missing" in run("models", "list").out
    (models / "intents" / "current").write_text("最新", encoding="utf-8")
    assert run("models", "verify").code == 2
    assert "does not name a version" in json.loads(run("models", "list", "--json").out)[0]["remark"]
    assert run("models", "rollback", "intents", "--to", 2).code == 0
    assert run("models", "verify").code == 0


def test_rollback_and_forward(run, models):
    assert "intents/1@" in run("models", "rollback", "intents").out
    assert json.loads(run("models", "list", "--json").out)[0]["in_use"] == "1"
    assert "intents/2@" in run("models", "rollback", "intents", "--to", "2").out
    assert "intents/2@" in run("models", "show", "intents").out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["show", "other"], "there is no model 'other' among those shipped"),
        (["show", "../intents"], "is no name of a model"),
        (["show", "intents", "--version", "9"], "no version '9'; there are: 1, 2"),
        (["verify", "other"], "there is no model 'other'; there are: intents"),
        (["rollback", "other"], "there is no model 'other'"),
        (["rollback", "intents", "--to", "../1"], "no version '../1'"),
        (["show", "reader-zh-en"], "pip install ./models/reader-zh-en"),
    ],
)
def test_a_mistake_is_a_sentence(run, models, arguments, says):
    done = run("models", *arguments)
    assert done.code == 2 and says in done.err


def test_rollback_needs_a_workspace(run):
    done = run("models", "rollback", "intents")
    assert done.code == 2 and "needlens open" in done.err
    done = run("--shop", "nowhere", "models", "list")
    assert done.code == 2 and "nowhere is no needlens workspace" in done.err


@pytest.fixture
def known(monkeypatch):
    content = b"GGUF" + bytes(range(256)) * 50
    one = replace(
        weights.known("qwen-0.5b"), size=len(content), sha256=hashlib.sha256(content).hexdigest()
    )
    monkeypatch.setitem(weights.WEIGHTS, "qwen-0.5b", one)
    return content


@pytest.mark.parametrize("name", ["下载的模型.gguf", "downloaded.gguf"])
def test_get_list_and_verify_weights(run, known, tmp_path, name):
    (tmp_path / name).write_bytes(known)
    done = run("models", "get", "qwen-0.5b", "--from", tmp_path / name)
    assert done.code == 0 and 'mining.llm_url = "embedded:qwen-0.5b"' in done.out
    got = json.loads(run("models", "get", "qwen-0.5b", "--json").out)
    assert got["bytes"] == len(known) and got["licence"] == "Apache-2.0"
    assert got["file"] == str(tmp_path / "weights" / "qwen-0.5b.gguf")
    (listed,) = json.loads(run("models", "list", "--json").out)
    assert (listed["name"], listed["kept_in"]) == ("qwen-0.5b", "this machine")
    assert listed["in_use"] == hashlib.sha256(known).hexdigest()[:12]
    assert run("models", "verify", "qwen-0.5b").code == 0
    (tmp_path / "weights" / "qwen-0.5b.gguf").write_bytes(known[:-1] + b"?")
    (check,) = json.loads(run("models", "verify", "--json").out)
    assert not check["ok"] and "needlens models get qwen-0.5b" in check["found"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["qwen-9b"], "needlens knows no weights 'qwen-9b'; there are: qwen-1.5b, qwen-0.5b"),
        (["qwen-0.5b", "--from", "没有.gguf"], "there is no file"),
        (["qwen-0.5b", "--from", "http://models.example/m"], "give an https address"),
    ],
)
def test_weights_that_cannot_be_got(run, known, arguments, says):
    done = run("models", "get", *arguments)
    assert done.code == 2 and says in done.err


def test_other_bytes_are_refused_in_a_sentence(run, known, tmp_path):
    (tmp_path / "m.gguf").write_bytes(known[:-1] + b"?")
    done = run("models", "get", "qwen-0.5b", "--from", tmp_path / "m.gguf")
    assert done.code == 2 and "it was refused and deleted" in done.err
    assert not (tmp_path / "weights" / "qwen-0.5b.gguf").exists()

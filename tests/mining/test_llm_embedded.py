"""A language model on this machine, asked as one behind a URL is."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import polars as pl
import pytest

from lm.tiny_gguf import write_gguf
from needlens.errors import ConfigError, MissingExtra, ModelError, NotFound, UserError
from needlens.lm import embedded, weights
from needlens.mining.llm import LlmMiner
from needlens.mining.llm_choice import model_of
from needlens.mining.llm_client import Budget, LlmClient
from needlens.mining.llm_embedded import EmbeddedModel

pytest.importorskip("gguf", reason="the tiny model is written with the package gguf")
pytest.importorskip("xllamacpp", reason="needlens[llm] is not installed")

SCHEMA = {
    "type": "object",
    "properties": {"读": {"type": "integer", "minimum": 0, "maximum": 9}},
    "required": ["读"],
    "additionalProperties": False,
}
FORM = {"type": "json_schema", "json_schema": {"name": "x", "strict": True, "schema": SCHEMA}}
ASKED = {"messages": [{"role": "user", "content": "客服回复慢 / slow support"}], "temperature": 0}


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return write_gguf(tmp_path_factory.mktemp("weights") / "tiny.gguf")


def test_text_and_json_are_counted_in_the_budget(tiny) -> None:
    budget = Budget(5)
    model = EmbeddedModel(str(tiny), budget)
    found = model.json(ASKED | {"response_format": FORM})
    assert list(found) == ["读"] and 0 <= found["读"] <= 9
    assert (budget.used_calls, budget.used_tokens > 5) == (1, True)
    used = budget.used_tokens
    assert isinstance(model.text(ASKED | {"max_tokens": 5}), str)
    assert budget.used_calls == 2 and 5 <= budget.used_tokens - used < 100
    with pytest.raises(UserError, match="answered no JSON object"):
        model.json(ASKED | {"max_tokens": 5})


def test_no_more_tokens_than_the_budget_has(tiny) -> None:
    budget = Budget(5, tokens=60)
    model = EmbeddedModel(str(tiny), budget)
    model.text(ASKED)
    assert budget.used_tokens < 200 and not budget.left()


def test_a_miner_takes_either(tiny) -> None:
    miner = LlmMiner(str(tiny), "", budget=Budget(2))
    frame = pl.DataFrame({"signal_id": ["a", "b"], "text": ["物流太慢了", "The lid broke"]})
    said, _ = miner.mine(frame)
    texts = dict(frame.iter_rows())
    assert miner.budget.used_calls >= 1 and "tiny.gguf" in miner.version
    assert all(words in texts[id] for id, words in said.select("signal_id", "opinion").iter_rows())


def test_known_weights_are_checked_before_they_are_loaded(tiny, tmp_path, monkeypatch) -> None:
    content = tiny.read_bytes()
    known = replace(
        weights.known("qwen-0.5b"), size=len(content), sha256=hashlib.sha256(content).hexdigest()
    )
    monkeypatch.setitem(weights.WEIGHTS, "qwen-0.5b", known)
    monkeypatch.setenv("NEEDLENS_MODELS", str(tmp_path))
    with pytest.raises(NotFound, match=r"needlens models get qwen-0\.5b"):
        model_of("embedded:qwen-0.5b")
    (tmp_path / known.file).write_bytes(content)
    model = model_of("embedded:qwen-0.5b")
    assert model.identity == "embedded:qwen-0.5b"
    assert model.json(ASKED | {"response_format": FORM})
    (tmp_path / known.file).write_bytes(content[:-1] + b"x")
    with pytest.raises(ModelError, match="SHA-256"):
        model_of("embedded:qwen-0.5b").text(ASKED)


def test_a_file_of_ones_own(tiny, tmp_path) -> None:
    assert model_of(str(tiny)).identity == f"embedded:tiny.gguf/{tiny.stat().st_size}"
    with pytest.raises(NotFound, match="there is no file"):
        model_of(str(tmp_path / "没有.gguf"))
    (tmp_path / "notes.gguf").write_text(json.dumps({"not": "weights"}))
    with pytest.raises(ModelError, match="no GGUF file"):
        model_of(str(tmp_path / "notes.gguf")).text(ASKED)


def test_which_model_the_settings_name(monkeypatch) -> None:
    assert isinstance(model_of("http://127.0.0.1:9/v1", "m"), LlmClient)
    with pytest.raises(ConfigError, match=r"mining\.llm_url: .*is not the address of a server"):
        model_of("qwen-1.5b")
    monkeypatch.setattr(embedded, "find_spec", lambda _: None)
    with pytest.raises(MissingExtra, match=r"needlens\[llm\]"):
        model_of("embedded:qwen-1.5b")

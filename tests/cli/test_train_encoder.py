import json

import pytest
import torch

from lm import e5_file
from lm.conftest import TEXTS, texts, tiny_encoder, tiny_folder, tokenizer_file  # noqa: F401
from needlens.lm import e5
from needlens.lm.encoders import load_encoder


@pytest.fixture
def base(request):
    return request.getfixturevalue("tiny_folder")


def some_steps(*more):
    return ["--batch-size", "8", "--length", "48", "--threads", "1", *more]


@pytest.mark.parametrize("language", [slice(0, 45), slice(45, 90)], ids=["zh", "en"])
def test_a_file_of_texts_continues_an_encoder(run, base, tmp_path, language):
    source = tmp_path / "texts.txt"
    source.write_text("\n".join(TEXTS[language]), encoding="utf-8")
    command = [
        "train", "encoder", "--base", base, "--texts", source, "--out", tmp_path / "out",
        "--layers", "1", *some_steps(),
    ]  # fmt: skip
    result = run(*command, "--json")
    assert result.code == 0, result.err
    told = json.loads(result.out)
    assert (
        told["texts"] == 45 and told["finished"] and told["evaluations"][0]["metrics"]["loss"] > 0
    )
    before, _ = load_encoder(base, 48)
    after, tokeniser = load_encoder(tmp_path / "out" / "encoder", 48)
    assert after.config.num_hidden_layers == 1 and tokeniser.size > 200
    name = "embeddings.word_embeddings.weight"
    assert not torch.equal(before.state_dict()[name], after.state_dict()[name])
    again = run(*command)
    assert again.code == 0 and "named right" in again.out
    other = run(*command, "--learning-rate", "0.01")
    assert other.code == 2 and "learning_rate = 5e-05, not 0.01" in other.err
    assert run(*command, "--learning-rate", "0.01", "--anew").code == 0


def test_the_texts_of_the_shop_are_read(run, base, files):
    assert run("open", "my-shop").code == 0
    for path in files:
        assert run("ingest", path).code == 0
    result = run("train", "encoder", "--base", base, *some_steps("--epochs", "2"))
    assert result.code == 0, result.err
    assert "9 texts" in result.out and "my-shop/training/encoder/encoder" in result.out


def test_it_starts_from_e5_small_unless_told_otherwise(run, tmp_path, monkeypatch):
    packaged = e5_file.write(tmp_path / "tiny.bin")
    monkeypatch.setattr(e5, "packaged", lambda: packaged)
    source = tmp_path / "texts.txt"
    source.write_text("\n".join(TEXTS[40:50]), encoding="utf-8")
    command = ["train", "encoder", "--texts", source, "--out", "out", *some_steps("--layers", "1")]
    result = run(*command)
    assert result.code == 0, result.err
    encoder, tokeniser = load_encoder(tmp_path / "out" / "encoder", 48)
    assert tokeniser.size == len(e5_file.PIECES)
    assert (encoder.config.hidden_size, encoder.config.num_hidden_layers) == (e5_file.HIDDEN, 1)
    again = run(*command, "--base", "e5-small")
    assert again.code == 0 and "named right" in again.out


def test_what_is_missing_is_a_sentence(run, base, tmp_path):
    source = tmp_path / "texts.txt"
    source.write_text("好\n", encoding="utf-8")
    result = run("train", "encoder", "--base", tmp_path, "--texts", source, "--out", tmp_path / "o")
    assert result.code == 2 and "has no config.json" in result.err
    result = run("train", "encoder", "--base", "./没有", "--texts", source)
    assert result.code == 2 and "there is no encoder './没有'; give e5-small, a" in result.err
    result = run("train", "encoder", "--base", base, "--texts", source, "--out", tmp_path / "o")
    assert result.code == 2 and "reads 64 tokens at most; 128 were asked for" in result.err
    result = run("train", "encoder", "--base", base, "--texts", source, *some_steps())
    assert result.code == 2 and "0 different texts are too few" in result.err
    (base / "model.safetensors").write_bytes(b"\x80\x04x")
    result = run("train", "encoder", "--base", base, "--texts", source, *some_steps())
    assert result.code == 2 and "is no encoder that can be read" in result.err

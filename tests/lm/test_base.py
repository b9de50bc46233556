import shutil
from pathlib import Path

import numpy as np
import pytest
import torch

from lm import e5_file
from needlens.errors import MissingExtra, ModelError, NotFound
from needlens.lm import base, e5
from needlens.lm.encoders import load_encoder
from needlens.lm.tokens import Tokeniser

SAID = ["电池很耐用", "the battery lasts"]


def ids(tokeniser: Tokeniser) -> list[list[int]]:
    return [tokens.ids.tolist() for tokens in tokeniser.encode(SAID)]


@pytest.fixture
def tiny_e5(tmp_path, monkeypatch):
    path = e5_file.write(tmp_path / "tiny.bin")
    monkeypatch.setattr(e5, "packaged", lambda: path)
    return path


@pytest.fixture
def hub(monkeypatch, tmp_path):
    """The cache of a hub that is out of reach."""
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    return tmp_path / "hub"


def test_a_folder_is_loaded_as_by_load_encoder(tiny_folder):
    encoder, tokeniser = load_encoder(tiny_folder, 32)
    found = base.load(str(tiny_folder))
    one, two = encoder.state_dict(), found.encoder.state_dict()
    assert one.keys() == two.keys() and all(torch.equal(one[n], two[n]) for n in one)
    assert ids(found.tokeniser(32)) == ids(tokeniser)
    assert [len(t) for t in ids(found.tokeniser(3))] == [3, 3]
    with pytest.raises(ModelError, match="tiny reads 64 tokens at most; 65 were asked for"):
        found.tokeniser(65)


def test_the_packaged_e5_is_the_default(tiny_e5):
    found = base.load()
    assert found.encoder.config.num_hidden_layers == e5_file.LAYERS
    tokeniser = found.tokeniser(32)
    assert tokeniser.size == len(e5_file.PIECES)
    zh, en = tokeniser.encode(SAID)
    assert [e5_file.PIECES[i] for i in zh.ids] == ["<s>", "▁", *SAID[0], "</s>"]
    assert e5_file.PIECES[en.ids[1]] == "▁the"
    states = found.encoder(torch.from_numpy(zh.ids[None]).long()).last_hidden_state
    assert states.shape == (1, 8, e5_file.HIDDEN) and bool(states.isfinite().all())
    with pytest.raises(ModelError, match="e5-small reads 64 tokens at most"):
        found.tokeniser()


def test_weights_of_four_bits_are_read_as_they_were_packed(tiny_e5):
    raw = e5.read(tiny_e5)
    words = raw.packed("emb.word", len(e5_file.PIECES), e5_file.HIDDEN)
    steps = words / np.float16(0.01).astype(np.float32)
    assert steps.round().min() == -8 and steps.round().max() == 7
    np.testing.assert_allclose(steps, steps.round(), atol=1e-4)
    found = base.words_of(base.load().encoder, [4, 5]).numpy()
    np.testing.assert_array_equal(found, words[[4, 5]])


def test_another_file_is_no_e5(tmp_path, monkeypatch):
    monkeypatch.setattr(e5, "packaged", lambda: tmp_path / "x.bin")
    (tmp_path / "x.bin").write_bytes(b"\x80\x04")
    with pytest.raises(ModelError, match=r"x\.bin is not the e5 file"):
        base.load()


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setattr(e5, "find_spec", lambda _: None)
    with pytest.raises(MissingExtra, match=r"needlens\[train\]"):
        base.load("e5-small")


def test_an_encoder_of_a_hub_is_read_like_a_folder(hub, tiny_folder):
    commit = "0" * 40
    home = hub / "models--somebody--small-zh-en"
    shutil.copytree(tiny_folder, home / "snapshots" / commit)
    (home / "refs").mkdir()
    (home / "refs" / "main").write_text(commit)
    found = base.load("somebody/small-zh-en")
    assert ids(found.tokeniser(32)) == ids(base.load(str(tiny_folder)).tokeniser(32))
    assert found.name == "somebody/small-zh-en"


def test_unknown_names_are_sentences(hub):
    with pytest.raises(NotFound, match=r"no folder 'somebody/else'.* check the name and the conn"):
        base.load("somebody/else")
    for name in ("/no/such/folder", "../up", "e5-large", "~/model", "甲/乙", "a/b/c", ""):
        with pytest.raises(NotFound, match=r"there is no encoder .*give e5-small, a folder"):
            base.load(name)
    assert not hub.exists()


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("config.json", b"{", "is no encoder that can be read"),
        ("config.json", b"[]", "is no encoder that can be read"),
        ("config.json", b"\xff\xfe", "is no encoder that can be read"),
        ("tokenizer.json", b"{}", "tokenizer.json of .* is damaged"),
        ("tokenizer.json", b"[1]", "tokenizer.json of .* is damaged"),
        ("tokenizer.json", b"\xff{", "tokenizer.json of .* is damaged"),
    ],
)
def test_damaged_files_are_sentences(tiny_folder, file, content, said):
    (tiny_folder / file).write_bytes(content)
    with pytest.raises(ModelError, match=said):
        base.load(str(tiny_folder)).tokeniser(32)
    with pytest.raises(ModelError, match=said):
        load_encoder(Path(tiny_folder), 32)

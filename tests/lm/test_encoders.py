import json

import pytest
import torch

from needlens.errors import ModelError, NotFound
from needlens.lm.encoders import load_encoder, save_encoder


def test_what_is_saved_is_loaded_the_same(tiny_folder, tmp_path):
    encoder, tokeniser = load_encoder(tiny_folder, 32)
    save_encoder(encoder, tokeniser, tmp_path / "again")
    other, tokens = load_encoder(tmp_path / "again", 32)
    one, two = encoder.state_dict(), other.state_dict()
    assert one.keys() == two.keys() and all(torch.equal(one[n], two[n]) for n in one)
    read = [t.encode(["电池很耐用", "the battery lasts"]) for t in (tokeniser, tokens)]
    assert [r.ids.tolist() for r in read[0]] == [r.ids.tolist() for r in read[1]]


def test_pickles_and_strangers_are_refused(tiny_folder):
    with pytest.raises(ModelError, match="reads 64 tokens at most; 512 were asked for"):
        load_encoder(tiny_folder, 512)
    config = json.loads((tiny_folder / "config.json").read_text())
    strange = config | {"model_type": "no-such", "auto_map": {"AutoModel": "evil.Model"}}
    (tiny_folder / "config.json").write_text(json.dumps(strange))
    with pytest.raises(ModelError, match="is no encoder that can be read"):
        load_encoder(tiny_folder, 32)
    torch.save({}, tiny_folder / "pytorch_model.bin")
    (tiny_folder / "model.safetensors").unlink()
    with pytest.raises(NotFound, match=r"has no model\.safetensors"):
        load_encoder(tiny_folder, 32)

"""The encoder a model starts from: a folder or hub id, or the packaged e5."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import Tensor
from transformers import AutoModel, BertConfig, BertModel, PreTrainedModel

from needlens.lm import e5
from needlens.lm.encoders import TOKENIZER, load_encoder

E5 = "e5-small"
"""The name of the packaged multilingual-e5-small."""


class Base(NamedTuple):
    """An encoder with its tokenizer, as it was published."""

    encoder: PreTrainedModel
    tokenizer: dict[str, Any]
    """The content of its ``tokenizer.json``."""


def load(name: str = E5) -> Base:
    """Load ``e5-small``, a Hugging Face-style folder, or what a hub knows by this id.

    A folder needs ``config.json``, ``model.safetensors`` and ``tokenizer.json``; pickled
    weights are not read. A hub is asked only for a name that is neither.
    """
    if name == E5:
        return _e5()
    folder = Path(name)
    if folder.is_dir():
        encoder, _ = load_encoder(folder)
        assert isinstance(encoder, PreTrainedModel)
        return Base(encoder, json.loads((folder / TOKENIZER).read_text(encoding="utf-8")))
    from transformers import AutoTokenizer

    tokenizer = json.loads(AutoTokenizer.from_pretrained(name).backend_tokenizer.to_str())
    return Base(AutoModel.from_pretrained(name, use_safetensors=True), tokenizer)


def _e5() -> Base:
    tensors = e5.read(e5.packaged())
    sizes = tensors.sizes
    config = BertConfig(
        vocab_size=sizes["vocabulary"], hidden_size=sizes["hidden"], num_hidden_layers=sizes["layers"],
        num_attention_heads=sizes["heads"], intermediate_size=sizes["inner"], hidden_act="gelu",
        max_position_embeddings=sizes["positions"], type_vocab_size=sizes["types"],
        layer_norm_eps=tensors.epsilon, pad_token_id=tensors.special["pad"],
    )  # fmt: skip
    encoder = BertModel(config, add_pooling_layer=False)
    weights = {name: torch.from_numpy(value) for name, value in e5.state(tensors).items()}
    encoder.load_state_dict(weights, strict=True)
    return Base(encoder, e5.tokenizer(tensors))


def words_of(encoder: PreTrainedModel, kept: list[int]) -> Tensor:
    """Return the word embeddings of the kept tokens, (tokens, hidden), detached."""
    embeddings = encoder.get_input_embeddings()
    assert isinstance(embeddings, torch.nn.Embedding)
    return embeddings.weight.detach()[kept].clone()

"""The encoder a model starts from: the packaged e5, a folder, or one from a hub."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from needlens.errors import ModelError, NotFound
from needlens.lm import e5
from needlens.lm.encoders import CONFIG, TOKENIZER, WEIGHTS, read_encoder, tokeniser_for
from needlens.lm.libraries import library
from needlens.lm.pytorch import torch
from needlens.lm.tokens import Tokeniser

if TYPE_CHECKING:
    from transformers import PreTrainedModel

E5 = "e5-small"
"""The name of the packaged multilingual-e5-small."""
_HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*", re.A)


class Base(NamedTuple):
    """An encoder with its tokenizer, as it was published."""

    encoder: PreTrainedModel
    tokenizer: dict[str, Any]
    """The content of its ``tokenizer.json``."""
    name: str = E5

    def tokeniser(self, limit: int = 128) -> Tokeniser:
        """Return its tokeniser for texts of up to ``limit`` tokens.

        Raise ModelError when the encoder reads fewer.
        """
        return tokeniser_for(self.encoder, self.tokenizer, limit, self.name)


def load(name: str = E5) -> Base:
    """Load ``e5-small``, a Hugging Face-style folder, or what a hub knows by this id.

    A folder needs ``config.json``, ``model.safetensors`` and ``tokenizer.json``; pickled
    weights are not read, and code is not run. A hub is asked only for a name that is neither
    and has the form ``owner/name``; the three files are kept in its own cache. Raise NotFound
    when there is no such encoder or one of its files is missing, ModelError when one is
    damaged, MissingExtra when a package is not installed.
    """
    if name == E5:
        return _e5()
    folder = Path(name)
    if not name or not folder.is_dir():
        folder = _from_hub(name)
    encoder = read_encoder(folder)
    try:
        tokenizer = json.loads((folder / TOKENIZER).read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise ModelError(f"the {TOKENIZER} of {name} is damaged; get it again") from error
    return Base(encoder, tokenizer, name)


def _from_hub(name: str) -> Path:
    """Return the folder where a hub's encoder is, fetched unless it is there already."""
    if not _HUB_ID.fullmatch(name):
        raise NotFound(
            f"there is no encoder {name!r}; give {E5}, a folder with {CONFIG}, {WEIGHTS} and "
            f"{TOKENIZER}, or the id of one on a model hub, such as intfloat/multilingual-{E5}"
        )
    hub = library("huggingface_hub")
    try:
        return Path(hub.snapshot_download(name, allow_patterns=[CONFIG, WEIGHTS, TOKENIZER]))
    except Exception as error:  # the hub's client raises those of several libraries
        raise NotFound(
            f"there is no folder {name!r}, and no encoder of this id could be fetched from the "
            f"model hub ({type(error).__name__}); check the name and the connection"
        ) from error


def _e5() -> Base:
    transformers = library("transformers")
    tensors = e5.read(e5.packaged())
    sizes = tensors.sizes
    config = transformers.BertConfig(
        vocab_size=sizes["vocabulary"], hidden_size=sizes["hidden"], num_hidden_layers=sizes["layers"],
        num_attention_heads=sizes["heads"], intermediate_size=sizes["inner"], hidden_act="gelu",
        max_position_embeddings=sizes["positions"], type_vocab_size=sizes["types"],
        layer_norm_eps=tensors.epsilon, pad_token_id=tensors.special["pad"],
    )  # fmt: skip
    encoder = transformers.BertModel(config, add_pooling_layer=False)
    weights = {name: torch.from_numpy(value) for name, value in e5.state(tensors).items()}
    encoder.load_state_dict(weights, strict=True)
    return Base(encoder, e5.tokenizer(tensors))


def words_of(encoder: PreTrainedModel, kept: list[int]) -> torch.Tensor:
    """Return the word embeddings of the kept tokens, (tokens, hidden), detached."""
    embeddings = encoder.get_input_embeddings()
    assert isinstance(embeddings, torch.nn.Embedding)
    return embeddings.weight.detach()[kept].clone()

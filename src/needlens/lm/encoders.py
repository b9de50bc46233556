"""An encoder as a folder in the way of Hugging Face: read it, write it.

``config.json``, ``model.safetensors`` and ``tokenizer.json``; pickles and code in the
folder are never touched.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from needlens.errors import ModelError, NotFound
from needlens.lm import checkpoint
from needlens.lm.durable import replace_text
from needlens.lm.libraries import library
from needlens.lm.pytorch import torch
from needlens.lm.tokens import Tokeniser

if TYPE_CHECKING:
    from transformers import PreTrainedModel

CONFIG, WEIGHTS, TOKENIZER = "config.json", "model.safetensors", "tokenizer.json"


def load_encoder(folder: Path, limit: int = 128) -> tuple[PreTrainedModel, Tokeniser]:
    """Return the encoder in a folder, and its tokeniser for texts of up to ``limit`` tokens.

    Heads that the folder holds beside the encoder are left out. Raise NotFound when a
    file is missing, ModelError when it is no encoder that transformers knows, or reads no
    ``limit`` tokens.
    """
    encoder = read_encoder(folder)
    return encoder, tokeniser_for(encoder, folder / TOKENIZER, limit, str(folder))


def read_encoder(folder: Path) -> PreTrainedModel:
    """Return the encoder in a folder; raise as :func:`load_encoder` does."""
    for name in (CONFIG, WEIGHTS, TOKENIZER):
        if not (folder / name).is_file():
            raise NotFound(
                f"{folder} has no {name}; give a folder with {CONFIG}, {WEIGHTS} and {TOKENIZER}, "
                "as save_pretrained writes it"
            )
    transformers, safetensors = library("transformers"), library("safetensors")
    try:
        config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
        kind = config.get("model_type") if isinstance(config, dict) else None
        pooled = {"add_pooling_layer": False} if kind in _POOLED else {}
        with _quiet(transformers):
            encoder: PreTrainedModel = transformers.AutoModel.from_pretrained(
                folder, local_files_only=True, use_safetensors=True, trust_remote_code=False,
                **pooled,
            )  # fmt: skip
    except (OSError, ValueError, RuntimeError, safetensors.SafetensorError) as error:
        said = str(error).splitlines() or [type(error).__name__]
        raise ModelError(f"{folder} is no encoder that can be read: {said[0]}") from None
    return encoder


def tokeniser_for(
    encoder: PreTrainedModel, given: Path | Mapping[str, Any], limit: int, name: str
) -> Tokeniser:
    """Return a tokeniser (a file or its content) for texts of up to ``limit`` tokens.

    Raise ModelError, calling the encoder ``name``, when it reads fewer tokens than that or
    ``given`` is damaged.
    """
    longest = getattr(encoder.config, "max_position_embeddings", limit)
    if not isinstance(longest, int) or limit > longest:
        raise ModelError(f"{name} reads {longest} tokens at most; {limit} were asked for")
    try:
        return Tokeniser(given, limit)
    except Exception as error:  # tokenizers raises nothing narrower
        raise ModelError(f"the {TOKENIZER} of {name} is damaged; get it again") from error


def save_encoder(encoder: torch.nn.Module, tokeniser: Tokeniser, folder: Path) -> None:
    """Write an encoder and its tokeniser so that :func:`load_encoder` and others read them."""
    folder.mkdir(parents=True, exist_ok=True)
    config: Any = encoder.config
    plain = config.to_dict() | {"architectures": [type(encoder).__name__]}
    replace_text(folder / CONFIG, json.dumps(plain, ensure_ascii=False, indent=2, sort_keys=True))
    replace_text(folder / TOKENIZER, tokeniser.tokenizer.to_str())
    checkpoint.write(folder / WEIGHTS, checkpoint.weights(encoder), {})


_POOLED = ("bert", "roberta", "xlm-roberta")
"""Kinds of encoder with a pooling layer on top, which nothing here uses."""


@contextmanager
def _quiet(transformers: Any) -> Iterator[None]:
    """Without the tables of unused weights and progress bars: we know what we leave out."""
    log = transformers.utils.logging
    before = log.get_verbosity()
    log.set_verbosity(logging.ERROR)
    log.disable_progress_bar()
    try:
        yield
    finally:
        log.set_verbosity(before)
        log.enable_progress_bar()

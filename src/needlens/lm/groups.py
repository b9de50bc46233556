"""Which parameter learns at which rate."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from needlens.errors import ConfigError
from needlens.lm.pytorch import torch
from needlens.lm.settings import TrainingConfig

Rates = Callable[[str], float]
"""The highest learning rate of a parameter, by its name; 0 leaves it as it is."""

_ENCODER = re.compile(r"(^|\.)(encoder|embeddings|bert|roberta)\.")
_NEW = re.compile(r"lora_|ia3_|prompt_encoder")
_LAYER = re.compile(r"\.layers?\.(\d+)\.")


def default_rates(config: TrainingConfig) -> Rates:
    """Give the encoder ``learning_rate``, and all that is new ``head_learning_rate``.

    A parameter is the encoder's when a part of its name is ``encoder``, ``embeddings``,
    ``bert`` or ``roberta``; LoRA, prefixes and adapters inside the encoder are new.
    """

    def rate(name: str) -> float:
        old = _ENCODER.search(name) and not _NEW.search(name)
        return config.learning_rate if old else config.head_learning_rate

    return rate


def layerwise_rates(config: TrainingConfig, layers: int, decay: float = 0.9) -> Rates:
    """Like :func:`default_rates`, but each layer of the encoder slower than the one above.

    The highest of ``layers`` layers learns at ``learning_rate``, the one below at
    ``decay`` of it, and so on down to the embeddings (Howard and Ruder 2018).
    """
    plain = default_rates(config)

    def rate(name: str) -> float:
        highest = plain(name)
        if not _ENCODER.search(name) or _NEW.search(name):
            return highest
        layer = _LAYER.search(name)
        if layer:
            return float(highest * decay ** (layers - 1 - int(layer[1])))
        return float(highest * decay**layers) if "embeddings." in name else highest

    return rate


def parameter_groups(
    model: torch.nn.Module, rates: Rates, weight_decay: float
) -> list[dict[str, Any]]:
    """Return the trainable parameters as AdamW takes them, each group with its ``peak`` rate.

    Parameters of rate 0 are frozen (they get no gradient at all); vectors (biases,
    norms) are not decayed.
    """
    grouped: dict[tuple[float, float], list[torch.nn.Parameter]] = defaultdict(list)
    for name, parameter in model.named_parameters():
        rate = rates(name)
        if not rate:
            parameter.requires_grad_(False)
        elif parameter.requires_grad:
            grouped[rate, weight_decay if parameter.ndim > 1 else 0.0].append(parameter)
    return [
        {"params": members, "lr": rate, "peak": rate, "weight_decay": decay}
        for (rate, decay), members in grouped.items()
    ]


def set_dropout(model: torch.nn.Module, share: float) -> None:
    """Set the dropout of every layer of a model, also where attention keeps it as a number."""
    if not 0 <= share < 1:
        raise ConfigError(f"dropout = {share} must be at least 0 and below 1")
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = share
        for holder, name in _dropouts(module):
            if isinstance(getattr(holder, name, None), float):
                setattr(holder, name, share)


def _dropouts(module: torch.nn.Module) -> list[tuple[object, str]]:
    """Return where a layer or its config may keep a dropout as a number."""
    config = getattr(module, "config", None)
    return [
        (module, "attention_dropout"),
        (config, "hidden_dropout_prob"),
        (config, "attention_probs_dropout_prob"),
    ]

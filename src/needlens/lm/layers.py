"""Layer pruning: a shallower encoder from some layers of a deeper one."""

from __future__ import annotations

import copy
from collections.abc import Sequence

from needlens.errors import ConfigError, UserError
from needlens.lm.pytorch import torch


def spread(layers: int, n: int) -> list[int]:
    """Return ``n`` of ``layers`` layers, evenly spread, the first and the last among them.

    >>> spread(12, 4)
    [0, 4, 7, 11]
    """
    if not 1 <= n <= layers:
        raise ConfigError(f"{n} layers cannot be kept of {layers}; keep 1 to {layers}")
    if n == 1:
        return [0]
    return [round(i * (layers - 1) / (n - 1)) for i in range(n)]


def keep_layers(encoder: torch.nn.Module, keep: int | Sequence[int]) -> torch.nn.Module:
    """Return a copy of a BERT-type encoder with only some layers.

    ``keep`` names them from 0, or says how many: they are then evenly spread (see
    :func:`spread`; Sanh et al. 2019 begin DistilBERT so). The first layers alone,
    ``range(n)``, give exactly what the deep encoder gives after layer n. Raise
    UserError for an encoder of another build.
    """
    old = _layers(encoder)
    chosen = spread(len(old), keep) if isinstance(keep, int) else list(keep)
    if not chosen or sorted(set(chosen)) != chosen or chosen[0] < 0 or chosen[-1] >= len(old):
        raise ConfigError(
            f"keep = {chosen} must be rising numbers of layers from 0 to {len(old) - 1}"
        )
    without_layers = {id(layer): None for layer in old}
    shallow = copy.deepcopy(encoder, without_layers)
    encoder_stack = shallow.encoder
    assert isinstance(encoder_stack, torch.nn.Module)
    encoder_stack.layer = torch.nn.ModuleList(copy.deepcopy(old[i]) for i in chosen)
    shallow.config.num_hidden_layers = len(chosen)  # type: ignore[union-attr]
    return shallow


def _layers(encoder: torch.nn.Module) -> torch.nn.ModuleList:
    stack = getattr(getattr(encoder, "encoder", None), "layer", None)
    if not isinstance(stack, torch.nn.ModuleList):
        raise UserError(
            f"{type(encoder).__name__} is no BERT-type encoder (encoder.layer); give a "
            "BertModel, XLMRobertaModel or the like"
        )
    return stack

"""Tensors and facts in one safetensors file, replaced as a whole or not at all.

A checkpoint holds what training changes: trainable weights, buffers, the optimiser's
moments. The facts (step, evaluations, …) are JSON in the file's header, so the tensors
and what is said about them can never come from two different moments. Nothing in it is
code: no pickle.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from needlens.errors import ModelError, StoreError
from needlens.lm.durable import sync_folder
from needlens.lm.pytorch import torch

Tensors = dict[str, torch.Tensor]
_FACTS = "needlens"


def write(path: Path, tensors: Mapping[str, torch.Tensor], facts: Mapping[str, Any]) -> None:
    """Write tensors and facts; whoever reads ``path`` sees the old file or the new one."""
    from safetensors.torch import save_file

    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    plain = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    try:
        save_file(plain, beside, {_FACTS: json.dumps(facts, ensure_ascii=False)})
        with beside.open("rb") as file:
            os.fsync(file.fileno())
        beside.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror or error}") from None
    finally:
        beside.unlink(missing_ok=True)


def read(path: Path) -> tuple[Tensors, dict[str, Any]]:
    """Return the tensors and facts of a file; raise ModelError when it is none of ours."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="pt") as opened:
            tensors = {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118
            facts = json.loads((opened.metadata() or {}).get(_FACTS, "{}"))
    except (OSError, SafetensorError, ValueError) as error:
        raise ModelError(
            f"{path} cannot be read as safetensors ({error}); delete it to begin again"
        ) from None
    return tensors, facts


def weights(model: torch.nn.Module, *, trained: bool = False) -> Tensors:
    """Return the weights and buffers by name, each once even when layers share it.

    With ``trained``, leave out the weights that training does not change.
    """
    frozen = {n for n, p in model.named_parameters() if trained and not p.requires_grad}
    found: Tensors = {}
    seen: set[tuple[int, tuple[int, ...], tuple[int, ...]]] = set()
    for name, tensor in model.state_dict().items():
        place = (tensor.data_ptr(), tuple(tensor.shape), tensor.stride())
        if tensor.numel() and place in seen:
            continue
        seen.add(place)
        if name not in frozen:
            found[name] = tensor
    return found


def fill(model: torch.nn.Module, tensors: Mapping[str, torch.Tensor], source: Path) -> None:
    """Copy ``tensors`` into the model; raise ModelError when they are another model's."""
    own = model.state_dict()
    strange = [n for n, t in tensors.items() if n not in own or own[n].shape != t.shape]
    if strange:
        raise ModelError(
            f"{source} is of another model: {strange[0]} and {len(strange) - 1} more of "
            f"{len(tensors)} tensors do not fit; give the model it was made with"
        )
    with torch.no_grad():
        for name, tensor in tensors.items():
            own[name].copy_(tensor)


def load(model: torch.nn.Module, path: Path) -> dict[str, Any]:
    """Copy the tensors of a file into the model and return the facts beside them."""
    tensors, facts = read(path)
    fill(model, tensors, path)
    return facts


def moments(optimiser: torch.optim.Optimizer, model: torch.nn.Module) -> Tensors:
    """Return what the optimiser remembers, by the name of the weight and of the memory."""
    names: dict[torch.Tensor, str] = {p: name for name, p in model.named_parameters()}
    return {
        f"{names[parameter]}:{key}": value
        for parameter, memory in optimiser.state.items()
        for key, value in memory.items()
    }


def fill_moments(
    optimiser: torch.optim.Optimizer, model: torch.nn.Module, tensors: Mapping[str, torch.Tensor]
) -> None:
    """Give the optimiser back what :func:`moments` returned."""
    parameters = dict(model.named_parameters())
    for label, tensor in tensors.items():
        name, _, key = label.rpartition(":")
        parameter = parameters[name]
        home = parameter.device if tensor.ndim else tensor.device
        optimiser.state[parameter][key] = tensor.to(home)

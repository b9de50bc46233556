"""Where a process computes, and with how many threads."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from needlens.lm.pytorch import torch


def device(wanted: str = "") -> torch.device:
    """Return where this process computes: ``wanted``, else its own GPU, else the CPU."""
    if wanted:
        return torch.device(wanted)
    if torch.cuda.is_available():
        return torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")))
    return torch.device("cpu")


def moved(batch: Any, device: torch.device) -> Any:
    """Return a batch on the device: a tensor, or tuples, lists and dicts of tensors."""
    if device.type == "cpu":
        return batch
    if isinstance(batch, torch.Tensor):
        return batch.to(device, non_blocking=True)
    if isinstance(batch, dict):
        return {name: moved(part, device) for name, part in batch.items()}
    if isinstance(batch, tuple) and hasattr(batch, "_fields"):
        return type(batch)(*(moved(part, device) for part in batch))
    if isinstance(batch, list | tuple):
        return type(batch)(moved(part, device) for part in batch)
    return batch


@contextmanager
def threads(n: int) -> Iterator[None]:
    """Compute with ``n`` threads inside the block; 0: as many as before."""
    before = torch.get_num_threads()
    if n:
        torch.set_num_threads(n)
    try:
        yield
    finally:
        torch.set_num_threads(before)

"""Several processes train one model: each takes its share of the batches of a step.

Start any training under ``torchrun --nproc-per-node N``; nothing else changes. On CPUs
the processes speak gloo, on GPUs NCCL, one GPU each. A step sees the same batches
however many processes share them, so its gradient is the same up to rounding.
"""

from __future__ import annotations

import atexit
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from needlens.lm.devices import device
from needlens.lm.pytorch import torch

_PIECE = 16_000_000
"""Numbers sent at once; bounds the memory for sending."""


@dataclass(frozen=True, slots=True)
class Processes:
    """The processes that train together; this one is number ``rank`` of ``n``."""

    rank: int = 0
    n: int = 1

    @property
    def first(self) -> bool:
        """Whether this process is the one that evaluates, writes and logs."""
        return self.rank == 0

    def add(self, parameters: Sequence[torch.nn.Parameter], loss: float) -> float:
        """Sum the gradients and the loss over all processes; return the summed loss.

        A parameter that had a gradient in no process keeps none, so that the optimiser
        passes over it as it does with one process.
        """
        if self.n == 1:
            return loss
        used = torch.tensor([p.grad is not None for p in parameters] + [0], dtype=torch.float64)
        used[-1] = loss
        used = self._everywhere(used)
        shared = [p for p, times in zip(parameters, used, strict=False) if times]
        for parameter in shared:
            if parameter.grad is None:
                parameter.grad = torch.zeros_like(parameter)
        for piece in _pieces(shared):
            gradients = [p.grad for p in piece if p.grad is not None]
            flat = self._everywhere(torch.cat([g.reshape(-1) for g in gradients]))
            sizes = [g.numel() for g in gradients]
            for gradient, part in zip(gradients, torch.split(flat, sizes), strict=True):
                gradient.copy_(part.view_as(gradient))
        return float(used[-1])

    def agree(self, model: torch.nn.Module) -> None:
        """Give every process the weights of the first one."""
        if self.n > 1:
            for tensor in model.state_dict().values():
                there = tensor.to(_home())
                torch.distributed.broadcast(there, src=0)
                tensor.copy_(there)

    def told(self, value: float) -> float:
        """Return the first process's ``value`` in every process."""
        if self.n == 1:
            return value
        there = torch.tensor([value], dtype=torch.float64, device=_home())
        torch.distributed.broadcast(there, src=0)
        return float(there)

    def _everywhere(self, numbers: torch.Tensor) -> torch.Tensor:
        there = numbers.to(_home())
        torch.distributed.all_reduce(there)
        return there


def join() -> Processes:
    """Join the other processes when torchrun has started this one, else be alone.

    The environment says so: ``RANK``, ``WORLD_SIZE``, ``MASTER_ADDR``, ``MASTER_PORT``.
    """
    distributed = torch.distributed
    if int(os.environ.get("WORLD_SIZE", "1")) <= 1:
        return Processes()
    if not distributed.is_initialized():
        backend = "nccl" if torch.cuda.is_available() else "gloo"
        # The others wait while the first one evaluates.
        distributed.init_process_group(backend, timeout=timedelta(hours=12))
        atexit.register(distributed.destroy_process_group)
    return Processes(distributed.get_rank(), distributed.get_world_size())


def _home() -> torch.device:
    """NCCL carries only what is on the GPU."""
    nccl = torch.distributed.get_backend() == "nccl"
    return device() if nccl else torch.device("cpu")


def _pieces(parameters: Sequence[torch.nn.Parameter]) -> list[list[torch.nn.Parameter]]:
    pieces: list[list[torch.nn.Parameter]] = []
    room = 0
    for parameter in parameters:
        if not pieces or parameter.numel() > room:
            pieces.append([])
            room = _PIECE
        pieces[-1].append(parameter)
        room -= parameter.numel()
    return pieces

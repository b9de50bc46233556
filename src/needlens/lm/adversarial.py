"""Adversarial training (FGM): learn to read also slightly disturbed words.

Miyato, Dai, Goodfellow 2017, "Adversarial training methods for semi-supervised text
classification": after the usual backward pass, each text's word vectors are moved by
``epsilon`` in the direction that raises the loss most, and the gradient of that loss is
added. The vectors are disturbed on their way out of the embedding table; the table is
never written, so nothing has to be restored, and it may be frozen.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from needlens.errors import UserError
from needlens.lm.pytorch import torch


class Adversary:
    """Disturbs the word vectors of ``model`` by ``epsilon`` (its length, per text).

    One step: the loss and its backward pass inside :meth:`watching`, then both once
    more inside :meth:`attacking`.
    """

    def __init__(self, model: torch.nn.Module, epsilon: float) -> None:
        self.epsilon = epsilon
        self.table = _word_table(model)
        self._seen: list[torch.Tensor] = []

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Remember the word vectors and, after the backward pass, their gradients."""
        self._seen = []

        def remember(_: torch.nn.Module, __: object, vectors: torch.Tensor) -> torch.Tensor:
            if not vectors.requires_grad:
                vectors = vectors.detach().requires_grad_()
            vectors.retain_grad()
            self._seen.append(vectors)
            return vectors

        with _hooked(self.table, remember):
            yield

    @contextmanager
    def attacking(self) -> Iterator[None]:
        """Add to each call's word vectors what hurts them most."""
        disturbances = iter([self._disturbance(vectors) for vectors in self._seen])

        def disturb(_: torch.nn.Module, __: object, vectors: torch.Tensor) -> torch.Tensor:
            disturbance = next(disturbances, None)
            return vectors if disturbance is None else vectors + disturbance

        with _hooked(self.table, disturb):
            yield
        self._seen = []

    def _disturbance(self, vectors: torch.Tensor) -> torch.Tensor | None:
        gradient = vectors.grad
        if gradient is None:
            return None
        lengths = gradient.flatten(1).norm(dim=1).clamp_min(1e-12)
        whole: torch.Tensor = lengths.view(-1, *[1] * (gradient.ndim - 1))
        return gradient * self.epsilon / whole


@contextmanager
def _hooked(table: torch.nn.Module, hook: object) -> Iterator[None]:
    handle = table.register_forward_hook(hook)  # type: ignore[arg-type]
    try:
        yield
    finally:
        handle.remove()


def _word_table(model: torch.nn.Module) -> torch.nn.Embedding:
    """The table of words is the largest one; the others are of positions and types."""
    tables = [m for m in model.modules() if isinstance(m, torch.nn.Embedding)]
    if not tables:
        raise UserError(
            "adversarial training disturbs word vectors, but the model has no embedding table; "
            "set adversarial = 0"
        )
    return max(tables, key=lambda table: table.num_embeddings)

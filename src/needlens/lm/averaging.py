"""Several models as one: their outputs averaged, or their weights."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from needlens.errors import UserError
from needlens.lm.pytorch import torch

Tensors = dict[str, torch.Tensor]
Space = Literal["plain", "softmax", "sigmoid"]


class Ensemble(torch.nn.Module):
    """Gives the mean of what several models give: a tensor, or tuples and dicts of them.

    ``space`` says where the mean is taken: of the numbers as they are (``plain``:
    scores, strengths), or of the probabilities behind logits (``softmax``, over the
    last axis, or ``sigmoid``); it returns logits again then.
    """

    def __init__(self, models: Sequence[torch.nn.Module], space: Space = "plain") -> None:
        super().__init__()
        if not models:
            raise UserError("an ensemble needs at least one model")
        self.models = torch.nn.ModuleList(models)
        self.space = space

    def forward(self, *inputs: Any, **named: Any) -> Any:
        """Call every model with the same inputs and return the mean."""
        return mean([model(*inputs, **named) for model in self.models], self.space)


def mean(outputs: Sequence[Any], space: Space = "plain") -> Any:
    """Return the mean of equally built outputs; see :class:`Ensemble`."""
    first = outputs[0]
    if first is None:
        return None
    if isinstance(first, torch.Tensor):
        return _mean(torch.stack(list(outputs)).float(), space)
    if isinstance(first, Mapping):
        return {name: mean([output[name] for output in outputs], space) for name in first}
    parts = [mean(list(column), space) for column in zip(*outputs, strict=True)]
    return type(first)(*parts) if hasattr(first, "_fields") else type(first)(parts)


def _mean(stacked: torch.Tensor, space: Space) -> torch.Tensor:
    if space == "softmax":
        return torch.logsumexp(stacked.log_softmax(-1), 0) - torch.tensor(len(stacked)).log()
    if space == "sigmoid":
        yes = torch.logsumexp(torch.nn.functional.logsigmoid(stacked), 0)
        return yes - torch.logsumexp(torch.nn.functional.logsigmoid(-stacked), 0)
    return stacked.mean(0)


def average_weights(models: Sequence[Mapping[str, torch.Tensor]]) -> Tensors:
    """Return the mean of the weights of models that come from the same start.

    One model's cost for much of an ensemble's gain, when the models were fine-tuned
    from the same weights (Wortsman et al. 2022, "Model soups"). Whole numbers (buffers)
    are taken from the first. Raise UserError when the models are built differently.
    """
    if not models:
        raise UserError("there are no weights to average")
    first = models[0]
    for other in models[1:]:
        strange = [n for n in {*first, *other} if n not in first or n not in other]
        strange += [n for n in first if n in other and first[n].shape != other[n].shape]
        if strange:
            raise UserError(
                f"weights of differently built models cannot be averaged: {sorted(strange)[0]}"
            )
    return {name: _average([model[name] for model in models]) for name in first}


def greedy_soup(
    models: Sequence[Mapping[str, torch.Tensor]], score: Callable[[Tensors], float]
) -> tuple[Tensors, list[int]]:
    """Average only the models that help; return the weights and the chosen models.

    The best model begins; then each other one, the better first, stays in when the
    ``score`` (more is better; on development data) of the average does not fall.
    """
    scores = [score(dict(model)) for model in models]
    order = sorted(range(len(models)), key=lambda i: -scores[i])
    chosen, best = order[:1], scores[order[0]]
    soup = dict(models[order[0]])
    for i in order[1:]:
        tried = average_weights([models[j] for j in (*chosen, i)])
        reached = score(tried)
        if reached >= best:
            chosen, best, soup = [*chosen, i], reached, tried
    return soup, chosen


def _average(tensors: list[torch.Tensor]) -> torch.Tensor:
    if not tensors[0].is_floating_point():
        return tensors[0]
    total = torch.zeros_like(tensors[0], dtype=torch.float64)
    for tensor in tensors:
        total += tensor
    return (total / len(tensors)).to(tensors[0].dtype)

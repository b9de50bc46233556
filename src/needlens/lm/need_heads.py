"""What tells the needs apart in an encoder's vectors: learnt in seconds, the encoder as it is.

A softmax over the needs and one class more, "none of these", and a logistic unit that says
whether anything is wanted. "None of these" is learnt here and not by the encoder: an encoder
that learns it draws all that it does not know to one place, where nothing new can be found.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from needlens.lm.decoding import Floats
from needlens.lm.told import OTHER, Told


@dataclass(frozen=True, slots=True)
class HeadRecipe:
    """What is chosen about the heads; the shipped ones have these values."""

    epochs: int = 6
    steps: int = 300
    """At least so many, where there are few texts."""
    rate: float = 0.02
    """The learning rate to begin with; it falls to 0."""
    texts: int = 512
    """Texts in a batch."""
    smoothing: float = 0.05
    """Share of a text's need that is spread over all: a few texts are ambiguous."""
    temperature: float = 0.06
    """Each need begins at the mean of its texts, divided by this."""
    other: float = 10.0
    """Weight of a text about something else: there are far fewer of them than in a shop."""
    seed: int = 0


def fit(places: Floats, told: Told, recipe: HeadRecipe | None = None) -> Floats:
    """Return the weights of the needs, of none of them, and of wanting: (needs + 2, size + 1).

    ``places`` are the vectors of the texts of ``told`` around their middle, of length 1; the
    last column of the weights is the bias.
    """
    recipe = recipe or HeadRecipe()
    chance = torch.Generator().manual_seed(recipe.seed)
    known, need = torch.from_numpy(np.ascontiguousarray(places)), torch.tensor(list(told.need))
    wants = torch.tensor(list(told.wants), dtype=torch.float32)
    weights = nn.Parameter(_beginning(known, need, told.needs, recipe.temperature))
    steps = torch.optim.Adam([weights], lr=recipe.rate)
    batches = -(-len(known) // recipe.texts)
    epochs = max(recipe.epochs, -(-recipe.steps // batches))
    for epoch in range(epochs):
        for group in steps.param_groups:
            group["lr"] = recipe.rate * (1 - epoch / epochs)
        order = torch.randperm(len(known), generator=chance)
        for rows in torch.split(order, recipe.texts):
            loss = _loss(weights, known[rows], need[rows], wants[rows], recipe)
            steps.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            steps.step()
    found: Floats = weights.detach().numpy()
    return found


def _beginning(places: Tensor, need: Tensor, needs: int, temperature: float) -> Tensor:
    weights = torch.zeros(needs + 2, places.shape[1] + 1)
    for row in range(needs):
        weights[row, :-1] = nn.functional.normalize(places[need == row].mean(0), dim=0)
    return weights / temperature


def _loss(
    weights: Tensor, places: Tensor, need: Tensor, wants: Tensor, recipe: HeadRecipe
) -> Tensor:
    odds = places @ weights[:, :-1].T + weights[:, -1]
    wanting = nn.functional.binary_cross_entropy_with_logits(odds[:, -1], wants)
    none = odds.shape[1] - 2
    told = (need >= 0) | (need == OTHER)
    if not told.any():
        return wanting
    target = torch.where(need == OTHER, none, need)[told]
    each = nn.functional.cross_entropy(
        odds[told, :-1], target, label_smoothing=recipe.smoothing, reduction="none"
    )
    heavy = torch.where(target == none, recipe.other, 1.0)
    about: Tensor = (each * heavy).sum() / heavy.sum()
    return about + wanting

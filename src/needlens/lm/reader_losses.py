"""What the reader is trained to make small, task by task."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from needlens.lm.reader_model import PairScores


def span_loss(scores: Tensor, truth: Tensor, allowed: Tensor) -> Tensor:
    """Push every true span above 0 and every other below (ZLPR, Su et al. 2022).

    ``scores``, ``truth`` and ``allowed`` have shape (rows, spans); the result is the
    mean over rows.
    """
    scores = scores.masked_fill(~allowed, -1e4)
    zero = torch.zeros_like(scores[:, :1])
    true = torch.logsumexp(torch.cat([(-scores).masked_fill(~truth, -1e4), zero], 1), 1)
    other = torch.logsumexp(torch.cat([scores.masked_fill(truth, -1e4), zero], 1), 1)
    return (true + other).mean()


def pair_loss(
    scores: PairScores,
    labels: Tensor,
    valid: Tensor,
    category: Tensor,
    inventory: Tensor,
    strength: Tensor,
) -> dict[str, Tensor]:
    """Return the losses of pairs: together or not, category, strength.

    ``labels`` (categories, label) are the vectors of all categories; ``inventory``
    (pairs, categories) says which of them a pair's domain has; ``valid`` is 1, 0 or
    -1 (not known), ``category`` an index or -1, ``strength`` (pairs, 2) is NaN where
    nothing is known.
    """
    nothing = scores.valid.sum() * 0
    known = valid >= 0
    chosen = category >= 0
    felt = ~torch.isnan(strength)
    logits = (scores.meaning @ labels.T).masked_fill(~inventory, -1e4)
    return {
        "valid": F.binary_cross_entropy_with_logits(scores.valid[known], valid[known].float())
        if known.any()
        else nothing,
        "category": F.cross_entropy(logits[chosen], category[chosen], label_smoothing=0.0)
        if chosen.any()
        else nothing,
        "strength": F.smooth_l1_loss(scores.strength[felt], strength[felt], beta=0.5)
        if felt.any()
        else nothing,
    }

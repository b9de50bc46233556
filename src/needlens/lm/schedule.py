"""How the learning rate rises and falls over a run."""

from __future__ import annotations

import math


def share(step: int, steps: int, warmup: float, kind: str = "linear") -> float:
    """Return the share of the highest rate at which step ``step`` (from 0) learns.

    It rises in equal parts over the first ``warmup`` share of all ``steps`` and then
    falls: in a straight line (``linear``), along half a cosine (``cosine``, Loshchilov
    and Hutter 2017) or not at all (``constant``).

    >>> [round(share(step, 6, warmup=0.34), 2) for step in range(6)]
    [0.5, 1.0, 1.0, 0.75, 0.5, 0.25]
    >>> round(share(4, 8, warmup=0, kind="cosine"), 2)
    0.5
    """
    rising = int(steps * warmup)
    if step < rising:
        return (step + 1) / rising
    if kind == "constant":
        return 1.0
    gone = (step - rising) / max(1, steps - rising)
    return 0.5 * (1 + math.cos(math.pi * gone)) if kind == "cosine" else 1 - gone

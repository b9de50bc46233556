"""A linear classifier, one against the rest, with squared hinge loss; numpy alone.

What scikit-learn's ``LinearSVC`` does, which is not in the default install.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Loss = Callable[[Doubles], tuple[float, Doubles]]
_STEPS = tuple(0.5**i for i in range(30))


def fit(rows: Floats, signs: Floats, importance: Floats, *, tolerance: float = 1e-3) -> Floats:
    """Return weights of shape (columns + 1, classes), the bias last.

    ``rows`` is (n, columns); ``signs`` (n, classes) is 1 where a row is of the class, else
    -1, and a row may be of none; ``importance`` (n,) multiplies a row's loss. Minimises
    ½‖W‖² + Σ importance · max(0, 1 - sign · margin)², nearer to the least with a smaller
    ``tolerance``.

    >>> rows = np.array([[1, 0], [0.9, 0.1], [0, 1], [-1, -1]], dtype=np.float32)
    >>> signs = np.array([[1, -1], [1, -1], [-1, 1], [-1, -1]], dtype=np.float32)
    >>> weights = fit(rows, signs, np.full(4, 10, dtype=np.float32))
    >>> np.sign(margins(rows, weights)).astype(int).tolist() == signs.astype(int).tolist()
    True
    """
    shape = (rows.shape[1] + 1, signs.shape[1])
    scale = importance[:, None].astype(np.float32)

    def loss(flat: Doubles) -> tuple[float, Doubles]:
        weights = flat.reshape(shape)
        short = np.maximum(0, 1 - signs * margins(rows, weights.astype(np.float32)))
        slope = -2 * scale * signs * short
        gradient = weights.copy()
        gradient[:-1] += rows.T @ slope
        gradient[-1] += slope.sum(0)
        value = 0.5 * float((flat**2).sum()) + float((scale * short**2).sum(dtype=np.float64))
        return value, gradient.ravel()

    flat = minimum(loss, np.zeros(shape[0] * shape[1]), tolerance=tolerance)
    return flat.reshape(shape).astype(np.float32)


def margins(rows: Floats, weights: Floats) -> Floats:
    """Return how far each row is on each class's side, shape (n, classes)."""
    return np.asarray(rows @ weights[:-1] + weights[-1])


def minimum(loss: Loss, start: Doubles, steps: int = 100, tolerance: float = 1e-3) -> Doubles:
    """Return where a smooth convex loss is least: L-BFGS (Nocedal 1980), halving steps.

    ``loss(x)`` gives the value and the gradient. Stops when no part of the gradient is
    above ``tolerance`` times the largest at ``start``.
    """
    x, (value, gradient) = start, loss(start)
    enough = tolerance * float(np.abs(gradient).max(initial=0))
    memory: deque[tuple[Doubles, Doubles]] = deque(maxlen=8)
    for _ in range(steps):
        if np.abs(gradient).max(initial=0) <= enough:
            break
        direction = -_scaled(gradient, memory)
        slope = float(gradient @ direction)
        for step in _STEPS:
            new = x + step * direction
            new_value, new_gradient = loss(new)
            if new_value <= value + 1e-4 * step * slope:
                break
        else:
            break
        if (new - x) @ (new_gradient - gradient) > 1e-12:
            memory.append((new - x, new_gradient - gradient))
        x, value, gradient = new, new_value, new_gradient
    return x


def _scaled(gradient: Doubles, memory: deque[tuple[Doubles, Doubles]]) -> Doubles:
    """Multiply by the inverse curvature that the last steps have shown."""
    if not memory:
        return gradient / np.linalg.norm(gradient)
    scaled, shares = gradient.copy(), []
    for moved, bent in reversed(memory):
        shares.append(float(moved @ scaled) / float(moved @ bent))
        scaled -= shares[-1] * bent
    moved, bent = memory[-1]
    scaled *= float(moved @ bent) / float(bent @ bent)
    for (moved, bent), share in zip(memory, reversed(shares), strict=True):
        scaled += (share - float(bent @ scaled) / float(moved @ bent)) * moved
    return scaled

"""Spherical k-means: groups of directions, the same for the same data."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from needlens.lm.embedder import Floats

Labels = npt.NDArray[np.int64]

_ROUNDS = 50
_STARTS = 4
_INERTIA = 0.1


def grouped(vectors: Floats, n: int, seed: int = 0) -> tuple[Labels, Floats]:
    """Return the group of each vector and the ``n`` centres, the best of four starts.

    ``vectors`` have unit length, shape (rows, size). Starts are drawn by k-means++ (Arthur
    and Vassilvitskii, SODA 2007); groups by cosine (Dhillon and Modha, Machine Learning 42,
    2001).

    >>> points = np.array([[1, 0], [0.8, 0.6], [0, 1]], dtype=np.float32)
    >>> labels, _ = grouped(points, 2)
    >>> labels[0] == labels[1], labels[0] == labels[2]
    (np.True_, np.False_)
    """
    best: tuple[Labels, Floats] | None = None
    most = -np.inf
    for start in range(_STARTS):
        centres = more_centres(vectors, vectors[:0], n, seed + start)
        labels, centres = settled(vectors, centres)
        near = float(np.einsum("ij,ij->", vectors, centres[labels], dtype=np.float64))
        if near > most + 1e-6:
            best, most = (labels, centres), near
    assert best is not None
    return best


def settled(
    vectors: Floats, centres: Floats, before: Labels | None = None
) -> tuple[Labels, Floats]:
    """Move the centres until no vector changes its group; return groups and centres."""
    labels = nearest(closeness(vectors, centres, before))
    for _ in range(_ROUNDS):
        centres = means(vectors, labels, centres)
        moved = nearest(closeness(vectors, centres, before))
        if (moved == labels).all():
            break
        labels = moved
    return labels, centres


def closeness(vectors: Floats, centres: Floats, before: Labels | None = None) -> Floats:
    """Return the cosine of each vector and each centre, shape (rows, centres).

    With ``before`` as :func:`with_inertia` has it.
    """
    near: Floats = vectors @ centres.T
    return near if before is None else with_inertia(near, before)


def with_inertia(near: Floats, before: Labels) -> Floats:
    """Let the centre a row had in the run before (−1: none) count as nearer than it is.

    So a text between two topics does not go to and fro.
    """
    leaning = near.copy()
    had = np.flatnonzero((before >= 0) & (before < near.shape[1]))
    leaning[had, before[had]] += _INERTIA
    return leaning


def nearest(near: Floats) -> Labels:
    """Return the number of the nearest centre, given what :func:`closeness` returns."""
    found: Labels = near.argmax(axis=1)
    return found


def means(vectors: Floats, labels: Labels, centres: Floats) -> Floats:
    """Return the direction of each group's sum; a group without vectors keeps its centre."""
    sums = np.zeros(centres.shape, dtype=np.float64)
    for group in np.unique(labels[labels >= 0]):
        sums[group] = vectors[labels == group].sum(axis=0, dtype=np.float64)
    length = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.where(length > 1e-6, sums / np.maximum(length, 1e-6), centres).astype(np.float32)


def more_centres(vectors: Floats, centres: Floats, n: int, seed: int) -> Floats:
    """Return ``centres`` and further ones up to ``n``: vectors far from those there are."""
    chance = np.random.default_rng(seed)
    chosen = list(centres) or [vectors[chance.integers(len(vectors))]]
    far = 1 - (vectors @ np.array(chosen).T).max(axis=1)
    while len(chosen) < n:
        weights = np.maximum(far, 0).astype(np.float64)
        if weights.sum() < 1e-9:
            break
        chosen.append(vectors[chance.choice(len(vectors), p=weights / weights.sum())])
        far = np.minimum(far, 1 - vectors @ chosen[-1])
    return np.array(chosen, dtype=np.float32)

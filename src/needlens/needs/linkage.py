"""Which statements lie together: agglomerative clustering with average linkage."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from needlens.needs.space import Floats

Labels = npt.NDArray[np.int64]


def linked(places: Floats, alike: float) -> Labels:
    """Return the cluster of each row: 0 is the one of the first row, and so on.

    Two clusters become one while the mean cosine between their members is at least
    ``alike``. Rows are of length 1. Time and memory grow with the square of their number.
    Sokal and Michener 1958; the nearest-neighbour chain of Müllner 2011 (SciPy).

    >>> corners = np.array([[1, 0], [0, 1], [0.96, 0.28]], dtype=np.float32)
    >>> linked(corners, 0.5).tolist()
    [0, 1, 0]
    """
    if len(places) < 2:
        return np.zeros(len(places), dtype=np.int64)
    from scipy.cluster.hierarchy import fcluster

    return in_order(fcluster(_tree(places), 1 - alike, criterion="distance"))


def _tree(places: Floats) -> npt.NDArray[np.float64]:
    """Return SciPy's linkage matrix of at least two rows."""
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    far = np.clip(1 - places @ places.T, 0, 2)
    tree: npt.NDArray[np.float64] = linkage(squareform(far, checks=False), method="average")
    return tree


def in_order(labels: npt.NDArray[np.integer]) -> Labels:
    """Return the labels numbered by where they first occur.

    >>> in_order(np.array([7, 3, 7, 5])).tolist()
    [0, 1, 0, 2]
    """
    _, first, which = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(len(first))
    return np.asarray(rank[which], dtype=np.int64)


def halves(places: Floats) -> npt.NDArray[np.bool_]:
    """Return of each row whether it is in the second of the two clusters linked last.

    >>> halves(np.array([[1, 0], [0, 1], [0.96, 0.28]], dtype=np.float32)).tolist()
    [False, True, False]
    """
    if len(places) < 2:
        return np.zeros(len(places), dtype=np.bool_)
    from scipy.cluster.hierarchy import cut_tree

    return np.asarray(in_order(cut_tree(_tree(places), 2)[:, 0]) == 1, dtype=np.bool_)

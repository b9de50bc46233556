"""Texts or clauses as rows of a sparse matrix, to train on (needs the extra ``[train]``)."""

from __future__ import annotations

from typing import Any

import numpy as np

from needlens.lm.libraries import library
from needlens.lm.linear.grams import BUCKETS, grams
from needlens.lm.linear.units import Indices, Units


def matrix(units: Units, rows: Indices, n_rows: int) -> Any:
    """Return a CSR matrix (n_rows, buckets): n-gram counts by the root of their number.

    ``rows`` is the row of each unit, -1 for units to leave out.
    """
    sparse = library("scipy.sparse")
    at = [(order > 0) & (rows >= 0) for order in grams(units)]
    columns = np.concatenate([order[on] for order, on in zip(grams(units), at, strict=True)])
    places = np.concatenate([rows[on] for on in at])
    n = np.bincount(places, minlength=n_rows)
    values = (1.0 / np.sqrt(np.maximum(n, 1)))[places].astype(np.float32)
    counted = sparse.csr_matrix((values, (places, columns)), shape=(n_rows, BUCKETS))
    counted.sum_duplicates()
    return counted


def scaled(counted: Any, by: Any) -> Any:
    """Multiply each column by its own number."""
    return (counted @ library("scipy.sparse").diags(by.astype(np.float32))).tocsr()

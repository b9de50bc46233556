"""What is clearly more than chance, when many things are compared at once.

Chernoff's bounds (Ann. Math. Statist. 23, 1952; Hoeffding, J. Am. Stat. Assoc. 58, 1963)
hold for every number of cases. An interval made for large numbers does not, and among
thousands of products with a handful of customers each, it takes many for special.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.needs.intervals import Floats

Flags = npt.NDArray[np.bool_]

MOST = 50
"""Things of one kind that are kept, those of most customers beyond the usual."""
_ALPHA = 0.025
"""The probability that anything at all is taken for more than chance and is not."""


def surely_above(part: Floats, whole: Floats, usual: float, tests: int) -> Flags:
    """Return whether each share ``part / whole`` is above ``usual`` by more than chance.

    Each is one of ``tests`` compared, so it has to be the surer the more there are
    (Bonferroni).

    >>> part, whole = np.array([2.0, 12.0]), np.array([4.0, 24.0])
    >>> surely_above(part, whole, 0.1, 1).tolist(), surely_above(part, whole, 0.1, 10**6).tolist()
    ([False, True], [False, False])
    """
    share = part / np.maximum(whole, 1e-9)
    usual = min(max(usual, 1e-12), 1 - 1e-12)
    far = part * np.log(np.maximum(share, 1e-300) / usual)
    far += (whole - part) * np.log(np.maximum(1 - share, 1e-300) / (1 - usual))
    above: Flags = (share > usual) & (far > _bound(tests))
    return above


def surely_more(count: Floats, expected: Floats, tests: int) -> Flags:
    """Return whether each Poisson count is above what is expected by more than chance.

    >>> surely_more(np.array([3.0, 30.0]), np.array([1.0, 10.0]), 100).tolist()
    [False, True]
    """
    far = count * np.log(count / expected) - count + expected
    more: Flags = (count > expected) & (far > _bound(tests))
    return more


def _bound(tests: int) -> float:
    return float(np.log(max(tests, 1) / _ALPHA))


def clearly_more(counts: pl.DataFrame, min_voices: float) -> pl.DataFrame:
    """Return the rows whose share ``part / whole`` is clearly above that of all together.

    They have at least ``min_voices`` in ``part``; the rows with most beyond the usual
    share come first. ``counts`` must not be chosen by ``part``.

    >>> sent_back = pl.DataFrame({"id": ["a", "b"], "part": [40.0, 8.0], "whole": [90.0, 900.0]})
    >>> clearly_more(sent_back, 3)["id"].to_list()
    ['a']
    """
    part, whole = counts["part"].to_numpy(), counts["whole"].to_numpy()
    usual = float(part.sum()) / max(float(whole.sum()), 1.0)
    above = surely_above(part, whole, usual, len(counts)) & (part >= min_voices)
    return (
        counts.with_columns(beyond=pl.Series(part - usual * whole).round(6))
        .filter(pl.Series(above, dtype=pl.Boolean))
        .sort("beyond", counts.columns[0], descending=[True, False])
        .drop("beyond")
    )

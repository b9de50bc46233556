"""Honest intervals: each function takes and returns numpy arrays, one case per element."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Z95 = 1.959963984540054

# 97.5 % quantiles of Student's t; between two of them we interpolate on 1 / df.
_DF = np.array([1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 30, 60, 120, 1e9])
_T975 = np.array(
    [
        12.7062,
        4.3027,
        3.1824,
        2.7764,
        2.5706,
        2.4469,
        2.3646,
        2.3060,
        2.2281,
        2.1788,
        2.1314,
        2.0860,
        2.0423,
        2.0003,
        1.9799,
        1.9600,
    ]
)


def wilson(part: Floats, whole: float) -> tuple[Floats, Floats]:
    """Return the 95 % interval of a count ``part`` of ``whole``, as counts.

    Wilson's score interval of the share, times ``whole``; it stays within 0..whole and
    holds for few cases. Wilson, J. Am. Stat. Assoc. 22 (1927).

    >>> low, high = wilson(np.array([0.0, 10.0]), 100)
    >>> low.round(1).tolist(), high.round(1).tolist()
    ([0.0, 5.5], [3.7, 17.4])
    """
    if whole < 1e-6:  # nobody, but for the rounding of shares
        return np.zeros_like(part), np.zeros_like(part)
    share, z2 = part / whole, Z95**2
    centre = (share + z2 / (2 * whole)) / (1 + z2 / whole)
    spread = np.sqrt(np.maximum(share * (1 - share) / whole + z2 / (4 * whole**2), 0))
    half = Z95 * spread / (1 + z2 / whole)
    return np.clip((centre - half) * whole, 0, whole), np.clip((centre + half) * whole, 0, whole)


def mean_interval(
    mean: Floats, squares: Floats, n: Floats, pooled: float, low: float, high: float
) -> tuple[Floats, Floats]:
    """Return Student's 95 % interval of a mean on a bounded scale.

    ``squares`` is the sum of squared deviations, ``n`` the (possibly fractional) number
    of voices, ``pooled`` the variance over all needs. It enters as one further case, so
    that three equal grades do not claim certainty. With one voice or less the interval
    is the whole scale.

    >>> mean, squares, n = np.array([3.0, 3.0]), np.array([0.0, 0.0]), np.array([1.0, 9.0])
    >>> lows, highs = mean_interval(mean, squares, n, 2.0, 1, 9)
    >>> lows.round(1).tolist(), highs.round(1).tolist()
    ([1.0, 2.6], [9.0, 3.4])
    """
    cases = np.maximum(n, 1e-9)
    variance = (squares + pooled) / np.maximum(cases, 1)
    half = student_t(cases - 1) * np.sqrt(variance / cases)
    sure = cases > 1
    return (
        np.where(sure, np.maximum(mean - half, low), low),
        np.where(sure, np.minimum(mean + half, high), high),
    )


def student_t(df: Floats) -> Floats:
    """Return the 97.5 % quantile of Student's t.

    >>> student_t(np.array([1.0, 9.0, 25.0, 1e6])).round(2).tolist()
    [12.71, 2.26, 2.06, 1.96]
    """
    quantiles: Floats = np.interp(-1 / np.maximum(df, 1), -1 / _DF, _T975)
    return quantiles


def log2_ratio(earlier: Floats, later: Floats) -> tuple[Floats, Floats, Floats]:
    """Return log2(later / earlier) of two Poisson counts over equal times, low and high.

    Half a case is added to both, so that none is no infinity (Haldane, Ann. Hum. Genet.
    20, 1956); the variance of the log of a count is 1 / count.

    >>> [round(float(x[0]), 2) for x in log2_ratio(np.array([20.0]), np.array([40.0]))]
    [0.98, 0.22, 1.75]
    """
    a, b = earlier + 0.5, later + 0.5
    value = np.log2(b / a)
    half = Z95 * np.sqrt(1 / a + 1 / b) / np.log(2)
    return value, value - half, value + half

"""How sure an opportunity is: the intervals it is made of, carried through its formula.

Opportunity is no straight line in demand and satisfaction (a logarithm, a maximum, the
most spoken-of need as the measure of all), so the intervals are carried through by drawing.
The draws are those of a Latin hypercube (McKay, Beckman & Conover, Technometrics 21, 1979):
the same quantiles for every need, in an order that depends on its id alone. So the answer
is the same each time, in whatever order the needs come.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from statistics import NormalDist

import numpy as np

from needlens.needs.intervals import Z95, Floats
from needlens.needs.measures import opportunity_of
from needlens.records import Interval, Need

DRAWS = 1000


def drawn(needs: Sequence[Need]) -> Floats:
    """Return DRAWS possible opportunities (columns) of each need (rows).

    ``needs`` must hold the need with most voices: importance is measured against it.
    Demand is drawn on the scale of its logarithm, satisfaction on its own, each from a
    normal with the interval's own spread below and above the value.
    """
    if not needs:
        return np.zeros((0, DRAWS))
    logs, grades = np.empty((len(needs), DRAWS)), np.empty((len(needs), DRAWS))
    for row, need in enumerate(needs):
        logs[row] = _spread(_logged(need.demand), _normals(need.id, "demand"))
        grades[row] = _spread(need.satisfaction, _normals(need.id, "satisfaction"))
    logs = np.maximum(logs, 0)
    importance = 10 * logs / np.maximum(logs.max(axis=0), 1e-9)
    return opportunity_of(importance, np.clip(grades, 1, 9))


def interval(need: Need, draws: Floats) -> Interval:
    """Return a need's opportunity with the interval its draws span."""
    low, high = np.quantile(draws, [0.025, 0.975]).tolist()
    value = need.opportunity
    return Interval(value, min(low, value), max(high, value), need.demand.n)


def surely_above(higher: Floats, lower: Floats) -> bool:
    """Return whether the 95 % interval of the difference of two needs is above 0."""
    return bool(np.quantile(higher - lower, 0.025) > 0)


def _logged(demand: Interval) -> Interval:
    value, low, high = np.log1p([demand.value, demand.low, demand.high]).tolist()
    return Interval(value, low, high, demand.n)


def _spread(estimate: Interval, normals: Floats) -> Floats:
    below = max(estimate.value - estimate.low, 0) / Z95
    above = max(estimate.high - estimate.value, 0) / Z95
    return estimate.value + normals * np.where(normals < 0, below, above)


_QUANTILES = np.array([NormalDist().inv_cdf((k + 0.5) / DRAWS) for k in range(DRAWS)])


def _normals(need_id: str, what: str) -> Floats:
    digest = blake2b(f"{need_id}\n{what}".encode(), digest_size=8).digest()
    order = np.random.default_rng(int.from_bytes(digest)).permutation(DRAWS)
    shuffled: Floats = _QUANTILES[order]
    return shuffled

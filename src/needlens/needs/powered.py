"""How large a need really is, when some of its evidence is wrong and some is missed.

A small sample that people have checked corrects the count of all that was read
(prediction-powered inference: Angelopoulos et al., Science 382, 2023; by strata: Fisch et
al. 2024, arXiv 2406.04291). The strata of a need are what was read as its evidence, where
checks say how much is right, and everything else, where texts drawn at random and checked
say how much was missed. What a need's own few checks leave open is filled from those of
all needs (empirical Bayes; Robbins 1956), so that three checks do not claim certainty: the
less needs are alike in the checks, the less one is told by the others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.needs.intervals import Floats

ALIKE = np.geomspace(0.1, 20, 40)
"""Values tried for how alike needs are in what is missed, and in what is right."""
DRAWS = 4_000
"""Draws of the simulation; the seed is fixed, so the same counts give the same interval."""
_SEED = 20_261_122


@dataclass(frozen=True, slots=True)
class Reliability:
    """What is known of the reading before a need's own checks.

    ``right`` is the share of evidence that is right, ``missed`` how much is missed for
    each piece that was read, right or not: a need of which nothing was read right may be
    said often all the same. ``checks`` and ``spread`` say how much needs differ: as many
    checks as the shared share is worth for one need, and the shape of the gamma distribution
    of what is missed.
    """

    right: float = 0.85
    missed: float = 0.5
    checks: float = 6.0
    spread: float = 2.0


CHECKED = pl.Schema(
    {
        "need_id": pl.String(),
        "demand": pl.Float64(),  # voices counted
        "signals": pl.Float64(),  # pieces of evidence they rest on, by weight, as all below
        "checked": pl.Float64(),  # pieces of its evidence that people looked at
        "right": pl.Float64(),  # … and found to be right
        "missed": pl.Float64(),  # of the texts drawn: those that hold it and were not read so
    }
)
"""One row a need: what ``corrected`` is given."""


def reliability(needs: pl.DataFrame, drawn: float, texts: float) -> Reliability:
    """Return what all checks together say (columns CHECKED), on top of what is measured.

    ``drawn`` texts of ``texts`` were drawn at random and checked in full.
    """
    prior = Reliability()
    checked, right = _column(needs, "checked"), _column(needs, "right")
    share = float((right.sum() + prior.right * prior.checks) / (checked.sum() + prior.checks))
    checks = _worth(right, checked, share, prior.checks)
    if drawn <= 0 or texts <= 0:
        return Reliability(share, prior.missed, checks, prior.spread)
    expected = _column(needs, "signals") * drawn / texts  # evidence among the texts drawn
    found = _column(needs, "missed")
    missed = float((found.sum() + prior.missed * 2) / (expected.sum() + 2))
    return Reliability(share, missed, checks, _shape(found, expected * missed, prior.spread))


def _worth(right: Floats, checked: Floats, share: float, before: float) -> float:
    """Return as how many checks the shared share counts: most likely, beta-binomial."""
    from scipy.special import betaln

    a, b = share * ALIKE[:, None], (1 - share) * ALIKE[:, None] + 1e-9
    likely = (betaln(a + right, b + np.maximum(checked - right, 0)) - betaln(a, b)).sum(axis=1)
    return _most_likely(likely, before)


def _shape(found: Floats, expected: Floats, before: float) -> float:
    """Return the shape of what is missed, needs compared: most likely, negative binomial."""
    from scipy.special import gammaln

    shape, mean = ALIKE[:, None], np.maximum(expected, 1e-9)
    likely = gammaln(found + shape) - gammaln(shape) + shape * np.log(shape / (shape + mean))
    return _most_likely((likely + found * np.log(mean / (shape + mean))).sum(axis=1), before)


def _most_likely(likely: Floats, before: float) -> float:
    """Return the best of ALIKE, held to ``before`` a little: a few needs tell nothing of it."""
    return float(ALIKE[np.argmax(likely - np.log(ALIKE / before) ** 2 / 2)])


def corrected(
    needs: pl.DataFrame, drawn: float, texts: float, shared: Reliability | None = None
) -> pl.DataFrame:
    """Return need_id, demand, demand_low and demand_high: the size that the checks tell.

    The interval (95 %) is of the number of voices to be expected of as many customers
    again: it holds the error of the reading, of the small sample, and of chance.

    >>> needs = pl.DataFrame([("n-1", 100.0, 100.0, 20.0, 16.0, 2.0)], schema=CHECKED,
    ...                      orient="row")
    >>> found = corrected(needs, drawn=200, texts=2_000)
    >>> found["demand_low"][0] < found["demand"][0] < found["demand_high"][0]
    True
    """
    known = shared or reliability(needs, drawn, texts)
    looked = min(drawn / texts, 1.0) if texts > 0 else 0.0
    demand = np.maximum(_column(needs, "demand"), 0)
    signals = np.maximum(_column(needs, "signals"), 1e-9)
    checked, right, missed = (_column(needs, name) for name in ("checked", "right", "missed"))
    yes = known.right * known.checks + right
    no = (1 - known.right) * known.checks + checked - right + 1e-9
    rate = known.spread / np.maximum(known.missed * signals, 1e-9) + looked
    sizes = np.empty((3, needs.height))
    for one in range(needs.height):  # each alone, so that a further need changes no other
        chance = np.random.Generator(np.random.PCG64(_SEED))
        share = chance.beta(yes[one], no[one], DRAWS)
        unread = chance.gamma(known.spread + missed[one], 1 / rate[one], DRAWS)
        voices = chance.gamma(demand[one] + 0.5, 1.0, DRAWS)
        drawn_sizes = voices * (share + unread / signals[one])
        sizes[:, one] = np.quantile(drawn_sizes, [0.025, 0.5, 0.975])
    low, middle, high = sizes
    return pl.DataFrame(
        {
            "need_id": needs["need_id"],
            "demand": middle,
            "demand_low": low,
            "demand_high": high,
        }
    )


def _column(frame: pl.DataFrame, name: str) -> Floats:
    values: npt.NDArray[np.float64] = frame[name].cast(pl.Float64).fill_null(0).to_numpy()
    return values

from __future__ import annotations

import numpy as np
import pytest

from needlens.needs.intervals import log2_ratio, mean_interval, student_t, wilson


def test_wilson_covers_the_truth_about_95_times_in_100():
    rng = np.random.default_rng(1)
    for share in (0.02, 0.3):
        found = rng.binomial(200, share, 4000).astype(float)
        low, high = wilson(found, 200)
        assert ((low <= 200 * share) & (200 * share <= high)).mean() == pytest.approx(
            0.95, abs=0.02
        )


def test_means_cover_the_truth_even_of_few():
    rng = np.random.default_rng(2)
    for n in (3, 10, 60):
        draws = rng.normal(5, 1.2, (4000, n))
        mean = draws.mean(axis=1)
        squares = ((draws - mean[:, None]) ** 2).sum(axis=1)
        low, high = mean_interval(mean, squares, np.full(4000, float(n)), 1.44, 1, 9)
        assert ((low <= 5) & (high >= 5)).mean() > 0.945


def test_trends_cover_no_change():
    rng = np.random.default_rng(3)
    _, low, high = log2_ratio(rng.poisson(40, 4000) * 1.0, rng.poisson(40, 4000) * 1.0)
    assert ((low <= 0) & (high >= 0)).mean() == pytest.approx(0.95, abs=0.02)


def test_students_t():
    known = {2: 4.303, 9: 2.262, 17: 2.110, 45: 2.014, 1000: 1.962}
    for df, quantile in known.items():
        assert student_t(np.array([float(df)]))[0] == pytest.approx(quantile, rel=0.003)


def test_none_of_none():
    low, high = wilson(np.array([0.0]), 0)
    assert low[0] == high[0] == 0

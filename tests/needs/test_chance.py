"""Chance alone is hardly ever taken for a need, however many things are compared."""

from __future__ import annotations

import numpy as np
import polars as pl

from needlens.needs.chance import clearly_more, surely_above, surely_more


def test_shops_of_equal_products_show_none():
    wrong = 0
    for seed in range(300):
        lot = np.random.default_rng(seed)
        whole = lot.integers(3, 60, 400).astype(float)
        part = lot.binomial(whole.astype(int), 0.05).astype(float)
        wrong += surely_above(part, whole, 0.05, 400).any()
    assert wrong <= 7  # 2.5 % of the shops


def test_pairs_that_meet_by_chance_are_none():
    wrong = 0
    for seed in range(300):
        lot = np.random.default_rng(seed)
        expected = lot.gamma(0.5, 2, 2000) + 0.05
        wrong += surely_more(lot.poisson(expected).clip(1).astype(float), expected, 2000).any()
    assert wrong <= 7


def test_what_is_special_is_found_among_many():
    lot = np.random.default_rng(1)
    whole = np.full(400, 60.0)
    part = lot.binomial(60, 0.05, 400).astype(float)
    part[[3, 9]] = 21
    assert np.flatnonzero(surely_above(part, whole, 0.05, 400)).tolist() == [3, 9]


def test_the_ends_of_the_scale():
    all_of_them, none = np.array([9.0]), np.array([0.0])
    assert surely_above(all_of_them, all_of_them, 0.1, 1).tolist() == [True]
    assert surely_above(none, all_of_them, 0.0, 1).tolist() == [False]
    assert surely_above(all_of_them, all_of_them, 1.0, 1).tolist() == [False]
    assert surely_above(none, none, 0.5, 1).tolist() == [False]


def test_most_beyond_the_usual_comes_first():
    counts = pl.DataFrame(
        {"id": ["小", "large", "usual"], "part": [30.0, 90.0, 10.0], "whole": [40.0, 130.0, 2000.0]}
    )
    assert clearly_more(counts, 3)["id"].to_list() == ["large", "小"]
    assert clearly_more(counts, 50)["id"].to_list() == ["large"]
    assert clearly_more(counts.clear(), 3).is_empty()

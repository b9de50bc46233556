"""Sums over clauses, the fast way and the plain way."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from needlens.lm.linear.heads import Categories, Table, probability, summed_rows, sums

RANDOM = np.random.default_rng(5)


@pytest.mark.parametrize("sizes", [[], [0], [3], [0, 1, 70, 0, 64, 65, 2, 300], [1] * 50])
def test_rows_add_up(sizes) -> None:
    weights = RANDOM.normal(size=(40, 7)).astype(np.float32)
    slots = RANDOM.integers(0, 40, sum(sizes)).astype(np.uint16)
    bounds = np.cumsum([0, *sizes])
    found = summed_rows(weights, slots, bounds)
    plain = [weights[slots[a:b]].sum(axis=0) for a, b in pairwise(bounds)]
    assert found == pytest.approx(np.array(plain).reshape(len(sizes), 7), abs=1e-4)


def test_sums_between_bounds() -> None:
    values = np.array([100, 100, -5, 7], dtype=np.int16)
    assert sums(values, np.array([0, 2, 2, 4])).tolist() == [200, 0, 2]


def test_a_table_scores_by_the_root_of_the_number() -> None:
    weights = np.array([0, 10, -4], dtype=np.int8)
    table = Table(weights, scale=0.5, intercept=1.0)
    ones, none = np.array([1, 2, 1, 1]), np.zeros(4, dtype=np.int64)
    scores = table.scores((ones, none, none), np.array([0, 1, 4]))
    assert scores == pytest.approx([1 + 5.0, 1 + 0.5 * 16 / np.sqrt(3 + 2 + 1)])


def test_parts_of_a_category_are_joined() -> None:
    slots = np.array([0, 1, 2], dtype=np.uint16)
    weights = np.array([[0, 0, 0, 0], [2, 0, 0, 3], [0, 1, 1, 0]], dtype=np.float32)
    labels = ("SCREEN#GENERAL", "SCREEN#PRICE", "BATTERY#PRICE")
    members = np.array([[0, 2], [0, 3], [1, 3]])
    head = Categories(labels, slots, weights, np.zeros(4, dtype=np.float32), (2, 4), members)
    buckets = (np.array([1, 2, 1]), np.zeros(3, dtype=np.int64), np.zeros(3, dtype=np.int64))
    clauses, n = np.array([0, 1, 2]), np.array([1, 1, 1])
    found = head.probabilities(buckets, clauses, np.array([True, False, True]), n)
    assert found.shape == (2, 3)
    assert found.sum(axis=1) == pytest.approx([1, 1])
    assert labels[found[0].argmax()] == "SCREEN#PRICE"
    odds = np.exp([2 + 0, 2 + 3, 0 + 3])
    assert found[0] == pytest.approx(odds / odds.sum(), abs=1e-6)
    nothing = head.probabilities(buckets, clauses, np.zeros(3, dtype=bool), n)
    assert nothing.shape == (0, 3)


def test_probabilities_of_far_scores_are_numbers() -> None:
    found = probability(np.array([-1e9, 0.0, 1e9]))
    assert found == pytest.approx([0, 0.5, 1])

"""Probabilities that mean what they say."""

import numpy as np
import pytest

from needlens.mining.intents.certainty import (
    Certainty,
    evidence,
    fitted_scope,
    fitted_sharpness,
    sigmoid,
    softmax,
)

START = Certainty()
NONE = np.empty((0, 3))


def test_a_row_sums_to_the_probability_of_being_in_scope():
    margins = np.array([[1.0, -1.0, -1.0], [-1.1, -1.2, -1.0]], dtype=np.float32)
    nearness = np.array([[0.6, 0.1, 0.0], [0.1, 0.1, 0.2]], dtype=np.float32)
    found = START.probabilities(margins, nearness)
    assert found.shape == (2, 3) and found[0].argmax() == 0
    assert found[0].sum() > 0.95 and found[1].sum() < 0.2


@pytest.mark.parametrize("true", [2.0, 9.0])
def test_sharpness_is_found_again(true):
    random = np.random.default_rng(0)
    margins = random.normal(size=(4000, 5)).astype(np.float32)
    truth = np.array(
        [random.choice(5, p=row / row.sum()) for row in softmax(true * margins).astype(float)]
    )
    assert fitted_sharpness(margins, truth, START) == pytest.approx(true, rel=0.1)


def test_scope_is_found_again_and_sides_weigh_the_same():
    random = np.random.default_rng(0)
    rows = np.column_stack([random.normal(size=(6000, 2)), np.ones(6000)])
    inside = random.random(6000) < sigmoid(rows @ np.array([3.0, 5.0, -1.0]))
    known, foreign = rows[inside], rows[~inside]
    margin, nearness, _ = fitted_scope(known, [foreign], START)
    assert (margin, nearness) == pytest.approx((3, 5), rel=0.15)
    few = fitted_scope(known[:300], [foreign], START)
    kept = (known @ np.array(few) >= 0).mean()
    assert kept == pytest.approx((foreign @ np.array(few) < 0).mean(), abs=0.08)


def test_without_examples_the_start_stays_and_few_move_it_little():
    assert fitted_scope(NONE, [NONE], START) == (START.margin, START.nearness, START.offset)
    some = evidence(np.array([[0.5, -1]]), np.array([[0.4, 0.1]]))
    assert fitted_scope(some, [NONE, NONE], START) == (START.margin, START.nearness, START.offset)
    moved = fitted_scope(some, [some - [0.1, 0, 0]], START)
    assert np.abs(np.array(moved) - [START.margin, START.nearness, START.offset]).max() < 1


def test_kinds_of_foreign_texts_weigh_the_same_however_many():
    random = np.random.default_rng(0)
    known = np.column_stack([random.normal(2, 1, 500), np.zeros(500), np.ones(500)])
    far = np.column_stack([random.normal(-4, 1, 20), np.zeros(20), np.ones(20)])
    near = np.column_stack([random.normal(1, 1, 2000), np.zeros(2000), np.ones(2000)])
    together = np.array(fitted_scope(known, [np.concatenate([far, near])], START))
    apart = np.array(fitted_scope(known, [near, far], START))
    assert (known @ apart >= 0).mean() > (known @ together >= 0).mean() + 0.03
    assert (far @ apart < 0).all()

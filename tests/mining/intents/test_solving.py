"""The classifier finds what scikit-learn finds."""

import numpy as np
import pytest

from needlens.mining.intents.solving import fit, margins, minimum


def problem(n=150, columns=12, classes=4):
    random = np.random.default_rng(0)
    truth = random.integers(0, classes, n)
    rows = random.normal(size=(classes, columns))[truth] + random.normal(size=(n, columns)) * 1.5
    return rows.astype(np.float32), truth


def test_the_weights_are_those_of_scikit_learn():
    svm = pytest.importorskip("sklearn.svm")
    rows, truth = problem()
    importance = np.where(truth == 1, 2.0, 0.5).astype(np.float32)
    signs = np.where(truth[:, None] == np.arange(4), 1, -1).astype(np.float32)
    found = margins(rows, fit(rows, signs, importance, tolerance=1e-6))
    theirs = svm.LinearSVC(C=1.0, tol=1e-6, max_iter=20_000)
    theirs.fit(rows, truth, sample_weight=importance)
    np.testing.assert_allclose(found, theirs.decision_function(rows), atol=0.03)
    assert np.abs(found).max() > 0.5


def test_a_row_of_no_class_is_against_all():
    rows = np.array([[1, 0], [0, 1], [-1, -1]], dtype=np.float32)
    signs = np.array([[1, -1], [-1, 1], [-1, -1]], dtype=np.float32)
    found = margins(rows, fit(rows, signs, np.full(3, 50, dtype=np.float32)))
    assert (found[2] < 0).all() and found[0, 0] > 0 and found[1, 1] > 0


def test_the_minimum_of_a_bent_valley():
    """Rosenbrock's function; its minimum is at (1, 1)."""

    def valley(x):
        a, b = 1 - x[0], x[1] - x[0] ** 2
        return a * a + 100 * b * b, np.array([-2 * a - 400 * x[0] * b, 200 * b])

    found = minimum(valley, np.array([-1.2, 1.0]), tolerance=1e-9)
    assert found == pytest.approx([1, 1], abs=1e-4)


def test_where_nothing_slopes_nothing_moves():
    start = np.array([3.0])
    assert minimum(lambda x: (1.0, np.zeros(1)), start) == pytest.approx(start)

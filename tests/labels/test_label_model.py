"""The label model against a truth that was planted, and hidden from it."""

import numpy as np
import pytest

from needlens.errors import UserError
from needlens.labels.label_model import ABSTAIN, LabelModel, majority


def coin(accuracy, classes):
    table = np.full((classes, classes), (1 - accuracy) / (classes - 1))
    np.fill_diagonal(table, accuracy)
    return table


def planted(balance, tables, silent, n=2000, seed=5):
    """Return the truth and the votes of sources with these tables of errors."""
    rng = np.random.default_rng(seed)
    truth = rng.choice(len(balance), n, p=balance)
    votes = np.empty((n, len(tables)), dtype=np.int64)
    for s, (table, quiet) in enumerate(zip(tables, silent, strict=True)):
        said = (rng.random(n)[:, None] > np.asarray(table)[truth].cumsum(axis=1)).sum(axis=1)
        gone = rng.random(n) < np.broadcast_to(np.asarray(quiet), len(balance))[said]
        votes[:, s] = np.where(gone, ABSTAIN, said)
    return truth, votes


def scores(truth, votes, classes):
    """Return how often the model and the majority (ties by lot) are right."""
    learned = LabelModel(classes).fit(votes)
    heard = (votes != ABSTAIN).any(axis=1)
    lot = np.random.default_rng(0).random((len(votes), classes)) * 1e-6
    found = [
        (shares.argmax(axis=1) == truth)[heard].mean()
        for shares in (learned.probabilities(votes), majority(votes, classes) + lot)
    ]
    return learned, *found


@pytest.mark.parametrize(
    ("balance", "accuracies", "silent"),
    [
        ([0.5, 0.5], [0.9, 0.6, 0.65], [0.1, 0.1, 0.1]),
        ([0.8, 0.2], [0.85, 0.75, 0.65, 0.6], [0.3, 0.2, 0.1, 0.1]),
        ([0.6, 0.1, 0.3], [0.85, 0.6, 0.7, 0.55], [0.3, 0.2, 0.4, 0.1]),
    ],
)
def test_accuracies_and_balance_are_recovered_and_majority_is_beaten(balance, accuracies, silent):
    classes = len(balance)
    truth, votes = planted(balance, [coin(a, classes) for a in accuracies], silent, n=4000)
    learned, model, most = scores(truth, votes, classes)
    assert np.abs(learned.accuracies - accuracies).max() < 0.05
    assert np.abs(learned.balance - balance).max() < 0.06
    assert model > most + 0.02


@pytest.mark.parametrize("seed", range(4))
def test_where_sources_are_alike_it_is_not_worse(seed):
    truth, votes = planted([0.5, 0.5], [coin(0.75, 2)] * 3, [0.2] * 3, seed=seed)
    _, model, most = scores(truth, votes, 2)
    assert model > most - 0.01


def test_errors_that_go_one_way_are_learned():
    tables = [[[0.95, 0.05], [0.4, 0.6]], [[0.6, 0.4], [0.05, 0.95]], [[0.9, 0.1], [0.3, 0.7]]]
    truth, votes = planted([0.7, 0.3], tables, [0.1] * 3, n=4000)
    learned, model, most = scores(truth, votes, 2)
    assert model > most
    assert np.abs(learned.likelihood[:, :, :2] - tables).max() < 0.12


def test_sources_that_know_one_class_only_are_used():
    sided = [[0.9, 0.1], [0.2, 0.8]]
    truth, votes = planted([0.6, 0.4], [coin(0.8, 2), sided, sided, coin(0.7, 2)],
                           [0.2, [1, 0], [0, 1], 0.1])  # fmt: skip
    _, model, most = scores(truth, votes, 2)
    assert model > most + 0.03


def test_probabilities_are_calibrated_to_a_few_points():
    truth, votes = planted(
        [0.5, 0.5], [coin(a, 2) for a in (0.85, 0.7, 0.65, 0.6)], [0.1] * 4, 8000
    )
    shares = LabelModel(2).fit(votes).probabilities(votes)
    sure = shares.max(axis=1)
    right = shares.argmax(axis=1) == truth
    for low, high in ((0.5, 0.7), (0.7, 0.9), (0.9, 1.0)):
        some = (sure > low) & (sure <= high)
        assert abs(sure[some].mean() - right[some].mean()) < 0.05


def test_nobody_voted_means_the_balance():
    votes = np.array([[1, 1], [1, 1], [0, 0], [ABSTAIN, ABSTAIN]])
    learned = LabelModel(2).fit(votes)
    assert learned.probabilities(votes)[3] == pytest.approx(learned.balance)


@pytest.mark.parametrize(
    ("votes", "classes", "says"),
    [
        (np.zeros((0, 2), dtype=int), 2, "shape"),
        (np.zeros(3, dtype=int), 2, "one row an item"),
        (np.full((2, 2), 0.5), 2, "whole numbers"),
        (np.array([[0, 2]]), 2, "0 to 1"),
        (np.array([[0, -2]]), 2, "abstains"),
        (np.array([[0, 0]]), 1, "2 or more"),
    ],
)
def test_votes_that_are_none(votes, classes, says):
    with pytest.raises(UserError, match=says):
        LabelModel(classes).fit(votes)

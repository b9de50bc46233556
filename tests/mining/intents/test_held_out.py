"""What is kept aside was not learnt, nor was a near-copy of it."""

import numpy as np
import pytest

from needlens.mining.intents.held_out import folds

FORMS = ["please tell me {} today", "Please tell me {} today!", "i ask about {} because of you"]
THINGS = [
    "shipping costs",
    "the return of shoes",
    "paying by card",
    "opening hours",
    "a lost parcel",
]
TEXTS = [form.format(thing) for thing in THINGS for form in FORMS for _ in (0,)] + ["哈哈", "天气"]
INTENTS = np.array([i for i in range(5) for _ in FORMS] + [-1, -1])


def test_each_example_is_kept_aside_once_and_copies_stay_together():
    found = list(folds(TEXTS, INTENTS, without=False))
    aside = np.array([fold.known | fold.foreign for fold in found])
    assert (aside.sum(0) == 1).all()
    assert (aside[:, 0:15:3] == aside[:, 1:15:3]).all(), "near-copies were parted"
    for fold in found:
        assert not (fold.learn & (fold.known | fold.foreign)).any()
        assert (INTENTS[fold.foreign] == -1).all() and (INTENTS[fold.known] >= 0).all()


def test_intents_left_out_are_foreign_and_not_learnt():
    found = list(folds(TEXTS, INTENTS, without=True))
    gone = [set(INTENTS[fold.foreign]) - {-1} for fold in found]
    assert set.union(*gone) == set(range(5)) and sum(map(len, gone)) == 5
    for fold, missing in zip(found, gone, strict=True):
        assert not np.isin(INTENTS[fold.learn | fold.known], list(missing)).any()


def test_two_intents_are_too_few_to_leave_one_out():
    for fold in folds(["甲问", "乙问", "丙问"], np.array([0, 1, 1]), without=True):
        assert not fold.foreign.any()


@pytest.mark.parametrize("seed", [0, 7])
def test_the_same_seed_keeps_the_same_aside(seed):
    one, other = (list(folds(TEXTS, INTENTS, without=True, seed=seed)) for _ in (0, 1))
    assert all((a.learn == b.learn).all() for a, b in zip(one, other, strict=True))

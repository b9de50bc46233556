"""Sizes corrected by checks: the interval holds the true size as often as it says."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needlens.needs.powered import CHECKED, Reliability, corrected, reliability


def frame(*rows):
    return pl.DataFrame(rows, schema=CHECKED, orient="row")


def world(chance, needs=5, texts=4_000, drawn=300, checks=8):
    """Return numbers of voices to be expected and what a shop would count and check of them."""
    truth = chance.integers(20, 200, needs)
    rows = []
    for one, expected in enumerate(truth):
        true = chance.poisson(expected)
        found = chance.binomial(true, chance.beta(14, 7))
        wrong = chance.binomial(found, 0.18)
        signals = found + wrong
        checked = min(checks, signals)
        right = chance.hypergeometric(found, wrong, checked) if signals else 0
        missed = chance.binomial(true - found, drawn / texts)
        rows.append((f"n-{one}", float(signals), float(signals), checked, right, missed))
    return truth, frame(*rows), drawn, texts


def test_the_interval_holds_the_true_size():
    chance = np.random.default_rng(4)
    held = []
    for _ in range(100):
        truth, needs, drawn, texts = world(chance)
        found = corrected(needs, drawn, texts)
        held += (
            (found["demand_low"].to_numpy() <= truth) & (truth <= found["demand_high"].to_numpy())
        ).tolist()
    assert 0.92 <= np.mean(held) <= 0.98


def test_more_right_makes_larger_and_more_missed_too():
    base = frame(("n-1", 100, 100, 20, 16, 2))
    size = corrected(base, 200, 2_000)["demand"][0]
    assert corrected(frame(("n-1", 100, 100, 20, 20, 2)), 200, 2_000)["demand"][0] > size
    assert corrected(frame(("n-1", 100, 100, 20, 4, 2)), 200, 2_000)["demand"][0] < size
    assert corrected(frame(("n-1", 100, 100, 20, 16, 9)), 200, 2_000)["demand"][0] > size


def test_more_checks_make_the_interval_narrower():
    def width(n):
        found = corrected(frame(("n-1", 500, 500, n, n * 0.8, 0)), 0, 0, Reliability())
        return (found["demand_high"] - found["demand_low"])[0]

    assert width(5) > width(50) > width(400)


def test_the_size_of_a_need_does_not_depend_on_the_others():
    one, other = ("n-1", 60, 60, 9, 7, 1), ("n-2", 30, 31, 5, 5, 0)
    known = Reliability()
    alone = corrected(frame(one), 100, 1_000, known)
    both = corrected(frame(other, one), 100, 1_000, known)
    assert both.filter(need_id="n-1").equals(alone)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(0, 1e6), st.integers(0, 10**6), st.integers(0, 50), st.floats(0, 1),
            st.integers(0, 50),
        ),
        max_size=4,
    ),
    st.integers(0, 500),
)  # fmt: skip
def test_no_number_is_nan_or_below_zero(rows, drawn):
    needs = frame(*((f"n-{i}", d, s, c, int(c * r), m) for i, (d, s, c, r, m) in enumerate(rows)))
    found = corrected(needs, drawn, 1_000)
    assert found["need_id"].equals(needs["need_id"])
    values = found.select("demand_low", "demand", "demand_high").to_numpy()
    assert np.isfinite(values).all() and (values >= 0).all() and (np.diff(values) >= 0).all()


@pytest.mark.parametrize(("drawn", "texts"), [(0, 0), (0, 100), (100, 0)])
def test_without_texts_drawn_what_is_missed_is_as_measured_before(drawn, texts):
    assert reliability(frame(("n-1", 9, 9, 0, 0, 0)), drawn, texts).missed == Reliability().missed

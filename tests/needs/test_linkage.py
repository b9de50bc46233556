import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from needlens.lm.lengths import unit
from needlens.needs.linkage import halves, in_order, linked


def points(n, seed):
    return unit(np.random.default_rng(seed).normal(size=(n, 5)).astype(np.float32))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 30), st.integers(0, 10**6), st.floats(-0.5, 0.95))
def test_clusters_are_numbered_as_they_come_and_do_not_depend_on_the_order(n, seed, alike):
    places = points(n, seed)
    labels = linked(places, alike)
    assert labels.shape == (n,) and np.array_equal(labels, in_order(labels))
    order = np.random.default_rng(seed).permutation(n)
    assert np.array_equal(linked(places[order], alike), in_order(labels[order]))


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 30), st.integers(0, 10**6))
def test_more_alike_means_more_clusters(n, seed):
    places = points(n, seed)
    counts = [linked(places, alike).max() for alike in (0.0, 0.3, 0.6, 0.9)]
    assert counts == sorted(counts)


def test_members_of_a_cluster_are_as_alike_as_asked_for():
    groups = np.repeat(points(4, 3), 6, axis=0)
    places = unit(groups + points(24, 5) * 0.1)
    labels = linked(places, 0.8)
    for label in range(labels.max() + 1):
        inside = places[labels == label]
        assert (inside @ inside.T).mean() >= 0.8


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 30), st.integers(0, 10**6))
def test_halves_are_two_and_the_first_row_is_in_the_first(n, seed):
    second = halves(points(n, seed))
    assert second.shape == (n,)
    if n:
        assert not second[0] and second.any() == (n > 1)

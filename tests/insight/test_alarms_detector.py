"""The watch against a plain loop over every message, and what it promises."""

import numpy as np
import pytest

from needlens.insight.alarms.detector import SIZES, Complaints, watch
from needlens.insight.alarms.settings import AlarmSettings

FIXED = AlarmSettings(shrinkage=1e12, warm_up=1e-9, min_voices=1e-9)
"""With a baseline that is known, so that the plain loop needs no estimate."""


def plainly(says, weight, share, run_length):
    """Return the message at which M, computed message by message, reaches the limit."""
    mass = np.zeros(len(SIZES))
    for i, (said, w) in enumerate(zip(says, weight, strict=True)):
        surging = share + SIZES * (1 - share)
        ratio = surging / share if said else (1 - surging) / (1 - share)
        mass = ratio**w * (mass + w)
        if said and mass.mean() >= run_length:
            return i
    return None


def complaints(says, weight, share):
    clock = np.cumsum(weight) - weight
    rows = np.flatnonzero(says)
    n = len(rows)
    return Complaints(np.zeros(n, np.int64), clock[rows], weight[rows], np.full(n, share), np.ones(n)), rows  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_it_is_the_recursion_of_the_docstring(seed):
    rng = np.random.default_rng(seed)
    share = rng.uniform(0.02, 0.2)
    says = rng.random(400) < np.where(np.arange(400) < 200, share, share + 0.3)
    weight = np.ones(400)
    given, rows = complaints(says, weight, share)
    found = watch(given, np.array([400.0]), 2_000.0, FIXED)
    assert rows[found.alarm[0]] == plainly(says, weight, share, 2_000.0)


def test_copies_move_it_as_one_voice():
    says, weight = np.ones(200, bool), np.full(200, 1 / 200)
    given, _ = complaints(says, weight, 0.02)
    assert not len(watch(given, np.array([1.0]), 1_000.0, FIXED).alarm)
    given, _ = complaints(says, np.ones(200), 0.02)
    assert len(watch(given, np.array([200.0]), 1_000.0, FIXED).alarm)


@pytest.mark.parametrize("share", [0.01, 0.05, 0.2])
def test_chance_alarms_are_no_more_frequent_than_promised(share):
    rng = np.random.default_rng(11)
    streams, n, run_length = 300, 1_000, 2_000.0
    parts = [np.flatnonzero(rng.random(n) < share) for _ in range(streams)]
    rows = np.concatenate(parts).astype(float)
    given = Complaints(
        np.repeat(np.arange(streams), [len(p) for p in parts]),
        rows, np.ones(len(rows)), np.full(len(rows), share), np.ones(len(rows)),
    )  # fmt: skip
    found = watch(given, np.full(streams, float(n)), run_length, AlarmSettings(min_voices=1e-9))
    assert 0 < len(found.alarm) <= streams * n / run_length


def test_streams_do_not_touch_each_other():
    rng = np.random.default_rng(5)
    says = [rng.random(300) < np.where(np.arange(300) < 150, 0.03, p) for p in (0.03, 0.5, 0.4)]
    each = [complaints(s, np.ones(300), 0.03)[0] for s in says]
    alone = [watch(c, np.array([300.0]), 1e4, AlarmSettings()) for c in each]
    together = Complaints(
        np.repeat(np.arange(3), [len(c.clock) for c in each]),
        *(np.concatenate([getattr(c, f) for c in each]) for f in ("clock", "weight", "prior", "rhythm")),
    )  # fmt: skip
    found = watch(together, np.full(3, 300.0), 1e4, AlarmSettings())
    assert sorted(found.peak) == sorted(np.concatenate([one.peak for one in alone]))
    assert set(together.stream[found.start]) == {1, 2}


def test_a_share_that_stays_high_becomes_the_baseline():
    rng = np.random.default_rng(8)
    says = rng.random(3_000) < np.where(np.arange(3_000) < 500, 0.03, 0.4)
    given, rows = complaints(says, np.ones(3_000), 0.03)
    settings = AlarmSettings(longest=200)
    found = watch(given, np.array([3_000.0]), 1e4, settings)
    assert len(found.start) == 1
    assert found.end[0] - given.clock[found.start[0]] == pytest.approx(200)
    assert 480 < rows[found.start[0]] < 520


def test_no_complaints_are_no_streams():
    nothing = np.zeros(0)
    given = Complaints(nothing.astype(np.int64), nothing, nothing, nothing, nothing)
    assert not len(watch(given, nothing, 1e4, AlarmSettings()).start)

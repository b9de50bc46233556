"""Ranks, their sureness, and what would change them."""

from __future__ import annotations

import random
from dataclasses import replace
from math import log1p

import numpy as np
import polars as pl
import pytest

from insight.built import facts, measured, need, told
from needlens.insight.opportunities import opportunities
from needlens.insight.opportunities.draws import drawn, interval
from needlens.insight.opportunities.said import Said
from needlens.needs.intervals import Z95
from needlens.needs.measures import importance_of, opportunity_of
from needlens.records import Interval


def found(needs, assigned=None, **how):
    return opportunities(measured(*needs), facts(), assigned, **how)


def test_greatest_first_without_what_is_met():
    report = found(
        [
            need("n-1", 20, 4),
            need("n-2", 90, 2),
            need("n-3", 80, 7, state="met"),
            need("n-4", 90, 6),
        ]
    )
    assert [one.need.id for one in report.opportunities] == ["n-2", "n-4", "n-1"]
    assert [one.rank for one in report.opportunities] == [1, 2, 3]
    assert (report.open_needs, report.met_needs) == (3, 1)


def test_fewer_than_there_are():
    report = found([need(f"n-{i}", 10 + i) for i in range(9)], n=2)
    assert len(report.opportunities) == 2 and report.open_needs == 9


def test_without_needs():
    report = found([])
    assert report.opportunities == () and report.language == "zh"


@pytest.mark.parametrize(("language", "tongue"), [("zh", "zh"), ("en", "en")])
def test_the_language_is_that_of_the_evidence(language, tongue):
    one = need()
    pieces = tuple(replace(piece, language=language) for piece in one.evidence)
    assert found([replace(one, evidence=pieces)]).language == tongue


def test_the_order_of_needs_and_rows_changes_nothing():
    needs = [need(f"n-{i}", 20 + 3 * i, 2 + i % 5, spread=0.1 * i) for i in range(12)]
    rows = told(*((one.id, 5 + i, {"source": f"{i % 3}.csv"}) for i, one in enumerate(needs)))
    once = found(needs, rows)
    random.Random(5).shuffle(needs)
    again = found(needs, rows.sample(fraction=1, shuffle=True, seed=1))
    assert once == again
    assert any(one.shifts for one in once.opportunities)


def test_an_opportunity_lies_in_its_interval_and_a_wider_measure_widens_it():
    narrow, wide = (found([need("n-1", 80), need("n-2", 60, spread=s)]) for s in (0.1, 1.5))
    for report in (narrow, wide):
        for one in report.opportunities:
            assert one.value.low <= one.value.value <= one.value.high
    widths = [
        next(o.value.high - o.value.low for o in r.opportunities if o.need.id == "n-2")
        for r in (narrow, wide)
    ]
    assert widths[1] > 3 * widths[0]


def test_intervals_cover_the_truth_they_were_made_around():
    """Worlds with known demand and satisfaction, measured with known error."""
    random_ = np.random.default_rng(11)
    hits = []
    for world in range(20):
        demand, grade = random_.uniform(20, 400, 25), random_.uniform(2, 7, 25)
        truth = opportunity_of(importance_of(demand), grade)
        seen_log = np.log1p(demand) + random_.normal(0, 0.1, 25)
        seen_grade = grade + random_.normal(0, 0.25, 25)
        needs = []
        for i in range(25):
            low, value, high = np.expm1(seen_log[i] + np.array([-1, 0, 1]) * 0.1 * Z95)
            one = need(f"n-{world}-{i}", value, seen_grade[i], spread=0.25 * Z95)
            needs.append(replace(one, demand=Interval(value, low, high, 50)))
        needs = measured(*needs)
        draws = drawn(needs)
        for i, one in enumerate(needs):
            estimate = interval(one, draws[i])
            hits.append(estimate.low <= truth[i] <= estimate.high)
    assert 0.92 <= np.mean(hits) <= 0.985, np.mean(hits)


def test_likes_cannot_be_told_apart_and_unlikes_can():
    needs = [need("n-1", 100, 2.0), need("n-2", 99, 2.05), need("n-3", 98, 2.1), need("n-4", 8, 6)]
    ties = [one.tied for one in found(needs).opportunities]
    assert ties == [(1, 3), (1, 3), (1, 3), (4, 4)]


def test_what_nobody_judged_is_told_apart_from_little():
    """Its satisfaction may be anything, so its opportunity is wide open."""
    unsure = replace(need("n-2", 70, 5.0, n=0), satisfaction=Interval(5, 1, 9, 0))
    first, second, third = found([need("n-1", 80, 3.0), unsure, need("n-3", 60, 4.0)]).opportunities
    assert unsure.id in {one.need.id for one in (second, third)}
    one = next(o for o in (first, second, third) if o.need.id == unsure.id)
    assert one.tied[1] - one.tied[0] >= 1 and one.value.high - one.value.low > 4


@pytest.mark.parametrize("seed", range(12))
def test_the_voices_named_are_just_enough(seed):
    random_ = random.Random(seed)
    needs = [need(f"n-{i}", random_.randint(5, 300), random_.uniform(1.5, 6.5)) for i in range(8)]
    ranked = found(needs).opportunities
    assert ranked[0].lift is None
    checked = 0
    for one, above in zip(ranked[1:], ranked, strict=False):
        assert one.lift.past == above.rank
        if one.lift.voices is None:
            continue
        for further, passes in ((one.lift.voices, True), (one.lift.voices - 1, False)):
            more = replace(one.need.demand, value=one.need.demand.value + further)
            now = [replace(n, demand=more) if n.id == one.need.id else n for n in needs]
            values = {n.id: n.opportunity for n in measured(*now)}
            assert (values[one.need.id] > values[above.need.id]) is passes
        checked += 1
    assert checked


def test_the_satisfaction_named_is_where_it_passes():
    needs = [need("n-1", 100, 2.0), need("n-2", 80, 2.5)]
    second = found(needs).opportunities[1]
    threshold = second.lift.satisfaction
    for grade, first in ((threshold - 0.01, "n-2"), (threshold + 0.01, "n-1")):
        changed = [needs[0], replace(needs[1], satisfaction=Interval(grade, 1, 9, 9))]
        assert found(changed).opportunities[0].need.id == first


def test_too_far_behind_for_any_satisfaction():
    lift = found([need("n-1", 1000, 1.5), need("n-2", 5, 4)]).opportunities[1].lift
    assert lift.satisfaction is None and lift.voices > 100


def many(n=10):
    """Return needs of falling size, and what was said of each, all from one source."""
    needs = [need(f"n-{i}", 100 - 8 * i, 3.0) for i in range(n)]
    return needs, [(one.id, round(one.demand.value), {}) for one in needs]


def shifts_of(report, need_id):
    one = next(o for o in report.opportunities if o.need.id == need_id)
    return {(s.without, s.name): s.rank for s in one.shifts}


def test_a_need_that_hangs_on_one_product():
    needs, groups = many()
    groups[0] = ("n-0", 90, {"product_id": "p1"})
    report = found(needs, told(*groups, ("n-0", 10, {})))
    assert shifts_of(report, "n-0") == {("product", "p1"): 10}
    assert shifts_of(report, "n-5") == {}


def test_a_link_we_assigned_is_no_product():
    needs, groups = many()
    groups[0] = ("n-0", 90, {"product_id": "p1", "provenance": "assigned"})
    assert shifts_of(found(needs, told(*groups, ("n-0", 10, {}))), "n-0") == {}


def test_a_need_nobody_of_another_source_brings_up():
    needs, groups = many()
    groups[2] = ("n-2", 84, {"source": "reviews-en.csv"})
    report = found(needs, told(*groups))
    assert shifts_of(report, "n-2") == {("source", "reviews-en.csv"): None}
    assert {s.rank for o in report.opportunities[:2] for s in o.shifts} == {None}


def test_the_only_source_is_not_left_out():
    needs, groups = many()
    assert all(one.shifts == () for one in found(needs, told(*groups)).opportunities)


def test_suspicious_voices():
    needs, groups = many()
    groups[1] = ("n-1", 80, {"doubt": 0.8, "weight": 0.2})
    report = found(needs, told(*groups, ("n-1", 12, {})))
    assert shifts_of(report, "n-1")["suspicious", ""] > 5


def test_praise_left_out_raises_a_need():
    """Not only numbers of voices: what a source says of it counts too."""
    needs = [need(f"n-{i}", 90, 3 + 0.05 * i) for i in range(10)]
    rows = told(
        *((f"n-{i}", 90, {}) for i in range(9)),
        ("n-9", 81, {"valence": 2.0}),
        ("n-9", 9, {"valence": 9.0, "product_id": "p2"}),
    )
    report = found(needs, rows)
    before = next(o.rank for o in report.opportunities if o.need.id == "n-9")
    after = shifts_of(report, "n-9").get(("product", "p2"))
    assert after is not None and before - after > 3


def test_a_customer_who_speaks_often_is_one_voice_when_others_are_left_out():
    needs, groups = many()
    rows = told(*groups, ("n-0", 200, {"product_id": "p1", "voice": 0}))
    assert shifts_of(found(needs, rows), "n-0") == {}


def test_importance_is_measured_against_needs_that_are_met_too():
    needs, groups = many(4)
    large = need("n-9", 5000, 8, state="met")
    report = found([*needs, large], told(*groups, ("n-9", 50, {"valence": 8.0})))
    first = report.opportunities[0]
    assert first.need.importance == pytest.approx(10 * log1p(100) / log1p(5000))
    assert first.value.high < 9 and all(one.shifts == () for one in report.opportunities)


def test_leaving_out_is_the_same_as_counting_what_remains():
    random_ = np.random.default_rng(3)
    rows = pl.DataFrame(
        {
            "need_id": random_.integers(0, 6, 900).astype(str), "signal_id": random_.integers(0, 400, 900).astype(str),
            "voice": random_.integers(0, 90, 900).astype("uint64"), "weight": random_.choice([1.0, 1 / 3, 0.2], 900),
            "valence": random_.choice([2.0, 5.0, 8.5, None], 900).astype(float), "source": random_.choice(["a", "b"], 900),
        }
    ).with_columns(pl.col("valence").fill_nan(None))  # fmt: skip
    ids = [str(i) for i in range(7)]
    for out in (pl.col("source") == "a", pl.col("voice") < 20, pl.col("voice") >= 0):
        left = Said.of(rows, ids).without(out)
        anew = Said.of(rows.filter(~out), ids).counts
        np.testing.assert_allclose(left.voices, anew.voices, atol=2e-6)
        np.testing.assert_allclose(left.valence, anew.valence, atol=2e-6)
    assert Said.of(rows, ids).counts.voices[6] == 0

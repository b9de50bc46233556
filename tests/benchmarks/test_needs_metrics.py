"""The benchmark's measures, against sums done by hand."""

import doctest
import math

import numpy as np
import polars as pl
import pytest
from benchmarks.needs import facets, kappa, labelled_set, matching, metrics, planted_list, shown
from benchmarks.reader.intervals import interval

ZH = ["物流太慢", "等了十天", "快递好久", "包装破了", "盒子压扁", "挺好的"]
EN = ["too slow", "took ten days", "late again", "torn box", "crushed parcel", "nice"]
# By hand: {0, 1, 2}, {3, 4} and 5 alone; found are {0, 1, 3}, {2}, {4, 5}.
GOLD = np.array([0, 0, 0, 1, 1, -1])
FOUND = np.array([4, 4, -1, 4, 9, 9])


@pytest.mark.parametrize("module", [facets, kappa, matching, metrics, planted_list, shown])
def test_the_examples_in_the_docstrings_hold(module):
    done = doctest.testmod(module)
    assert done.attempted and not done.failed


def test_pairs_by_hand():
    # Gold has 3 + 1 pairs, found 3 + 1; only (0, 1) is in both.
    assert metrics.pairs(GOLD, FOUND) == (0.25, 0.25, 0.25)


@pytest.mark.parametrize("texts", [ZH, EN])
def test_b3_by_hand(texts):
    each = dict(zip(texts, metrics.b3_items(GOLD, FOUND).tolist(), strict=True))
    assert each[texts[0]] == pytest.approx([2 / 3, 2 / 3])
    assert each[texts[2]] == pytest.approx([1, 1 / 3])
    assert each[texts[3]] == pytest.approx([1 / 3, 1 / 2])
    assert each[texts[4]] == pytest.approx([1 / 2, 1 / 2])
    assert each[texts[5]] == pytest.approx([1 / 2, 1])
    precision, recall = (4 / 3 + 1 + 1 / 3 + 1) / 6, (4 / 3 + 1 / 3 + 1 + 1) / 6
    assert metrics.b3(GOLD, FOUND)[:2] == pytest.approx((precision, recall))


def test_b3_of_valid_items_leaves_the_others_out_of_both_sides():
    only = metrics.b3(GOLD, FOUND, GOLD >= 0)
    assert only == metrics.b3(GOLD[:5], FOUND[:5])
    assert only.precision == pytest.approx((4 / 3 + 1 + 1 / 3 + 1) / 5)


def test_names_and_order_of_groups_do_not_matter():
    order = np.array([5, 2, 0, 4, 1, 3])
    renamed = np.array([7, 7, -1, 7, 0, 0])
    for measure in (metrics.pairs, metrics.b3, metrics.adjusted_rand, metrics.mutual_information):
        assert measure(GOLD, FOUND) == pytest.approx(measure(GOLD[order], renamed[order]))


def test_the_same_grouping_is_perfect_and_all_in_one_is_not():
    for measure in (metrics.adjusted_rand, metrics.mutual_information):
        assert measure(GOLD, GOLD) == pytest.approx(1)
        assert measure(GOLD, np.zeros(6, dtype=np.int64)) == pytest.approx(0)
    assert metrics.b3(GOLD, GOLD) == (1, 1, 1)
    assert metrics.b3(GOLD, np.zeros(6, dtype=np.int64)).recall == 1


def test_rand_and_information_as_scikit_learn_has_them():
    peer = pytest.importorskip("sklearn.metrics")
    rng = np.random.default_rng(3)
    for _ in range(20):
        a, b = rng.integers(-1, 6, 60), rng.integers(-1, 4, 60)
        one, other = metrics.alone(a), metrics.alone(b)
        assert metrics.adjusted_rand(a, b) == pytest.approx(peer.adjusted_rand_score(one, other))
        assert metrics.mutual_information(a, b) == pytest.approx(
            peer.normalized_mutual_info_score(one, other)
        )


def test_rank_correlation_with_ties_by_hand():
    # Ranks 1.5, 1.5, 3, 4 beside 1, 2, 3, 4.
    value = metrics.rank_correlation(np.array([5.0, 5.0, 7.0, 9.0]), np.array([1.0, 2.0, 3.0, 4.0]))
    assert value == pytest.approx(4.5 / math.sqrt(4.5 * 5))
    assert math.isnan(metrics.rank_correlation(np.ones(3), np.arange(3.0)))


def test_evidence_that_changes_its_need_is_not_kept():
    old = pl.DataFrame({"need_id": ["慢", "慢", "box"], "signal_id": ["1", "2", "3"]})
    new = pl.DataFrame({"need_id": ["慢", "贵", "box", "box"], "signal_id": ["1", "2", "3", "4"]})
    assert metrics.kept(old, new) == pytest.approx(2 / 3)
    assert metrics.kept(old, pl.concat([new, old])) == 1


def test_kappa_by_hand():
    # 20 and 15 of 50 agree: .7; by chance .5 (25·30 + 25·20 of 2500).
    one = [True] * 25 + [False] * 25
    other = [True] * 20 + [False] * 5 + [True] * 10 + [False] * 15
    assert kappa.cohen(one, other) == pytest.approx((0.7 - 0.5) / 0.5)
    assert kappa.cohen(["慢", "box"], ["慢", "box"]) == 1
    assert math.isnan(kappa.cohen(["慢"], ["慢"]))


def test_alpha_by_hand():
    # Krippendorff 2011, the example of ten articles and two observers: .095.
    one = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    other = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert kappa.krippendorff(one, other) == pytest.approx(0.095, abs=5e-4)
    # Coincidences 2 of 慢, 4 of box, 2 that differ: 1 − 7 · 2 / (64 − 9 − 25).
    assert kappa.krippendorff(["慢", "慢", "box", "box"], ["慢", *["box"] * 3]) == 1 - 14 / 30
    assert kappa.krippendorff([*one, None], [*other, 1]) == kappa.krippendorff(one, other)


def _gold(texts):
    clusters = ["slow", "slow", "slow", "torn", "torn", None]
    return pl.DataFrame({"item": texts, "cluster": clusters})


@pytest.mark.parametrize("texts", [ZH, EN])
def test_shown_needs_by_hand(texts):
    said = pl.DataFrame(
        {
            "need_id": ["a", "a", "a", "b", "b", "b", "b"],
            "item": [texts[i] for i in (0, 1, 3, 3, 4, 5, 5)],
        }
    )
    found = shown.shown(said, _gold(texts))
    assert (found.needs.part, found.needs.whole) == (2, 2)
    assert (found.items.part, found.items.whole) == (4, 6)
    assert (found.coverage.part, found.coverage.whole) == (4, 5)
    assert (found.coverage_several.part, found.coverage_several.whole) == (2, 3)
    none = shown.shown(said.clear(), _gold(texts))
    assert math.isnan(none.needs.value) and none.coverage.part == 0


def test_a_need_of_two_halves_is_wrong():
    said = pl.DataFrame({"need_id": "a", "item": [ZH[i] for i in (0, 1, 3, 4)]})
    found = shown.shown(said, _gold(ZH))
    assert (found.needs.part, found.items.part) == (0, 2)


def test_wilson_by_hand():
    # Wilson 1927 for 10 of 100: .0552 to .1744.
    low, high = shown.Share(10, 100).interval
    assert (round(low, 4), round(high, 4)) == (0.0552, 0.1744)
    assert shown.Share(0, 10).interval[0] == 0 and math.isnan(shown.Share(0, 0).value)


def test_facets_by_hand():
    gold = {
        "zh1": {"audience": ["parents"], "place": ["dormitory"]},
        "en1": {"problem": ["Too slow", "noise"]},
        "en2": {},
    }
    found = {"zh1": {"audience": ["Parent"]}, "en1": {"problem": ["noise"], "time": ["night"]},
             "other": {"time": ["winter"]}}  # fmt: skip
    table = facets.scored(gold, found)
    assert table["all"][:2] == pytest.approx((2 / 3, 2 / 4))
    assert table["audience"].f1 == 1 and table["place"].f1 == 0 and table["time"].f1 == 0
    assert table["problem"] == pytest.approx((1, 1 / 2, 2 / 3))
    assert "occasion" not in table
    there = facets.scored(gold, {"zh1": {"audience": ["grandma"]}}, values=False)
    assert there["audience"].f1 == 1 and there["all"][:2] == pytest.approx((1, 1 / 3))


def test_bootstrap_draws_whole_groups():
    rows = np.array([[1.0, 1.0]] * 50 + [[0.0, 0.0]] * 50)
    alike = interval(lambda r: float(r[:, 0].mean()), rows, np.repeat([0, 1], 50))
    apart = interval(lambda r: float(r[:, 0].mean()), rows, np.arange(100))
    assert alike[1:] == (0, 1) and 0.35 < apart[1] < 0.5 < apart[2] < 0.65


@pytest.mark.parametrize(
    ("needs", "planted"), [([["慢"], ["慢"], []], "慢"), ([["late"], ["torn"], []], None)]
)
def test_a_found_need_stands_for_what_half_of_its_texts_are_of(needs, planted):
    ids = ["1", "2", "3"]
    said = pl.DataFrame({"need_id": "n", "kind": "review", "external_id": ids})
    texts = pl.DataFrame({"kind": "review", "external_id": ids, "needs": needs},
                         schema_overrides={"needs": pl.List(pl.String)})  # fmt: skip
    (row,) = matching.matched(said, texts).rows(named=True)
    assert row["planted"] == planted and row["n"] == 3


def test_clusters_are_numbers_and_what_is_no_need_is_none():
    frame = pl.DataFrame({"cluster": ["c2", None, "c1", "c2"]})
    assert labelled_set.clusters(frame).tolist() == [1, -1, 0, 1]

"""What praise and blame of a need do to the rating."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from needlens.needs.kano import CLASSES, MIN_REVIEWS, kano

PENALTY = {"退换方便": 1.0, "battery": 1.0, "礼盒 gift box": 0.0, "leaflet": 0.0}
REWARD = {"退换方便": 0.0, "battery": 0.6, "礼盒 gift box": 0.6, "leaflet": 0.0}
CLASS = {
    "退换方便": "must-be",
    "battery": "one-dimensional",
    "礼盒 gift box": "attractive",
    "leaflet": "indifferent",
}


def planted(seed, n=3000):
    """Return expressions and ratings of a shop whose needs work as PENALTY and REWARD say.

    Who is in a bad mood blames several things at once; the rating follows from what is
    praised and blamed alone.
    """
    lot = np.random.default_rng(seed)
    mood, rating = lot.normal(size=n), 3.6 + 0.45 * lot.normal(size=n)
    parts = []
    for need, penalty in PENALTY.items():
        felt = 0.8 * mood + lot.normal(size=n)
        rating = rating - penalty * (felt < -1.3) + REWARD[need] * (felt > 1.3)
        for who, valence in ((felt < -1.3, 2.0), (felt > 1.3, 8.0)):
            ids = pl.Series(np.flatnonzero(who)).cast(pl.String)
            parts.append(pl.DataFrame({"signal_id": ids}).with_columns(
                need_id=pl.lit(need), valence=pl.lit(valence)))  # fmt: skip
    ids = pl.Series(np.arange(n)).cast(pl.String)
    return pl.concat(parts), pl.DataFrame({"signal_id": ids, "rating": rating})


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_planted_classes_are_found(seed):
    table = kano(*planted(seed))
    assert table.schema == CLASSES
    assert dict(table.select("need_id", "kano").iter_rows()) == CLASS


def test_the_intervals_hold_the_truth():
    inside = []
    for seed in range(40):
        for row in kano(*planted(seed, 1500)).iter_rows(named=True):
            need = row["need_id"]
            inside.append(row["penalty_low"] <= PENALTY[need] <= row["penalty_high"])
            inside.append(row["reward_low"] <= REWARD[need] <= row["reward_high"])
    assert len(inside) == 320
    assert 0.91 < np.mean(inside) < 0.98


def test_one_need_alone_is_charged_with_the_others_stars():
    said, ratings = planted(1)
    alone = kano(said.filter(pl.col("need_id") == "leaflet"), ratings)
    assert alone["penalty"][0] > 0.3  # why all needs are regressed at once


def test_too_few_reviews_have_no_class():
    said, ratings = planted(1)
    few = said.group_by("need_id", "valence", maintain_order=True).head(MIN_REVIEWS - 1)
    table = kano(few, ratings)
    assert table["kano"].to_list() == [""] * 4
    assert table["penalty"].null_count() == 4
    assert table["n"].to_list() == [2 * (MIN_REVIEWS - 1)] * 4


def test_only_blame_has_no_class():
    said, ratings = planted(1)
    table = kano(said.filter(pl.col("valence") < 5), ratings)
    assert set(table["kano"]) == {""}


def test_unrated_and_unjudged_expressions_count_for_nothing():
    said, ratings = planted(1)
    wishes = said.with_columns(valence=pl.lit(None, pl.Float64))
    strangers = said.with_columns(signal_id=pl.lit("x") + pl.col("signal_id"))
    assert kano(pl.concat([said, wishes, strangers]), ratings).equals(kano(said, ratings))


def test_the_order_of_rows_changes_nothing():
    said, ratings = planted(1)
    mixed = said.sample(fraction=1, shuffle=True, seed=3), ratings.reverse()
    assert kano(*mixed).equals(kano(said, ratings))


def test_a_review_says_of_a_need_what_it_says_on_the_whole():
    said, ratings = planted(1)
    both = said.with_columns(valence=10 - pl.col("valence"))
    assert kano(pl.concat([said, both]), ratings)["n"].to_list() == [0] * 4


def test_nothing_at_all():
    said, ratings = planted(1)
    assert kano(said.clear(), ratings).is_empty()
    assert kano(said, ratings.clear())["kano"].to_list() == [""] * 4

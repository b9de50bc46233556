"""The back-test: what it reports can be had again, and moves the way it must."""

import polars as pl
import pytest

import benchmark_scripts
from invented_talk import talk
from needlens.errors import UserError
from needlens.insight.alarms import AlarmSettings, back_test

SAID = talk(6, products=5, days=120, per_day=8.0)
assert benchmark_scripts.FOLDER


def test_great_surges_are_found_and_chance_keeps_its_budget():
    outcome = back_test(SAID.expressions, size=0.5)
    assert outcome.found.value >= 0.95 and outcome.found.n == 200
    assert 1 < outcome.median_delay < 30
    assert outcome.per_month.low <= 1 and outcome.per_product_month.high <= 1
    assert (outcome.products, outcome.within) == (5, 50)


def test_greater_surges_are_found_more_often_and_sooner():
    small, great = (back_test(SAID.expressions, size=size, surges=100) for size in (0.1, 0.6))
    assert small.found.high < great.found.low
    assert small.median_delay > great.median_delay


def test_a_smaller_budget_costs_power():
    strict, lax = (
        back_test(SAID.expressions, AlarmSettings(false_alarms=budget), size=0.15, surges=100)
        for budget in (0.01, 30.0)
    )
    assert strict.found.value < lax.found.value
    assert strict.per_month.value < lax.per_month.value


def test_the_same_seed_gives_the_same_answer_in_any_order_of_rows():
    shuffled = SAID.expressions.sample(fraction=1, shuffle=True, seed=1)
    one = back_test(SAID.expressions, surges=50, rounds=3, seed=5)
    assert one == back_test(shuffled, surges=50, rounds=3, seed=5)
    assert one != back_test(shuffled, surges=50, rounds=3, seed=6)


def test_a_surge_in_the_history_itself_does_not_count_as_a_false_alarm():
    said = talk(6, products=5, days=120, per_day=8.0, surge=0.5).expressions
    assert back_test(said, surges=20).per_month.low <= 1


@pytest.mark.parametrize("unknown", [None, "sku-0"])
def test_a_shop_without_products_is_tried_as_a_whole(unknown):
    said = SAID.expressions.with_columns(pl.lit(unknown, pl.String).alias("product_id"))
    outcome = back_test(said, surges=50, rounds=3, size=0.5)
    assert outcome.products == (1 if unknown else 0) and outcome.found.value > 0.9


def test_too_little_is_told_in_a_sentence():
    with pytest.raises(UserError, match="80 dated messages"):
        back_test(SAID.expressions.head(20))
    with pytest.raises(UserError, match="size is a share"):
        back_test(SAID.expressions, size=1.5)

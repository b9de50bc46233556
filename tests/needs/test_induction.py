from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needlens.config import NeedsConfig
from needlens.errors import UserError
from needlens.needs import EVIDENCE, EXPRESSIONS, NEEDS, as_needs, induce, need_id
from needs.generated import NAMES, expressions
from needs.said import said


def needs_of(*rows, **settings):
    return as_needs(*induce(said(*rows), NAMES, NeedsConfig(**settings)))


def test_nothing_said_no_need():
    needs, evidence = induce(EXPRESSIONS.to_frame(eager=True), {})
    assert (needs.schema, evidence.schema) == (NEEDS, EVIDENCE)
    assert needs.is_empty() and as_needs(needs, evidence) == []


def test_one_expression_is_a_need_only_if_one_voice_is_enough():
    assert needs_of({}) == []
    (need,) = needs_of({}, min_evidence=1)
    assert need.demand.value == 1 and need.satisfaction.low == 1 and need.satisfaction.high == 9
    assert need.trend is None and need.importance == 10


def test_one_customer_alone_is_no_need():
    assert needs_of(*[{"customer_id": "c1"}] * 50) == []


def test_copies_alone_are_no_need():
    assert needs_of(*[{"weight": 1 / 90, "customer_id": f"c{i}"} for i in range(90)]) == []


def test_a_missing_column_is_said():
    with pytest.raises(UserError, match="lack quote"):
        induce(said({}).drop("quote"), NAMES)


def test_a_wrong_type_is_said():
    with pytest.raises(UserError, match="wrong type"):
        induce(said({}).with_columns(valence=pl.lit("很好")), NAMES)


def test_rows_that_are_no_evidence_are_left_out():
    assert needs_of({"quote": "  "}, {"quote": None}, {"category": None}, {"weight": 0}) == []


def test_statements_come_from_the_domain_and_fall_back_to_the_code():
    (known,) = needs_of({}, {}, {})
    (unknown,) = needs_of(*[{"category": "ODD#THING"}] * 3)
    assert (known.statement_zh, known.statement_en) == ("更快的物流", "faster delivery")
    assert unknown.statement_zh == unknown.statement_en == "ODD#THING"


@pytest.mark.parametrize(
    ("asks", "zh", "en"),
    [
        (["有中文说明书", "请配中文说明书", "有中文说明书"], "说明书：“有中文说明书”", "instructions: “有中文说明书”"),
        (["larger print", "Please make larger print", "larger print"], "说明书：“larger print”", "instructions: “larger print”"),
    ],
)  # fmt: skip
def test_the_same_ask_becomes_its_own_need(asks, zh, en):
    others = [{"category": "PRODUCT#MANUAL", "valence": 7.0}] * 4
    needs = needs_of(*[{"category": "PRODUCT#MANUAL", "ask": ask} for ask in asks], *others)
    asked = needs[0]
    assert (asked.statement_zh, asked.statement_en, asked.state) == (zh, en, "unmet")
    assert asked.satisfaction.n == 0 and (asked.satisfaction.low, asked.satisfaction.high) == (1, 9)
    assert len(needs) == 2


def test_rare_asks_stay_with_the_category():
    (need,) = needs_of({"ask": "周末送货"}, {"ask": "送到楼上"}, {}, {})
    assert need.ask == "" and need.demand.value == 4


def test_opposite_complaints_are_two_needs():
    small = [{"category": "PRODUCT#SIZE", "opinion": "太小"}] * 3
    large = [{"category": "PRODUCT#SIZE", "opinion": "too big", "language": "en"}] * 3
    needs = needs_of(*small, *large)
    assert {n.statement_zh for n in needs} == {"尺码：不要太小", "尺码：不要太大"}
    assert {n.statement_en for n in needs} == {
        "size and fit: not too small",
        "size and fit: not too large",
    }
    (alone,) = needs_of(*small, *large[:2])
    assert alone.statement_zh == "更合适的尺码"


def test_ids_depend_on_what_the_need_is_about_alone():
    few = needs_of({}, {}, {})
    many = needs_of(*[{"quote": f"快递{i}天才到", "customer_id": f"c{i}"} for i in range(30)])
    assert few[0].id == many[0].id == need_id("LOGISTICS#SPEED")


@pytest.mark.parametrize(
    ("valences", "state"),
    [([2.0] * 8, "unmet"), ([7.0] * 8, "met"), ([3.0, 7.0] * 4, "underserved"), ([7.0] * 2 + [5.6], "met"), ([8.0] * 2 + [3.0], "underserved")],
)  # fmt: skip
def test_states(valences, state):
    (need,) = needs_of(*[{"valence": v} for v in valences])
    assert need.state == state
    assert need.satisfaction.low <= need.satisfaction.value <= need.satisfaction.high


def test_who_writes_much_does_not_weigh_more():
    (need,) = needs_of(*[{"customer_id": "c", "valence": 1.0}] * 50, *[{"valence": 7.0}] * 3)
    assert need.satisfaction.value == pytest.approx((1 + 3 * 7) / 4)


def dated(days, **given):
    start = datetime(2026, 1, 1, tzinfo=UTC)
    return [{"at": start + timedelta(days=day), **given} for day in days]


def test_a_trend_needs_dates():
    assert needs_of(*dated(range(29)))[0].trend is None
    assert needs_of(*dated([i / 10 for i in range(60)]))[0].trend is None
    assert needs_of(*[{}] * 60)[0].trend is None


def test_rising_and_falling():
    rising = needs_of(
        *dated([i / 3 for i in range(90)]), *dated([20 + i / 30 for i in range(200)])
    )[0].trend
    falling = needs_of(
        *dated([i / 3 for i in range(90)]), *dated([1 + i / 30 for i in range(200)])
    )[0].trend
    assert rising.low > 0 > falling.high
    steady = needs_of(*dated([i / 3 for i in range(90)]))[0].trend
    assert steady.low < 0 < steady.high and abs(steady.value) < 0.2


def test_one_wrong_date_does_not_stretch_the_period():
    rows = [*dated([i / 5 for i in range(300)]), {"at": datetime(1970, 1, 1, tzinfo=UTC)}]
    assert abs(needs_of(*rows)[0].trend.value) < 0.2


def test_dates_after_now_are_wrong():
    frame = said(*dated([i / 3 for i in range(90)]), *dated([400.0] * 200))
    now = datetime(2026, 3, 1, tzinfo=UTC)
    needs, _ = induce(frame, NAMES, now=now)
    assert abs(needs["trend"][0]) < 0.2 and needs["trend_n"][0] == 90


def test_assigned_links_are_in_no_number_about_a_product():
    rows = [{"product_id": "sku-1", "provenance": "assigned"}] * 50 + [{"product_id": "sku-2"}] * 3
    needs, _ = induce(said(*rows), NAMES)
    assert needs["products"].to_list() == [[{"product_id": "sku-2", "voices": 3.0}]]
    assert needs["demand"][0] == 53


@pytest.mark.parametrize("language", ["zh", "en"])
def test_one_language_only(language):
    frame = expressions(1500).filter(language=language)
    needs = as_needs(*induce(frame, NAMES))
    assert len(needs) > 8 and all(n.statement_zh and n.statement_en for n in needs)
    assert {e.language for n in needs for e in n.evidence} == {language}


def test_without_dates_and_customers():
    frame = expressions(1500).with_columns(
        at=pl.lit(None, EXPRESSIONS["at"]), customer_id=pl.lit(None, pl.String)
    )
    assert all(n.trend is None for n in as_needs(*induce(frame, NAMES)))


def test_the_order_of_rows_makes_no_difference():
    frame = expressions(2000)
    needs, evidence = induce(frame, NAMES)
    again, evidence_again = induce(frame.sample(fraction=1, shuffle=True, seed=3), NAMES)
    assert needs.equals(again)
    assert evidence.equals(evidence_again)


def test_the_input_is_not_changed():
    frame = expressions(300)
    before = frame.clone()
    induce(frame, NAMES)
    assert frame.equals(before)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "valence": st.one_of(st.none(), st.floats(-5, 20), st.just(float("nan"))),
                "weight": st.floats(0, 1),
                "customer_id": st.sampled_from([None, "", "a", "b", "c"]),
                "category": st.sampled_from(["A#B", "LOGISTICS#SPEED"]),
                "opinion": st.one_of(st.none(), st.text(max_size=4)),
                "ask": st.sampled_from(["", "有盖", "a lid", "的"]),
            }
        ),
        max_size=30,
    )
)
def test_measures_keep_their_bounds(rows):
    needs = needs_of(*rows, min_evidence=1)
    assert [n.id for n in needs] == list(dict.fromkeys(n.id for n in needs))
    for need in needs:
        assert (
            0 <= need.demand.low <= need.demand.value + 1e-6
            and need.demand.value <= need.demand.high + 1e-6
        )
        assert 1 <= need.satisfaction.low <= need.satisfaction.high <= 9
        assert 0 <= need.importance <= 10 and 0 <= need.opportunity <= 20
        assert need.demand.n >= len(need.evidence) >= 1


def test_a_few_stray_words_are_no_opposite_camp():
    rows = [{"opinion": "太大"}] * 50 + [{"opinion": "太小"}] * 4
    assert [need.ask for need in needs_of(*rows)] == [""]
    assert {need.ask for need in needs_of(*rows, *[{"opinion": "太小"}] * 4)} == {"small", "large"}

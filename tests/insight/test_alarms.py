"""Alarms on invented talk whose surges are known, in Chinese and English."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

import benchmark_scripts
from invented_talk import BEGIN, talk
from needlens.errors import ConfigError, UserError
from needlens.insight.alarms import AlarmSettings, find_alarms
from needlens.needs import EXPRESSIONS

FEW = {"products": 4, "days": 100, "per_day": 8.0}
assert benchmark_scripts.FOLDER


def surging(language="zh", **changes):
    return talk(4, language=language, surge=0.5, **(FEW | changes))


def without_shop(found):
    return [alarm for alarm in found if alarm.product_id is not None]


@pytest.mark.parametrize(("language", "words"), [("zh", "等了一周"), ("en", "it took a week")])
def test_each_surge_is_found_soon_with_its_words(language, words):
    said = surging(language)
    found = find_alarms(said.expressions)
    for surge in said.surges:
        (alarm,) = [f for f in found if (f.product_id, f.category) == (surge.product, surge.category)]  # fmt: skip
        assert surge.at - timedelta(days=5) <= alarm.since <= alarm.noticed_at
        about = said.expressions.filter(pl.col("product_id") == surge.product)
        until = about.filter(pl.col("at").is_between(surge.at, alarm.noticed_at))
        assert until["signal_id"].n_unique() <= 50
        assert alarm.before.high < alarm.during.low and alarm.by_chance < 0.1 and alarm.copies == 0
        assert alarm.voices == alarm.messages >= 5
        assert {e.product_id for e in alarm.evidence} == {surge.product}
        assert all(e.valence < 4.5 and e.at >= alarm.since for e in alarm.evidence)
    quotes = {e.quote for alarm in found for e in alarm.evidence}
    assert any(words in quote for quote in quotes)


def test_the_surge_is_over_when_the_share_is_as_before():
    said = surging(days=120, lasting=10)
    for surge in said.surges:
        (alarm,) = [f for f in find_alarms(said.expressions) if f.product_id == surge.product]
        assert surge.at + timedelta(days=5) < alarm.until < surge.at + timedelta(days=20)


def test_one_that_goes_on_has_no_end_and_comes_first():
    said = surging(days=80, lasting=10)
    now = said.surges[0].at + timedelta(days=5)
    found = find_alarms(said.expressions, now=now)
    alarm = next(f for f in found if f.product_id == said.surges[0].product)
    assert alarm.until is None
    assert [f.until is not None for f in found] == sorted(f.until is not None for f in found)
    assert all(e.at <= now for f in found for e in f.evidence)


def test_the_order_of_rows_does_not_matter():
    said = surging().expressions
    assert find_alarms(said) == find_alarms(said.sample(fraction=1, shuffle=True, seed=3))


@pytest.mark.parametrize("world", [{}, {"promotions": 6.0}, {"weekend": 2.0}, {"flood": 80}])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_without_a_surge_there_are_few_alarms(world, language):
    found = find_alarms(talk(7, language=language, **(FEW | world)).expressions)
    assert len(found) <= 3  # 100 days: the budget is 3.3


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_flood_of_copies_is_one_voice_and_the_same_as_many_voices_is_an_alarm(language):
    said = talk(7, flood=60, language=language, **FEW).expressions
    copies = pl.col("weight") < 1
    days = said.filter(copies).select("product_id", "at")

    def on_the_flood(found):
        return [
            alarm
            for alarm in without_shop(found)
            if days.filter(pl.col("product_id") == alarm.product_id)["at"]
            .is_between(alarm.since, alarm.noticed_at)
            .any()
        ]

    assert not on_the_flood(find_alarms(said))
    loud = find_alarms(said.with_columns(pl.when(copies).then(1.0).otherwise("weight").alias("weight")))  # fmt: skip
    assert len(on_the_flood(loud)) == FEW["products"]


def test_copies_and_suspicious_texts_within_a_surge_are_counted():
    said = surging()
    surge = said.surges[0]
    of = (pl.col("product_id") == surge.product) & (pl.col("at") >= surge.at)
    bad = said.expressions.filter(of, pl.col("category") == surge.category, pl.col("valence") < 4)
    ids = bad.sort("at")["signal_id"].head(12).to_list()
    copies, fakes = ids[2:6], ids[6:9]
    doubt = pl.when(pl.col("signal_id").is_in(fakes)).then(0.5).otherwise(0.0).alias("doubt")
    weight = (
        pl.when(pl.col("signal_id").is_in(copies)).then(0.25)
        .when(pl.col("signal_id").is_in(fakes)).then(0.5).otherwise("weight")
    )  # fmt: skip
    found = find_alarms(said.expressions.with_columns(weight.alias("weight"), doubt))
    (alarm,) = [f for f in found if (f.product_id, f.category) == (surge.product, surge.category)]
    assert (alarm.copies, alarm.suspicious) == (4, 3)
    assert alarm.voices == pytest.approx(alarm.messages - 4 * 0.75 - 3 * 0.5)


def test_one_customer_who_complains_every_day_is_one_voice():
    said = surging()
    surge = said.surges[0]
    of = (pl.col("product_id") == surge.product) & (pl.col("category") == surge.category)
    angry = of & (pl.col("at") >= surge.at) & (pl.col("valence") < 4)
    one = said.expressions.with_columns(
        pl.when(angry).then(pl.lit("c-angry")).otherwise("customer_id").alias("customer_id")
    )
    who = {(f.product_id, f.category) for f in find_alarms(said.expressions)}
    assert (surge.product, surge.category) in who
    assert (surge.product, surge.category) not in {(f.product_id, f.category) for f in find_alarms(one)}  # fmt: skip


@pytest.mark.parametrize("unknown", ["nobody knows", "assigned by us"])
def test_without_known_products_the_shop_is_watched(unknown):
    said = talk(4, surge=0.5, **(FEW | {"products": 1}))
    change = {
        "nobody knows": pl.lit(None, pl.String).alias("product_id"),
        "assigned by us": pl.lit("assigned").alias("provenance"),
    }[unknown]
    found = find_alarms(said.expressions.with_columns(change))
    surge = said.surges[0]
    assert surge.category in {f.category for f in found} and {f.product_id for f in found} == {None}


def test_what_one_product_explains_is_no_alarm_of_the_shop():
    said = talk(4, surge=0.6, **(FEW | {"products": 1}))
    found = find_alarms(said.expressions)
    assert [f.product_id for f in found if f.category == said.surges[0].category] == ["sku-0"]


def test_a_surge_spread_over_many_products_is_one_of_the_shop():
    said = talk(4, surge=0.6, **(FEW | {"products": 1})).expressions
    spread = said.with_columns(
        (pl.lit("sku-") + (pl.col("signal_id").hash(seed=1) % 40).cast(pl.String)).alias(
            "product_id"
        )
    )
    assert None in {f.product_id for f in find_alarms(spread)}


def test_since_leaves_out_what_was_over_before():
    said = surging(days=120).expressions
    everything = find_alarms(said)
    assert find_alarms(said, since=BEGIN) == everything
    late = max(f.until or datetime.max.replace(tzinfo=UTC) for f in everything)
    kept = find_alarms(said, since=late)
    assert 0 < len(kept) < len(everything)
    assert {f.id for f in kept} <= {f.id for f in everything}


def test_searches_and_wishes_are_no_complaints():
    said = surging().expressions
    assert find_alarms(said.with_columns(pl.lit("query").alias("kind"))) == []
    wishes = said.with_columns(pl.lit("suggestion").alias("origin"))
    assert find_alarms(wishes) == []


def test_nothing_dated_is_nothing_to_watch():
    said = surging().expressions
    assert find_alarms(said.with_columns(pl.lit(None, said["at"].dtype).alias("at"))) == []
    assert find_alarms(EXPRESSIONS.to_frame(eager=True)) == []


def test_wrong_columns_and_settings_are_told_in_a_sentence():
    with pytest.raises(UserError, match="lack category"):
        find_alarms(surging().expressions.drop("category"))
    with pytest.raises(ConfigError, match=r"memory = -1 must be greater"):
        AlarmSettings(memory=-1)

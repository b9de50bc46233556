from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl

from needlens.insight import by_category, by_product, over_time
from needlens.needs import induce
from needs.generated import NAMES, expressions
from needs.said import said


def test_by_category():
    frame = said(
        {"valence": 2.0, "customer_id": "甲"}, {"valence": 1.0, "customer_id": "甲"}, {"valence": 8.0, "customer_id": "甲"},
        {"valence": 5.0}, {"ask": "周末送货"}, {"category": "X#Y", "language": "en", "quote": "bad thing"},
    )  # fmt: skip
    first, second = by_category(frame, NAMES)
    assert (first.name_zh, first.name_en, second.name_en) == ("物流速度", "delivery speed", "X#Y")
    assert (first.negative.voices, first.negative.pieces) == (1, 2)
    assert (first.positive.voices, first.neutral.voices, first.asks.voices) == (1, 1, 1)
    assert second.negative.evidence[0].quote == "bad thing"


def test_every_number_has_its_sentences():
    counts = by_category(expressions(1000), NAMES)
    timeline, _ = over_time(expressions(1000))
    for one in [*counts, *timeline]:
        for tally in (one.negative, one.neutral, one.positive, one.asks):
            assert (
                bool(tally.voices) == bool(tally.evidence) and len(tally.evidence) <= tally.pieces
            )


def test_over_time_has_no_gaps():
    start = datetime(2026, 1, 5, tzinfo=UTC)
    frame = said(
        {"at": start},
        {"at": start + timedelta(days=20)},
        {"at": None},
        {"at": start + timedelta(days=900)},
    )
    timeline, unit = over_time(frame, now=start + timedelta(days=30))
    assert unit == "day" and len(timeline) == 21
    assert sum(period.negative.voices for period in timeline) == 2


def test_units_follow_the_length():
    start = datetime(2020, 1, 1, tzinfo=UTC)
    units = []
    for days in (10, 100, 800, 2000, 9000):
        timeline, unit = over_time(said({"at": start}, {"at": start + timedelta(days=days)}))
        units.append(unit)
        assert len(timeline) < 45
    assert units == ["day", "week", "month", "quarter", "year"]


def test_nothing_dated():
    assert over_time(said({}, {}))[0] == ()
    assert over_time(said())[0] == () and by_category(said(), {}) == ()


def test_by_product():
    needs, _ = induce(expressions(800), NAMES)
    found = by_product(needs, {"sku-000": "降噪耳机"})
    first = found[needs["id"][0]]
    assert first[0].voices >= first[-1].voices
    assert {
        p.title for products in found.values() for p in products if p.product_id == "sku-000"
    } == {"降噪耳机"}
    assert by_product(needs.with_columns(products=pl.lit([], needs["products"].dtype)), {}) == {}

"""Masking as a whole: gates of recall and precision, idempotence, columns, speed."""

from __future__ import annotations

import logging
import random
import time
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needlens.text.masking import PLACEHOLDER, TYPES, Found, find, mask, mask_series
from needlens.text.masking._find import RECOGNISERS
from needlens.text.masking._fold import fold
from text.pii_templates import CLEAN, HELD, TUNE
from text.pii_texts import Labelled, clean, score, texts

N = 3_600


def half(name: str) -> list[Labelled]:
    templates, seed = (TUNE, 1) if name == "tune" else (HELD, 2)
    return texts(templates, N, seed) + clean(CLEAN[seed - 1 :: 2], 2_000, seed + 10)


@pytest.fixture(scope="module", params=["tune", "held"])
def labelled(request):
    return request.param, half(request.param)


def test_recall_and_precision_on_each_half_of_the_templates(labelled):
    name, items = labelled
    found = [[(f.type, f.start, f.end) for f in find(item.text)] for item in items]
    hits, false, masked = score(items, found)
    recall = {kind: n / total for kind, (n, total) in hits.items()}
    precision = 1 - false / masked
    print(f"{name}: recall {recall}, precision {precision:.4f} of {masked} spans")  # noqa: T201
    assert sum(bool(item.spans) for item in items) >= 2_000
    assert sum(not item.spans for item in items) >= 2_000
    for kind in ("phone", "id-card", "bank-card", "email"):
        assert hits[kind][1] >= 250
        assert recall[kind] >= 0.99, kind
    assert min(recall.values()) >= 0.90, recall
    assert precision >= 0.97


def test_masking_a_masked_text_changes_nothing(labelled):
    for item in labelled[1]:
        masked = mask(item.text)
        assert mask(masked) == masked


def test_the_first_look_of_every_recogniser_sees_all_it_finds(labelled):
    for item in labelled[1]:
        folded = fold(item.text)
        for recogniser in RECOGNISERS:
            if not recogniser.possible(folded):
                assert not list(recogniser.find(folded)), (recogniser.TYPE, item.text)


def test_a_column_is_masked_as_its_texts_are(labelled):
    items = [item.text for item in labelled[1]]
    masked, counts = mask_series(pl.Series("text", items))
    assert masked.to_list() == [mask(text) for text in items]
    assert masked.name == "text"
    assert sum(counts.values()) == sum(len(find(text)) for text in items)
    assert set(counts) <= set(TYPES)


PARTS = [
    "138",
    "0013",
    "8000",
    "+86",
    "a@b.com",
    "QQ:",
    "微信",
    "⟨phone⟩",
    "⟨",
    "⟩",
    "号",
    "路",
    "3栋",
    "x",
    "1",
    " ",
    "-",
]
PARTS += [
    "my name is ",
    "收件人",
    "王小明",
    "6222021001116245702",
    "110101199003070038",
    "\u200b",
    "０",
    "SF",
    "12345678",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PARTS), st.text(max_size=3)), max_size=12))
def test_any_text_stays_masked_and_spans_are_in_order(parts):
    text = "".join(parts)
    found = find(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= f.start < f.end <= len(text) and f.type in TYPES for f in found)
    masked = mask(text)
    assert mask(masked) == masked


def test_empty_null_and_other_columns():
    assert mask_series(pl.Series("t", [], dtype=pl.String))[1] == {}
    masked, counts = mask_series(pl.Series("t", [None, "", "好", "Tel 415-555-0132"]))
    assert masked.to_list() == [None, "", "好", "Tel ⟨phone⟩"]
    assert counts == {"phone": 1}
    assert mask_series(pl.Series("t", [None], dtype=pl.Null))[0].to_list() == [None]


def test_the_given_column_is_left_as_it_was():
    series = pl.Series("t", ["电话13800138000"])
    mask_series(series)
    assert series.to_list() == ["电话13800138000"]


def test_placeholders_are_recognisable():
    masked = mask("电话13800138000 email li@qq.com")
    assert PLACEHOLDER.findall(masked) == ["⟨phone⟩", "⟨email⟩"]


def test_found_and_logs_hold_no_personal_data(caplog):
    with caplog.at_level(logging.DEBUG):
        found = find("电话13800138000")
        mask_series(pl.Series(["电话13800138000"]))
    assert isinstance(found[0], Found)
    assert "138" not in repr(found) + caplog.text


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "13 ",
        "1-",
        "a",
        "a@",
        "a.",
        "省市区",
        "八",
        "微信：",
        "1号",
        "1 Aa ",
        "+1 (0",
        "电话：",
        "x at ",
    ],
)
def test_hostile_repetition_takes_linear_time(unit):
    started = time.process_time()
    mask(unit * (60_000 // len(unit)))
    assert time.process_time() - started < 2


def test_clean_short_reviews_cost_almost_nothing():
    rng = random.Random(5)
    words = [
        "质量不错",
        "很好",
        "物流快",
        "价格99",
        "买了2件",
        "five stars",
        "fits well",
        "手机好用",
        "，",
        "下次再来",
        "包装一般",
        "size 10",
    ]
    series = pl.Series(["".join(rng.choices(words, k=6)) for _ in range(60_000)])
    started = time.process_time()
    masked, counts = mask_series(series)
    seconds = time.process_time() - started
    print(f"{len(series) / seconds:,.0f} clean texts/s")  # noqa: T201
    assert counts == {} and masked.equals(series)
    assert len(series) / seconds >= 200_000

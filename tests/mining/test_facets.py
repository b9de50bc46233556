"""Which facets a text names, and which only seem to be named."""

from __future__ import annotations

import polars as pl
import pytest

from needlens.mining.facet_words import KINDS
from needlens.mining.facets import FACETS, facet_names, facets_of, places
from needlens.mining.reason_words import statement


def _facets(text: str) -> list[str]:
    found: list[str] = facets_of(pl.Series([text]))[0].to_list()
    return found


@pytest.mark.parametrize(
    ("text", "facets"),
    [
        ("想给爸妈换个字大的手机", ["audience:parents", "function:large-print"]),
        ("給奶奶買的助聽器太吵了", ["audience:grandparents", "problem:noisy"]),
        ("宿舍用的小功率电煮锅", ["attribute:low-power", "place:dormitory"]),
        ("夏天穿会闷脚", ["problem:hot", "time:summer"]),
        ("ＵＳＢ充电，可折叠", ["function:foldable", "function:rechargeable"]),
        ("2岁宝宝的雨衣", ["audience:baby", "audience:toddler"]),
        ("鞋子偏大，磨脚", ["problem:hard", "problem:too-large"]),
        ("能开电子发票、货到付款", ["service:cash-on-delivery", "service:invoice"]),
        ("a lamp for my left-handed daughter", ["audience:daughter", "audience:left-handed"]),
        ("Noise-cancelling and waterproof", ["function:noise-cancelling", "function:waterproof"]),
        ("the lid leaks on camping trips", ["occasion:camping", "problem:leaks"]),
        ("runs a bit small, scratchy wool", ["attribute:wool", "problem:itchy", "problem:too-small"]),
        ("gift wrapped for a wedding", ["occasion:wedding", "service:gift-wrap"]),
        ("iPad 给孩子上网课", ["audience:children", "occasion:online-class"]),
    ],
)  # fmt: skip
def test_named(text: str, facets: list[str]) -> None:
    assert _facets(text) == facets


@pytest.mark.parametrize(
    "text",
    [
        "没有异味",
        "没有任何噪音",
        "一点异味都没有",
        "完全不慢",
        "不会漏气",
        "不太大",
        "从来没有卡顿",
        "不用担心太小",
        "异味几乎没有",
        "no smell at all",
        "never had any leaks",
        "It isn't too big",
        "not noisy",
        "without any scratches",
        "hasn't been slow",
        "not a rash in sight",
    ],
)
def test_denied_faults_are_none(text: str) -> None:
    assert [f for f in _facets(text) if f.startswith("problem:")] == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("不好用", "problem:hard-to-use"),
        ("没人理我", "problem:no-reply"),
        ("不但太慢，还贵", "problem:slow"),
        ("没有说明书", "problem:no-manual"),
        ("没有赠品，而且太吵", "problem:noisy"),
        ("no reply for a week", "problem:no-reply"),
        ("not only slow but noisy", "problem:noisy"),
        ("It doesn't work, and it smells bad", "problem:smells"),
        ("I did not like it, too small", "problem:too-small"),
    ],
)
def test_faults_with_a_negation_of_their_own_or_elsewhere(text: str, fault: str) -> None:
    assert fault in _facets(text)


@pytest.mark.parametrize(
    ("text", "facet"),
    [("这款不防水", "function:waterproof"), ("not waterproof at all", "function:waterproof")],
)
def test_a_function_that_is_denied_is_still_what_it_is_about(text: str, facet: str) -> None:
    assert _facets(text) == [facet]


@pytest.mark.parametrize(
    "text",
    [
        "慢慢用",
        "大家都说好",
        "送货员很热情",
        "12岁",
        "交通便利",
        "房间很干净",
        "老人头牌皮带",
        "keyboard",
        "a moment in Redding",
        "long story short",
        "",
    ],
)
def test_words_that_only_look_like_one(text: str) -> None:
    assert _facets(text) == []


def test_rows_keep_their_place_whatever_their_order() -> None:
    texts = pl.Series("t", ["给妈妈", None, "", "换行\n露营", "too heavy"])
    found = facets_of(texts)
    assert found.to_list() == [
        ["audience:mother"], [], [], ["occasion:camping"], ["problem:heavy"],
    ]  # fmt: skip
    assert facets_of(texts.reverse()).to_list() == found.to_list()[::-1]
    assert found.dtype == pl.List(pl.String)
    assert found.name == "t"
    assert facets_of(pl.Series("e", [], dtype=pl.String)).to_list() == []


def test_many_rows_are_read_in_parts() -> None:
    texts = pl.Series(["给妈妈", "露营", "ok"] * 4_000)
    found = facets_of(texts)
    assert found.to_list() == [["audience:mother"], ["occasion:camping"], []] * 4_000


def test_places_are_those_of_the_original() -> None:
    text = "㎏太重，適合宿舍"
    assert [(text[start:end], id) for start, end, id in places(text)] == [
        ("太重", "problem:heavy"), ("宿舍", "place:dormitory"),
    ]  # fmt: skip


def test_the_lexicon_is_whole() -> None:
    assert len(FACETS) >= 330
    assert {facet.facet for facet in FACETS.values()} == set(KINDS)
    assert not any("~" in word for facet in FACETS.values() for word in (*facet.zh, *facet.en))
    for id, facet in FACETS.items():
        assert id == facet.id == id.lower()
        assert facet.zh
        assert facet.en
        assert all(not word.isascii() or len(word) > 1 for word in facet.zh), id


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_value_is_found_by_its_own_words(language: str) -> None:
    """No word is hidden by another value's word or by a word of [never]."""
    pairs = [
        (id, word)
        for id, facet in FACETS.items()
        for word in (facet.zh if language == "zh" else facet.en)
    ]
    found = facets_of(pl.Series([word for _, word in pairs])).to_list()
    missed = [(id, word) for (id, word), ids in zip(pairs, found, strict=True) if id not in ids]
    assert missed == []


def test_names() -> None:
    assert facet_names(["audience:parents", "x:y"], "zh") == ["父母", "x:y"]
    assert facet_names(["place:office"], "en") == ["at the office"]


def test_statement_of_a_reason() -> None:
    assert statement(["occasion:gift"], True, "", english=False) == "送礼"
    assert statement(["time:winter"], False, "冬天穿", english=False) == "冬天穿"
    assert statement(["audience:wife", "occasion:gift"], True, "", english=True) == (
        "as a gift for wife"
    )

"""Weak labels of titles: real wording of both languages, places exact, nothing overlapping."""

from __future__ import annotations

import pytest

from needlens.lm.corpora import weak_titles
from needlens.lm.corpora.samples import Sample, folded
from needlens.lm.corpora.title_words import KINDS, goods, title_words


def read(text: str, taken: tuple[tuple[int, int, str], ...] = ()) -> list[tuple[str, str]]:
    text = folded(text)
    return [(text[a:b], kind[0]) for a, b, kind in weak_titles.label(text, taken)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("防水登山包男士 黑色40升", [("防水", "f"), ("登山", "a"), ("男士", "a"), ("黑色", "a"), ("40升", "a")]),
        ("純棉短袖 夏季 女", [("纯棉", "a"), ("短袖", "a"), ("夏季", "a"), ("女", "a")]),
        ("静音快充 深蓝色 ５００ＭＬ", [("静音", "f"), ("快充", "f"), ("深蓝色", "a"), ("500ml", "a")]),
        ("Women's Waterproof Jacket, Navy Blue", [("women's", "a"), ("waterproof", "f"), ("navy blue", "a")]),
        ("noise-cancelling earbuds for gym", [("noise-cancelling", "f"), ("gym", "a")]),
        ("water bottle 32 oz, pack of 6", [("32 oz", "a"), ("pack of 6", "a")]),
        ("牛奶 250ml*12盒/箱", [("250ml*12盒/箱", "a")]),
        ("摄像头2000万像素 1.5米", [("2000万像素", "a"), ("1.5米", "a")]),
        ("monitor 27\" 4k 16gb", [("27\"", "a"), ("4k", "a"), ("16gb", "a")]),
        ("三层鞋架 两片装", [("三层", "a"), ("两片装", "a")]),
        ("妈咪包 3岁宝宝", [("3岁", "a"), ("宝宝", "a")]),
    ],
)  # fmt: skip
def test_words_and_measures_are_found(text: str, found: list[tuple[str, str]]) -> None:
    kept = [pair for pair in read(text)]
    assert kept == found


@pytest.mark.parametrize(
    "text",
    [
        "中性笔芯",  # not an audience
        "三星 型号a104 i7 7700",  # no measure
        "长城 女娲 冬瓜",  # one character inside a word
        "mensa tanned redo",  # parts of English words
        "3m black friday",
        "",
    ],
)
def test_what_only_looks_like_a_word_is_left_alone(text: str) -> None:
    assert read(text) == []


def test_known_brands_and_products_are_never_touched() -> None:
    text = "红色防晒霜防晒女夏"
    assert read(text, ((2, 5, "product"),)) == [
        ("红色", "a"),
        ("防晒", "f"),
        ("女", "a"),
        ("夏", "a"),
    ]
    assert read("黑色牌t恤黑色", ((0, 3, "brand"),)) == [("黑色", "a")]


def test_widened_titles_keep_what_was_labelled() -> None:
    title = Sample(
        "t",
        "青禾儿童防滑拖鞋",
        "title",
        entities=((0, 2, "brand"), (6, 8, "product")),
        entity_kinds=frozenset({"brand", "product"}),
    )
    (wide,) = weak_titles.widened([title])
    assert wide.entity_kinds == KINDS
    assert wide.entities == (
        (0, 2, "brand"),
        (2, 4, "attribute"),
        (4, 6, "function"),
        (6, 8, "product"),
    )
    assert title.entities == ((0, 2, "brand"), (6, 8, "product"))


def test_a_lone_surrogate_does_no_harm() -> None:
    assert read("防水\ud83d 黑色") == [("防水", "f"), ("黑色", "a")]


def test_there_are_words_enough() -> None:
    groups = title_words().groups.values()
    assert len({w for g in groups for w in g["zh"]}) >= 600
    assert len({w for g in groups for w in g["en"]}) >= 400
    for language in ("zh", "en"):
        assert len({noun for sort in goods() for noun in sort.nouns[language]}) >= 300


def test_a_word_has_one_kind() -> None:
    seen: dict[str, str] = {}
    for (kind, _), languages in title_words().groups.items():
        for word in (*languages["zh"], *languages["en"]):
            assert seen.setdefault(word, kind) == kind, word

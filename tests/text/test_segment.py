from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needlens.text.segment import Segmenter, index_terms, keywords, stop_words, tags, words

SEGMENTER = Segmenter()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("手机电池不错", ["手机电池", "不错"]),
        ("手機電池不錯", ["手機電池", "不錯"]),
        ("It's a well-made café", ["It's", "a", "well-made", "café"]),
        ("这个don’t buy，3.5寸", ["这个", "don’t", "buy", "，", "3.5", "寸"]),
        ("純棉Ｔ恤 t恤", ["純棉", "Ｔ恤", "t恤"]),
        ("好👨\u200d👩\u200d👧", ["好", "👨\u200d👩\u200d👧"]),
        ("USB-C C++ 100%", ["USB-C", "C++", "100%"]),
        ("", []),
        (" \n\u3000", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_index_terms_find_the_parts_of_long_words_in_any_spelling() -> None:
    assert {"手机", "电池"} <= set(index_terms("手機電池"))
    assert index_terms("手机电池") == index_terms("手機電池")
    assert index_terms("Ｗi-Ｆi Router!") == ["wi", "fi", "wi-fi", "router"]
    assert set(index_terms("t恤")) & set(index_terms("T恤"))


def test_words_of_a_domain() -> None:
    own = Segmenter(["骁龙八至尊版", "螢幕總成"])
    assert own.words("骁龍八至尊版的螢幕總成") == ["骁龍八至尊版", "的", "螢幕總成"]
    assert "屏幕总成" not in words("屏幕总成")
    assert "骁龙八至尊版" not in words("骁龙八至尊版芯片")


def test_tags_and_keywords() -> None:
    assert tags("電池很好")[0] == ("電池", "n")
    assert [word for word, _ in tags("the Battery 好")] == ["the", "Battery", "好"]
    assert keywords("我觉得这个充電寶的质量不如 the old one") == [
        "充电",
        "宝",
        "质量",
        "不如",
        "old",
        "one",
    ]
    assert {"的", "the", "但是"} <= stop_words()
    assert not any(character.isupper() for word in stop_words() for character in word)


TEXTS = st.text(st.sampled_from("好手机電池著Ｔ恤don't é👍\u200d \n，.5-^\x85"), max_size=30)


@given(st.lists(st.none() | TEXTS, max_size=6))
@settings(max_examples=150, deadline=None)
def test_a_column_is_cut_like_each_text_and_no_sign_is_lost(texts: list[str | None]) -> None:
    series = pl.Series(texts, dtype=pl.String)
    one_by_one = [SEGMENTER.words(text or "") for text in texts]
    assert SEGMENTER.words_of(series) == one_by_one
    assert SEGMENTER.index_terms_of(series) == [SEGMENTER.index_terms(t or "") for t in texts]
    for text, found in zip(texts, one_by_one, strict=True):
        assert "".join(found) == "".join((text or "").split())

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needlens.text.folding import fold, fold_series, unify

MIXED = st.text(st.sampled_from("好線著作随隨乾隆淨覆回ＡｂC😀𠮷ﬁ㎏Ⅱİß’“\u3000é，,.5"), max_size=25)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        (
            "商品質量不錯，物流速度很快，但客服服務態度一般",
            "商品质量不错,物流速度很快,但客服服务态度一般",
        ),
        ("乾淨 乾燥 餅乾 乾隆", "干净 干燥 饼干 乾隆"),
        (
            "看著 穿著舒服 隨著作業 著名 著作 顯著 卓著",
            "看着 穿着舒服 随着作业 著名 著作 显著 卓著",
        ),
        ("以後 皇后 前後", "以后 皇后 前后"),
        ("一隻 只有 船隻", "一只 只有 船只"),
        ("裡面 裏面 公里", "里面 里面 公里"),
        ("麵包 面膜 表面 手錶", "面包 面膜 表面 手表"),
        ("客服回覆 覆蓋 瞭解 瞭望 憑藉 狼藉", "客服回复 覆盖 了解 瞭望 凭借 狼藉"),
        ("計畫 畫質 甚麼 甚至 彷彿 彷徨", "计划 画质 什么 甚至 仿佛 彷徨"),
        ("妳 15.6吋 揹帶", "你 15.6寸 背带"),
        ("ＵＳＢ－Ｃ　１５．６", "usb-c 15.6"),
        ("Don’t “BUY” it", 'don\'t "buy" it'),
        ("滑鼠品質", "滑鼠品质"),
        ("Ｔ恤 café ÉCOLE ß", "t恤 café école ß"),
    ],
)
def test_fold_keeps_the_length(text: str, folded: str) -> None:
    result = fold(text)
    assert result.text == folded
    assert result.offsets is None and len(text) == len(folded)


@pytest.mark.parametrize(
    ("text", "word", "quote"),
    [
        ("😀電池５㎏很重", "5kg", "５㎏"),
        ("😀電池５㎏很重", "很重", "很重"),
        ("𠮷ﬁne Ⅱ代，續航好", "续航", "續航"),
        ("𠮷ﬁne Ⅱ代，續航好", "fine", "ﬁne"),
        ("ﬀ Great ＱＵＡＬＩＴＹ", "quality", "ＱＵＡＬＩＴＹ"),
        ("20㎡的房間", "m2", "㎡"),
        ("20㎡的房間", "2的", "㎡的"),
    ],
)
def test_a_folded_span_leads_back_to_the_original(text: str, word: str, quote: str) -> None:
    folded = fold(text)
    at = folded.text.index(word, 2) if word == "2的" else folded.text.index(word)
    assert folded.quote(at, at + len(word)) == quote


@given(MIXED)
@settings(max_examples=300, deadline=None)
def test_offsets_are_exact(text: str) -> None:
    folded = fold(text)
    assert folded.quote(0, len(folded.text)) == text
    for i, character in enumerate(folded.text):
        quote = folded.quote(i, i + 1)
        assert len(quote) == 1
        assert character in fold(quote).text or quote in "著乾覆"
    assert len(unify(text)) == len(text)
    assert fold(folded.text).text == folded.text


@given(st.lists(st.none() | MIXED, max_size=8))
@settings(max_examples=150, deadline=None)
def test_the_column_is_folded_like_each_text(texts: list[str | None]) -> None:
    series = pl.Series("text", texts, dtype=pl.String)
    folded = fold_series(series)
    assert folded.to_list() == [None if t is None else fold(t).text for t in texts]
    assert folded.name == "text"


def test_rows_beyond_one_chunk() -> None:
    series = pl.Series([f"電池{i}著急" for i in range(45_000)])
    folded = fold_series(series)
    assert folded[44_999] == "电池44999着急"
    assert folded.len() == 45_000

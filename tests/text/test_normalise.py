from __future__ import annotations

import time
import unicodedata

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needlens.text.normalise import clean


def cleaned(text: str) -> str | None:
    return clean(pl.Series([text], dtype=pl.String)).item()


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("质量&hellip;&amp;服务", "质量…&服务"),
        ("&#x4f60;&#22909; caf&eacute;", "你好 café"),
        ("好&amp;hellip;用 &amp;amp;lt;", "好…用 &lt;"),
        ("&#55357;&#56842;&#xD83D;&#xDE0A;", "😊😊"),
        ("A&T ?a=1&copy=2 R&D", "A&T ?a=1&copy=2 R&D"),
        ("很好&nbsp赞", "很好 赞"),
        ("第一<br>第二<p>第三</p>第四", "第一\n第二\n第三\n第四"),
        ('<font color="red">红</font>色<a href="http://x.cn/?a=1">链接</a>', "红色链接"),
        ("&lt;br/&gt;escaped", "escaped"),
        ("<script>alert(1)</script>好<!-- x --><style>p{}</style>", "好"),
        ("I <3 it, a < b and c > d", "I <3 it, a < b and c > d"),
        ("<小王子>好看 <b and c>", "<小王子>好看 <b and c>"),
        ("\ufeff很\u200b好\u202e！\x00\x07", "很好！"),
        ("👨\u200d👩\u200d👧 一\u200d家 ❤️\u200d🔥 👍🏽", "👨\u200d👩\u200d👧 一家 ❤️\u200d🔥 👍🏽"),
        ("好\U000e0041\U000e0042", "好"),
        ("a\t b\u3000c\xa0 d", "a b c d"),
        ("一\r\n\r\n 二\u2028三\x0b四", "一\n二\n三\n四"),
        ("个头好小    不新鲜\u3000\u3000不会再买", "个头好小\n不新鲜\n不会再买"),
        ("cafe\u0301 ＡＢＣ 繁體", "café ＡＢＣ 繁體"),
        (" \u200b\n ", None),
        ("", None),
        ("&nbsp;<br>", None),
    ],
)
def test_clean(given_text: str, expected: str | None) -> None:
    assert cleaned(given_text) == expected


def test_clean_keeps_rows_names_nulls_and_its_input() -> None:
    series = pl.Series("text", ["好&amp;", None, "ok", " "])
    before = series.to_list()
    result = clean(series)
    assert result.to_list() == ["好&", None, "ok", None]
    assert result.name == "text"
    assert series.to_list() == before
    assert clean(pl.Series("x", [], dtype=pl.String)).to_list() == []


@given(
    st.lists(st.text(st.sampled_from("好a <>&;/#x1b=\n\t\u200b\u200d👍e\u0301\u3000"), max_size=30))
)
@settings(max_examples=150, deadline=None)
def test_what_is_left_is_clean(texts: list[str]) -> None:
    for text in clean(pl.Series(texts, dtype=pl.String)):
        if text is not None:
            assert text and text == text.strip()
            assert unicodedata.is_normalized("NFC", text)
            assert not {"\u200b", "\t", "\u3000", "\r"} & set(text)
            assert "  " not in text and "\n\n" not in text


@pytest.mark.parametrize("part", ["<b x", "<script>", "&", "<!--", "\n ", "<p ", "&amp;", "\u200d"])
def test_clean_takes_time_in_proportion_to_the_text(part: str) -> None:
    start = time.process_time()
    clean(pl.Series([part * 50_000]))
    assert time.process_time() - start < 2

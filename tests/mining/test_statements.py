"""The normalised words of expressions."""

from __future__ import annotations

import polars as pl
import pytest

from needlens.mining.statements import LONGEST_ZH, MOST_WORDS, statements


def _said(origin: str, quote: str, aspect: str = "", opinion: str = "", ask: str = "") -> str:
    frame = pl.DataFrame(
        {"origin": [origin], "aspect": [aspect or None], "opinion": [opinion or None],
         "ask": [ask], "quote": [quote]},
        schema_overrides=dict.fromkeys(("aspect", "opinion"), pl.String),
    )  # fmt: skip
    said: str = statements(frame).item()
    return said


@pytest.mark.parametrize(
    ("quote", "aspect", "opinion", "said"),
    [
        ("電池真的很不耐用！！", "電池", "很不耐用", "电池不耐用"),
        ("不耐用的电池", "电池", "不耐用", "不耐用电池"),
        ("屏幕有点暗😡", "屏幕", "有点暗", "屏幕暗"),
        ("非常失望", "", "非常失望", "失望"),
        ("没有异味", "", "没有异味", "没有异味"),
        ("The battery really dies fast", "battery", "dies fast", "battery dies fast"),
        ("a very noisy fan", "fan", "very noisy", "noisy fan"),
        ("but it doesn't really work", "", "doesn't work", "it doesn't work"),
    ],
)
def test_opinions(quote: str, aspect: str, opinion: str, said: str) -> None:
    assert _said("opinion", quote, aspect, opinion) == said


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        ("希望能有更大的字體", "有更大的字体"),
        ("不要送赠品", "不要送赠品"),
        ("请多放几个备用扣子谢谢", "多放几个备用扣子"),
        ("Please add more pockets!", "add more pockets"),
        ("I wish the straps were longer", "straps were longer"),
        ("it didn't need batteries", "it didn't need batteries"),
    ],
)
def test_suggestions(ask: str, said: str) -> None:
    assert _said("suggestion", ask, ask=ask) == said


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("2018新款 老人手机 包邮", "老人手机"),
        ("华为平板 正品", "华为平板"),
        ("Left-handed scissors free shipping", "left handed scissors"),
        ("包邮", "包邮"),
    ],
)
def test_queries_lose_their_noise_but_not_all(query: str, said: str) -> None:
    assert _said("query", query) == said


def test_what_the_rules_said_stays() -> None:
    frame = pl.DataFrame({
        "origin": ["question", "reason"], "aspect": ["", ""], "opinion": ["", ""], "ask": ["", ""],
        "quote": ["能开发票吗", "给爸妈买的"], "statement": ["开发票", ""],
    })  # fmt: skip
    assert statements(frame).to_list() == ["开发票", "给爸妈买"]


def test_a_statement_is_short_and_never_empty() -> None:
    assert len(_said("opinion", "电池不耐用" * 30)) == LONGEST_ZH
    assert len(_said("opinion", "word " * 40).split()) == MOST_WORDS
    assert _said("opinion", "非常！", "", "非常") != ""
    assert _said("opinion", "很") != ""


def test_rows_keep_their_order() -> None:
    frame = pl.DataFrame({
        "origin": ["opinion", "query"], "aspect": ["fan", ""], "opinion": ["loud", ""],
        "ask": ["", ""], "quote": ["loud fan", "quiet fan"],
    })  # fmt: skip
    assert statements(frame).to_list() == ["loud fan", "quiet fan"]
    assert statements(frame.clear()).to_list() == []

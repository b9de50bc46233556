from __future__ import annotations

import pytest

from needlens.needs.asks import content_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("希望能有中文说明书", "请配一份中文的说明书"),
        ("希望有中文說明書", "能不能有中文说明书？"),
        ("发货快点", "希望发货能再快一些"),
        ("大一点", "更大"),
        ("Please add more pockets!", "I wish it had a pocket"),
        ("longer cables", "a LONGER cable, please"),
        ("蓝牙版本，希望能有", "建议有蓝牙版本"),
        ("有ＵＳＢ接口", "usb接口"),
    ],
)
def test_the_same_wish_in_other_words(one, other):
    assert content_words(one) == content_words(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("送赠品", "不要送赠品"),
        ("with zip", "without zip"),
        ("大一点", "小一点"),
        ("more pockets", "fewer pockets"),
        ("优点", "缺点"),
    ],
)
def test_different_wishes_stay_apart(one, other):
    assert content_words(one) != content_words(other)


@pytest.mark.parametrize("ask", ["", "  ", "希望改进", "please improve", "！！！", "的的的", "🙏"])
def test_nothing_in_particular(ask):
    assert content_words(ask) == ""


def test_a_very_long_ask_is_read_only_so_far():
    assert len(content_words("甲乙丙" * 100_000)) < 1000

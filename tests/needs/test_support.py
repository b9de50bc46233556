"""Only words that several customers said, and only phrases that speak to nobody."""

from __future__ import annotations

import pytest

from needlens.needs.concepts import lexicon
from needlens.needs.statement_form import form_fault
from needlens.needs.support import Grounds, independent

ZH = ["充电太慢了", "充满要等一整晚，充电慢", "2 小时也充不满"]
EN = ["The zipper broke after a week", "zippers are flimsy and break", "Zip is stuck"]
MIXED = ["袖子太短了", "袖子短，不合身", "The sleeves are too short for me"]


@pytest.mark.parametrize(
    ("quotes", "names", "statement", "fault"),
    [
        (ZH, ["电池", "battery"], "更快的充电", ""),
        (ZH, ["电池", "battery"], "充电更快的电池", ""),
        (ZH, ["电池", "battery"], "faster battery charging", ""),
        (ZH, ["电池", "battery"], "更快的无线充电", "unsupported"),
        (ZH, ["电池", "battery"], "faster wireless charging", "unsupported"),
        (ZH, ["电池", "battery"], "2 小时充满", "unsupported"),
        (ZH, ["电池", "battery"], "充电太慢", "complaint"),
        (ZH, ["电池", "battery"], "slow charging", "complaint"),
        (ZH, ["电池", "battery"], "更好", "empty"),
        (ZH, ["电池", "battery"], "a better need", "empty"),
        (EN, ["做工", "workmanship"], "a sturdy zipper", ""),
        (EN, ["做工", "workmanship"], "结实的拉链", ""),
        (EN, ["做工", "workmanship"], "更短的拉链", "unsupported"),
        (EN, ["做工", "workmanship"], "YKK zipper", "unsupported"),
        (MIXED, ["尺码", "size"], "更长的袖子", ""),
        (MIXED, ["尺码", "size"], "longer sleeves", ""),
        (MIXED, ["尺码", "size"], "更短的袖子", "complaint"),
        (MIXED, ["尺码", "size"], "shorter sleeves", "complaint"),
        (["希望袖子再短一点", "袖子短些更好"], [], "更短的袖子", ""),
        (["开着声音太大", "噪音真大", "so noisy"], [], "更小的噪音", ""),
        (["晚上太吵", "噪音大", "so noisy"], [], "less noise", ""),
    ],
)
def test_what_a_statement_may_say(quotes, names, statement, fault) -> None:
    assert Grounds(quotes, names).fault(statement) == fault


@pytest.mark.parametrize(
    ("one", "others", "statement"),
    [
        ("物流慢，买青山壶吧", ["物流太慢", "等了一周才到"], "青山壶"),
        ("slow, buy Greenhill", ["slow shipping", "took a week to arrive"], "greenhill shipping"),
    ],
)
def test_one_customer_puts_no_word_into_a_statement(one, others, statement) -> None:
    assert Grounds([one, *others], []).fault(statement) == "unsupported"
    copies = [one, f"{one}！", f"{one} !!", *others]
    assert Grounds(copies, []).fault(statement) == "unsupported", "copies are one voice"
    assert len(independent(copies)) == 3


def test_traditional_and_full_width_words_count() -> None:
    grounds = Grounds(["充電太慢", "充電很慢，等了很久"], [])
    assert grounds.fault("更快的充电") == ""
    assert Grounds(["ＵＳＢ線太短", "USB线短了点，插不到"], []).fault("更长的USB线") == ""


@pytest.mark.parametrize(
    ("statement", "language", "fault"),
    [
        ("更快的物流", "zh", ""),
        ("USB-C 充电", "zh", ""),
        ("longer sleeves, better fit", "en", ""),
        ("easy returns within 30 days", "en", ""),
        ("快", "zh", "length"),
        ("很" * 31, "zh", "length"),
        ("a " * 15, "en", "length"),
        ("更快的物流！", "zh", "signs"),
        ("更快\n的物流", "zh", "signs"),
        ("更快的<b>物流", "zh", "signs"),
        ("更快\u200b的物流", "zh", "signs"),
        ("faster deliveriеs", "en", "signs"),  # a Cyrillic е
        ("faster 物流", "en", "signs"),
        ("fast delivery", "zh", "signs"),
        ("evil.example", "en", "signs"),
        ("https //evil", "en", "order"),
        ("您要更快的物流", "zh", "order"),
        ("請給五星", "zh", "order"),
        ("加微信领优惠", "zh", "order"),
        ("buy more", "en", "order"),
        ("what you want", "en", "order"),
        ("five stars", "en", "order"),
        ("青山壶更好", "zh", "product"),
        ("a GREENHILL kettle", "en", "product"),
    ],
)
def test_what_a_statement_may_look_like(statement, language, fault) -> None:
    assert form_fault(statement, language, ["青山壶", "Greenhill"]) == fault


def test_the_lexicon_holds_together() -> None:
    known = lexicon()
    for name, other in known.opposite.items():
        assert known.opposite[other] == name
    names = set().union(*known.concepts.values())
    assert known.complaints <= names and set(known.opposite) <= names
    assert not known.plain & known.concepts.keys(), "a word has content or it has none"
    english = set().union(*(found for word, found in known.concepts.items() if word.isascii()))
    chinese = set().union(*(found for word, found in known.concepts.items() if not word.isascii()))
    both = {name for name in names if ":" not in name}
    assert both <= english and both <= chinese, "a concept is said in both languages"

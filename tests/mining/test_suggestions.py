"""What is asked for, and what only sounds like it."""

from __future__ import annotations

import pytest

from needlens.mining import suggestions


@pytest.mark.parametrize(
    ("text", "ask", "category"),
    [
        ("希望能有中文说明书", "有中文说明书", "PRODUCT#USABILITY"),
        ("希望送个杯套", "送个杯套", "PRODUCT#GENERAL"),
        ("希望有粉色的", "有粉色的", "PRODUCT#GENERAL"),
        ("希望出加长款", "出加长款", "PRODUCT#GENERAL"),
        ("希望质量能再好一点", "质量能再好一点", "PRODUCT#QUALITY"),
        ("I wish the coat were longer", "the coat were longer", "PRODUCT#SIZE"),
        ("希望商家把包装做结实一点", "把包装做结实一点", "PACKAGING#GENERAL"),
        ("建议增加一个挂钩", "增加一个挂钩", "PRODUCT#GENERAL"),
        ("要是再便宜一点就好了", "再便宜一点", "PRICE#LEVEL"),
        ("如果电池能更耐用就完美了", "电池能更耐用", "PRODUCT#BATTERY"),
        ("能不能加个收纳袋", "加个收纳袋", "PRODUCT#GENERAL"),
        ("最好能提供发票", "提供发票", "SHOP#INVOICE"),
        ("散热需要改进", "散热需要改进", "PRODUCT#HEAT"),
        ("應該附上充電線", "附上充電線", "PRODUCT#GENERAL"),
        ("求补货", "补货", "SHOP#STOCK"),
        ("I wish the battery lasted longer", "the battery lasted longer", "PRODUCT#BATTERY"),
        ("It would be nice if it came with a charger", "it came with a charger", "PRODUCT#BATTERY"),
        ("Please add more colors", "add more colors", "PRODUCT#COLOUR"),
        ("The instructions could be clearer", "clearer", "PRODUCT#USABILITY"),
        ("It needs a better manual", "a better manual", "PRODUCT#USABILITY"),
        ("I would like to see a larger size", "a larger size", "PRODUCT#SIZE"),
        ("They should include a screwdriver", "include a screwdriver", "PRODUCT#GENERAL"),
    ],
)
def test_asks(text: str, ask: str, category: str) -> None:
    (found,) = suggestions(text)
    assert (found.ask, found.category) == (ask, category)


@pytest.mark.parametrize(
    "text",
    [
        "希望对你有帮助",
        "希望大家喜欢",
        "希望宝宝喜欢",
        "建议购买",
        "建议大家买大一码",
        "不建议购买",
        "听朋友建议买的",
        "很失望",
        "最好的一次购物",
        "应该是正品",
        "期待已久",
        "如果你想买，可以入手",
        "I hope this helps",
        "It should arrive tomorrow",
        "You should buy it",
        "I would recommend this to anyone",
        "It couldn't be better",
        "Please read the reviews",
        "质量很好",
        "",
    ],
)
def test_no_asks(text: str) -> None:
    assert suggestions(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "质量不错！希望物流能快一點，謝謝。",
        "Nice bag. I wish the straps were longer, but fine.",
        "重５㎏，建議改成輕一點的",
    ],
)
def test_spans_are_exact(text: str) -> None:
    found = suggestions(text)
    assert found
    for one in found:
        assert text[one.ask_start : one.ask_end] == one.ask
        assert 0 <= one.start <= one.ask_start < one.ask_end <= one.end <= len(text)
        assert 0 < one.confidence < 1
        assert (one.tier, bool(one.version)) == ("rule", True)


def test_several_asks_in_one_text() -> None:
    text = "希望能便宜一点。包装有待改进！It would be great if it were lighter."
    assert [s.category for s in suggestions(text)][:2] == ["PRICE#LEVEL", "PACKAGING#GENERAL"]
    assert len(suggestions(text)) == 3

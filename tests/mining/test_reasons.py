"""For whom, where, when and what for a thing is bought or used, and what is no reason."""

from __future__ import annotations

import pytest

from needlens.mining.reasons import reasons


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("给爸妈买的，他们很满意", "给父母用"),
        ("這是買給媽媽的母親節禮物", "送妈妈的母亲节礼物"),
        ("送女朋友的生日礼物", "送女朋友的生日礼物"),
        ("买来露营用", "露营用"),
        ("放宿舍用刚刚好", "宿舍用"),
        ("孩子上学用", "给孩子上学用"),
        ("为了减肥买的", "为了减肥"),
        ("适合夏天穿", "夏天穿"),
        ("冬天穿正好", "冬天穿"),
        ("老人用很方便", "给老人用"),
        ("我老公穿着很合身", "给老公穿"),
        ("过年送人很体面", "送春节礼物"),
        ("在办公室用很安静", "办公室用"),
        ("用来切菜很方便", "用来切菜"),
        ("帮同事带的", "给同事用"),
        ("给宝宝用了一周", "给宝宝用"),
        ("出差带着方便", "出差用"),
        ("陪父母旅游住的", "给父母旅行用"),
        ("送婆婆的，她爱不释手", "送公婆岳父母"),
        ("bought this for my dad", "for father"),
        ("Great for camping!", "for camping"),
        ("I use it at the office", "at the office"),
        ("Got it as a wedding gift", "as a wedding gift"),
        ("Got it for my daughter's dorm", "for daughter in a dormitory"),
        ("I wore it to a wedding", "for wedding"),
        ("Perfect for fall and winter", "in autumn in winter"),
        ("My son needed a new one", "for son"),
        ("I bought it to store winter shoes", "to store winter shoes"),
        ("A present for my grandma", "as a gift for grandparents"),
        ("it will be great in the summer", "in summer"),
        ("Gave it to my sister", "for siblings"),
        ("you can wear it year round", "all year round"),
    ],
)
def test_reasons(text: str, said: str) -> None:
    assert [reason.statement for reason in reasons(text)] == [said]


@pytest.mark.parametrize(
    "text",
    [
        "给商家点赞",
        "给个好评",
        "送货很快",
        "送了小礼物",
        "送错了",
        "不适合老人用",
        "不是给孩子买的",
        "没敢给宝宝用",
        "推荐给朋友了",
        "朋友推荐的",
        "妈妈说不错",
        "适合老人用吗？",
        "快递送到老婆公司",
        "送人都没人要",
        "昨天晚上到的",
        "在酒店吃的早餐",
        "for the price it is fine",
        "for me it is too small",
        "I waited for a week",
        "too small for my daughter",
        "not for kids",
        "thanks for my mom's refund",
        "Is it good for kids?",
        "my mom said it is fine",
        "looked like a hospital gown",
        "",
    ],
)
def test_no_reasons(text: str) -> None:
    assert reasons(text) == []


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("㎏准，給爸媽買的，放宿舍用", ["給爸媽買", "放宿舍用"]),
        ("Ok. Bought FOR MY DAD, and great for camping.", ["FOR MY DAD", "for camping"]),
    ],
)
def test_the_quote_is_of_the_original(text: str, quotes: list[str]) -> None:
    found = reasons(text)
    assert [text[r.start : r.end] for r in found] == quotes
    assert all(r.origin == "reason" and r.category == "DEMAND#USE" for r in found)
    assert all(0.5 < r.confidence <= 1 for r in found)


def test_facets_of_a_reason() -> None:
    (zh,) = reasons("送女朋友的生日礼物")
    (en,) = reasons("a birthday gift for my girlfriend")
    assert zh.facets == en.facets == (
        "audience:girlfriend", "occasion:birthday", "occasion:gift",
    )  # fmt: skip
    (purpose,) = reasons("为了减肥买的")
    assert purpose.facets == ("function:weight-loss",)

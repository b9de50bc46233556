from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needlens.text.splitting import clauses, sentences


def said(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text)]


def parts(text: str) -> list[str]:
    return [text[a:b] for a, b in clauses(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["质量很好！", "物流3.5天到。", "下次还买"],
        ["好用...", "但是有点贵。。。。", "算了……"],
        ["真的超～好吃～", "下次还买～～", "5~10元"],
        ["质量👍👍", "物流也快😊"],
        ["我❤这个手机"],
        ["自营水果", "1、个头好小", "2、不新鲜！"],
        ["1.外观好看", "2.续航好", "3.便宜"],
        ["①质量好", "②便宜"],
        ["用了1、2、3天"],
        ["他说“很好！”", "我也觉得。"],
        ["很好;", "值得；", "再来"],
        ["網址www.foo.com/a.b?c=d 還不錯！", "推薦。"],
        ["Great product.", "Fast shipping.", "Will buy again!!!"],
        ["Works well.", "Mr. Li agrees, i.e. he likes it."],
        ["It weighs 3.5 lbs. and is 15 in. wide.", "Nice."],
        ["No. 5 is fine.", "No.", "It is not."],
        ["Made in the U.S. by Acme Inc. in 1999.", "OK"],
        ["well... it works…", "Fine"],
        ["Bought for $1,299.99!", "Worth it?!", "yes ;)"],
        ["Mail a.b@c.com or see https://a.cn/x.y?z=1!"],
        ["Love it 😍 so much"],
        ["屏幕很好。", "The battery isn't.", "续航差"],
        ["。。。"],
    ],
)
def test_sentences(expected: list[str]) -> None:
    assert said("".join(expected)) == expected or said(" ".join(expected)) == expected


def test_line_breaks_and_spaces_around() -> None:
    assert said(" 第一行 \n\n  第二行 ") == ["第一行", "第二行"]
    assert said("Great product.Fast shipping") == ["Great product.", "Fast shipping"]
    assert said("好！ 👍物流快") == ["好！ 👍", "物流快"]
    assert said("") == said(" \n") == []


@pytest.mark.parametrize(
    "expected",
    [
        ["商品质量不错，", "物流速度很快，", "但客服服务态度一般"],
        ["商品質量不錯，", "物流速度很快，", "但客服服務態度一般"],
        ["质量好、", "物流快、", "服务棒"],
        ["颜色、大小都合适"],
        ["价格1,299元,", "不贵"],
        ["屏幕不错", "但是，电池差", "不过便宜"],
        ["不但便宜而且好，", "只不过慢，", "再好不过"],
        ["房间虽然小 ", "但还能接受"],
        ["质量很好 ", "物流很快"],
        ["男士 衬衫 长袖"],
        ["The screen is great ", "but the battery dies fast, ", "sadly."],
        ["It is good ", "however, it broke"],
        ["nothing but trouble"],
        ["not only cheap but also good"],
    ],
)
def test_clauses(expected: list[str]) -> None:
    assert parts("".join(expected)) == [part.strip() for part in expected]


def test_clauses_of_one_sentence_count_from_the_start_of_the_text() -> None:
    text = "很好。质量好，but slow. end"
    spans = [clauses(text, *span) for span in sentences(text)]
    assert [[text[a:b] for a, b in c] for c in spans] == [
        ["很好。"],
        ["质量好，", "but slow."],
        ["end"],
    ]


@given(st.text(st.sampled_from("好质但是不过,，。!.~～👍❤ \n1２;、aB'”…①^-但"), max_size=60))
@settings(max_examples=400, deadline=None)
def test_spans_cover_the_text_once_and_clauses_refine_sentences(text: str) -> None:
    for spans in (sentences(text), clauses(text)):
        assert all(a < b for a, b in spans)
        assert all(x[1] <= y[0] for x, y in itertools.pairwise(spans))
        covered = "".join(text[a:b] for a, b in spans)
        assert "".join(covered.split()) == "".join(text.split())
        assert all(text[a:b] == text[a:b].strip() for a, b in spans)
    starts = {a for a, _ in clauses(text)}
    assert {a for a, _ in sentences(text)} <= starts


HOSTILE = [
    "好",
    "a.",
    " ",
    "a ",
    "。",
    "1、a",
    "\n ",
    "👍",
    '"!',
    "a@",
    "但",
    "http://",
    "👍 a",
    "a~ ",
    ".a",
]


@pytest.mark.parametrize("part", HOSTILE)
def test_time_grows_with_the_length_only(part: str) -> None:
    start = time.process_time()
    clauses(part * 20_000)
    assert time.process_time() - start < 2

"""Questions that show a want or a lack, and what only has their form."""

from __future__ import annotations

import pytest

from needlens.mining.questions import questions


@pytest.mark.parametrize(
    ("text", "said", "category"),
    [
        ("有大码吗", "有大码", ""),
        ("有没有加长款？", "有加长款", ""),
        ("請問可以開電子發票嗎？", "开电子发票", "SHOP#INVOICE"),
        ("在吗？能开发票吗", "开发票", "SHOP#INVOICE"),
        ("什么时候发货", "发货", "LOGISTICS#GENERAL"),
        ("怎么还没发货", "没发货", "LOGISTICS#SPEED"),
        ("可以便宜点吗", "便宜点", "PRICE#LEVEL"),
        ("便宜点可以吗", "便宜点", "PRICE#LEVEL"),
        ("支持无线充电吗", "支持无线充电", "PRODUCT#CONNECTIVITY"),
        ("亲，这款会掉色吗", "会掉色", "PRODUCT#DURABILITY"),
        ("包不包邮", "包邮", ""),
        ("身高165穿多大码", "选尺码", "PRODUCT#SIZE"),
        ("怎么退货", "退货", "AFTER_SALES#RETURN"),
        ("是正品吗", "正品", "PRODUCT#AUTHENTICITY"),
        ("多少钱一斤", "价格", "PRICE#LEVEL"),
        ("保质期多久", "保质期", "PRODUCT#FRESHNESS"),
        ("哪款适合油皮？", "适合油皮", ""),
        ("用了一周就黑屏，屏幕还有条纹，请问可以换货吗", "换货", "AFTER_SALES#RETURN"),
        ("do you ship to Canada?", "ship to canada", ""),
        ("Is it waterproof?", "waterproof", ""),
        ("can I get a refund?", "get refund", "AFTER_SALES#RETURN"),
        ("how long does shipping take", "shipping take", "LOGISTICS#GENERAL"),
        ("When will it be back in stock?", "be back in stock", "SHOP#STOCK"),
        ("Hi, does it come in black?", "come in black", ""),
        ("where is my order", "where is order", ""),
        ("How to return this", "return", "AFTER_SALES#RETURN"),
        ("Any discount on two?", "discount on two", "PRICE#PROMOTION"),
        ("I need to know if there are larger sizes", "larger sizes", "PRODUCT#SIZE"),
    ],
)
def test_questions(text: str, said: str, category: str) -> None:
    assert [(q.statement, q.category) for q in questions(text)] == [(said, category)]


@pytest.mark.parametrize(
    "text",
    [
        "在吗",
        "亲，在吗？",
        "有人吗",
        "好吗？",
        "能不好吗",
        "有意思吗？",
        "这么贵的东西你们好意思吗",
        "难道不能退吗",
        "谁会买这个啊",
        "问了客服有没有耳机，她说有",
        "做不了什么",
        "喜欢什么用什么",
        "等了好几天才到",
        "还没有怎么用",
        "质量很好，物流也快，没什么区别",
        "are you there?",
        "who would buy this?",
        "What's not to love?",
        "Can you believe it?",
        "Is it waterproof? No.",
        "Are you kidding me?",
        "I asked if it was new and they said yes",
        "Why did I wait so long?",
        "",
    ],
)
def test_no_questions(text: str) -> None:
    assert questions(text) == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [("㎏准。請問能開發票嗎？謝謝", "請問能開發票嗎？"), ("Ok thanks. Is it WATERPROOF? bye", "Is it WATERPROOF?")],
)  # fmt: skip
def test_the_quote_is_of_the_original(text: str, quote: str) -> None:
    (question,) = questions(text)
    assert text[question.start : question.end] == quote
    assert question.origin == "question"


def test_facets_and_confidence() -> None:
    (sure,) = questions("支持货到付款吗？")
    assert sure.facets == ("service:cash-on-delivery",)
    (unmarked,) = questions("is it waterproof")
    (marked,) = questions("is it waterproof?")
    assert marked.confidence > unmarked.confidence


def test_in_a_long_review_only_what_a_shop_can_answer() -> None:
    long = "包装很好，质量也不错，用了两个星期没有什么毛病，就是颜色和图片差得有点多，"
    assert [q.statement for q in questions(long + "可以换货吗？")] == ["换货"]
    assert questions(long + "是天气的原因吗？") == []

"""What is said of what, and how strongly."""

from __future__ import annotations

import pytest

from needlens.mining import explain, opinions
from needlens.records import polarity_of


def said(text: str) -> list[tuple[str | None, str, str | None, str]]:
    return [(o.aspect, o.category, o.opinion, o.polarity) for o in opinions(text)]


SAMPLE = {
    "zh": "商品质量不错，物流速度很快，但客服服务态度一般",
    "hant": "商品品質不錯，物流速度很快，但客服服務態度一般",
    "en": "The product quality is good, delivery is very fast, but the customer service attitude "
    "is average",
}


@pytest.mark.parametrize("language", SAMPLE)
def test_the_sample_sentence_reads_the_same_in_every_writing(language: str) -> None:
    found = opinions(SAMPLE[language])
    assert [o.category for o in found] == ["PRODUCT#QUALITY", "LOGISTICS#SPEED", "SERVICE#ATTITUDE"]
    assert [o.valence for o in found] == pytest.approx([6.6, 6.9, 4.9], abs=0.3)
    assert [o.polarity for o in found] == ["positive", "positive", "neutral"]


def test_terms_are_named_as_written() -> None:
    terms = [(o.aspect, o.opinion) for o in opinions(SAMPLE["hant"])]
    assert terms == [("商品品質", "不錯"), ("物流速度", "很快"), ("客服服務態度", "一般")]


@pytest.mark.parametrize(
    "text",
    [
        *SAMPLE.values(),
        "ＵＳＢ接口鬆動，５㎏的箱子破損了！客服😀很耐心",
        "Works great!! 屏幕 is a bit dim，电池不耐用",
        "ﬁnish is ﬂimsy，质量Ⅱ级，很差",
    ],
)
def test_spans_are_exact_in_the_text_as_given(text: str) -> None:
    found = opinions(text)
    assert found
    for o in found:
        assert text[o.opinion_start : o.opinion_end] == o.opinion
        assert 0 <= o.start <= o.opinion_start < o.opinion_end <= o.end <= len(text)
        if o.aspect is None:
            assert (o.aspect_start, o.aspect_end) == (-1, -1)
        else:
            assert text[o.aspect_start : o.aspect_end] == o.aspect
        assert 1 <= o.valence <= 9 and 1 <= o.arousal <= 9 and 0 < o.confidence < 1
        assert o.polarity == polarity_of(o.valence)


@pytest.mark.parametrize(
    ("text", "category", "polarity"),
    [
        ("很好", "PRODUCT#GENERAL", "positive"),
        ("good", "PRODUCT#GENERAL", "positive"),
        ("踩雷了，拔草", "PRODUCT#GENERAL", "negative"),
        ("真香，绝绝子", "PRODUCT#GENERAL", "positive"),
        ("yyds", "PRODUCT#GENERAL", "positive"),
        ("没得说", "PRODUCT#GENERAL", "positive"),
        ("物超所值", "PRICE#VALUE", "positive"),
        ("很便宜", "PRICE#LEVEL", "positive"),
        ("有点贵", "PRICE#LEVEL", "negative"),
        ("waste of money", "PRODUCT#GENERAL", "negative"),
        ("overpriced", "PRICE#LEVEL", "negative"),
        ("漏发了一个螺丝", "PRODUCT#COMPLETENESS", "negative"),
        ("穿两次就起球，还褪色", "PRODUCT#DURABILITY", "negative"),
        ("fell apart in a week", "PRODUCT#DURABILITY", "negative"),
        ("it stopped working", "PRODUCT#DURABILITY", "negative"),
        ("玩游戏卡顿", "PRODUCT#PERFORMANCE", "negative"),
        ("充电时发烫", "PRODUCT#HEAT", "negative"),
        ("收到时已经破损", "LOGISTICS#CARE", "negative"),
        ("arrived broken", "LOGISTICS#CARE", "negative"),
        ("it arrived late", "LOGISTICS#SPEED", "negative"),
        ("是假货", "PRODUCT#AUTHENTICITY", "negative"),
        ("looks like a fake, it is counterfeit", "PRODUCT#AUTHENTICITY", "negative"),
        ("这双runs large", "PRODUCT#SIZE", "negative"),
        ("it runs a bit small", "PRODUCT#SIZE", "negative"),
        ("too small", "PRODUCT#SIZE", "negative"),
        ("true to size", "PRODUCT#SIZE", "positive"),
        ("刺鼻的味道，有异味", "PRODUCT#SMELL", "negative"),
        ("苹果不新鲜", "PRODUCT#FRESHNESS", "negative"),
        ("房间有蟑螂", "ROOM#HYGIENE", "negative"),
        ("离地铁口近，交通便利", "HOTEL#LOCATION", "positive"),
        ("与描述不符", "PRODUCT#DESCRIPTION", "negative"),
        ("鍵盤手感很好，C/P值很高", "PRICE#VALUE", "positive"),
        ("萤幕很清晰", "PRODUCT#SCREEN", "positive"),
        ("出貨速度很快", "LOGISTICS#SPEED", "positive"),
        ("断货了，一直缺货", "SHOP#STOCK", "negative"),
        ("不给开发票", "SHOP#INVOICE", "negative"),
        ("refused to refund", "AFTER_SALES#RETURN", "negative"),
        ("售后没人理", "AFTER_SALES#GENERAL", "negative"),
    ],
)
def test_a_word_names_its_own_category(text: str, category: str, polarity: str) -> None:
    assert (category, polarity) in [(o.category, o.polarity) for o in opinions(text)]


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("价格高", "negative"), ("价格低", "positive"), ("性价比高", "positive"),
        ("质量高", "positive"), ("发热量高", "negative"), ("速度快", "positive"),
        ("速度慢", "negative"), ("噪音大", "negative"), ("噪音小", "positive"),
        ("续航长", "positive"), ("电池续航短", "negative"), ("尺码偏大", "negative"),
        ("重量轻", "positive"), ("机身重量偏重", "negative"), ("声音有点大", "negative"),
        ("the price is high", "negative"), ("the quality is high", "positive"),
        ("battery life is long", "positive"), ("battery life is short", "negative"),
        ("fast delivery", "positive"), ("slow delivery", "negative"),
    ],
)  # fmt: skip
def test_dimension_words_depend_on_their_aspect(text: str, polarity: str) -> None:
    assert [o.polarity for o in opinions(text)] == [polarity]


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        ("不错", "很不错"), ("好", "很好"), ("很好", "非常好"), ("非常好", "超级好"),
        ("有点差", "差"), ("很好", "完美"), ("good", "very good"), ("very good", "extremely good"),
        ("slightly bad", "bad"), ("好", "好极了"), ("便宜一点", "便宜很多"),
    ],
)  # fmt: skip
def test_degrees_order_strength(weaker: str, stronger: str) -> None:
    (one,), (other,) = opinions(weaker), opinions(stronger)
    assert abs(one.valence - 5) < abs(other.valence - 5)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("不好", 3.0, 4.3), ("不是很好", 3.8, 4.6), ("不怎么好用", 3.5, 4.6), ("很不好", 2.5, 3.6),
        ("没有不好", 5.6, 6.8), ("并不贵", 5.4, 6.6), ("没有异味", 5.5, 7.0),
        ("没有任何质量问题", 5.5, 6.8), ("从不卡顿", 5.5, 6.8), ("不得不说好用", 6.2, 7.4),
        ("不仅好看", 6.5, 7.6), ("不错", 6.2, 6.8), ("不是不喜欢", 5.0, 6.9),
        ("not good", 3.0, 4.3), ("not very good", 3.8, 4.6), ("not bad", 5.5, 6.6),
        ("isn't comfortable", 3.0, 4.3), ("no problems", 5.5, 6.8), ("hardly useful", 3.0, 4.5),
        ("never disappoints", 6.0, 7.6), ("not only cheap but durable", 5.5, 7.2),
        ("too soft", 3.0, 4.5), ("not perfect", 3.6, 4.6),
    ],
)  # fmt: skip
def test_negation_and_its_scope(text: str, low: float, high: float) -> None:
    found = opinions(text)
    assert found
    assert low <= found[0].valence <= high, found


@pytest.mark.parametrize(
    "text",
    [
        "如果再便宜一点就好了",
        "要是电池耐用就完美了",
        "质量好吗？",
        "请问尺码偏大么",
        "希望质量好",
        "有没有异味",
        "Is the quality good?",
        "if it were cheaper",
        "I hope it is good",
        "快递员打电话了",
        "大家好，我昨天下单的",
        "小时候买过",
        "可以用来装书",
        "the breakfast delivery man",
        "I ordered a large",
        "goods received",
        "",
        "   ",
        "。。。",
    ],
)
def test_what_states_nothing_gives_no_opinion(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("质量和包装都很好", [("质量", "positive"), ("包装", "positive")]),
        ("The screen and battery are great", [("screen", "positive"), ("battery", "positive")]),
        ("质量好包装差", [("质量", "positive"), ("包装", "negative")]),
        ("物流很快但是包装太差", [("物流", "positive"), ("包装", "negative")]),
        ("Great battery life but the speaker is tinny",
         [("battery life", "positive"), ("speaker", "negative")]),
        ("漂亮的颜色", [("颜色", "positive")]),
        ("I love the color", [("color", "positive")]),
        ("喜欢这个颜色", [("颜色", "positive")]),
        ("屏幕嘛，还不错", [("屏幕", "positive")]),
        ("豆腐很嫩", [("豆腐", "positive")]),
        ("the dumplings were soggy", [("dumplings", "negative")]),
        ("比超市便宜", [(None, "positive")]),
        ("it works better than the old phone", [(None, "positive")]),
    ],
)  # fmt: skip
def test_pairing(text: str, expected: list[tuple[str | None, str]]) -> None:
    assert [(o.aspect, o.polarity) for o in opinions(text)] == expected


def test_price_is_not_taken_for_the_aspect_before_it() -> None:
    found = [(o.aspect, o.category, o.opinion) for o in opinions("质量好又便宜")]
    assert found == [("质量", "PRODUCT#QUALITY", "好"), (None, "PRICE#LEVEL", "便宜")]


def test_praise_before_a_but_on_the_same_thing_weighs_less() -> None:
    plain, *_ = opinions("客服很好")
    before, after = opinions("客服很好，但是客服回复慢")[:2]
    assert before.valence <= plain.valence
    assert after.polarity == "negative"
    weighed = opinions("整体很好，但是整体很贵")[0]
    assert weighed.valence < opinions("整体很好")[0].valence or weighed.category != "PRICE#LEVEL"


@pytest.mark.parametrize("text", ["客服很耐心，但发货太慢", "The staff was friendly but slow"])
def test_opinions_of_both_sides_of_a_but_are_kept(text: str) -> None:
    assert {o.polarity for o in opinions(text)} == {"positive", "negative"}


def test_explanation_ends_at_the_opinion_and_names_the_words() -> None:
    text = "这款耳机真的不是很舒服"
    ((opinion, reasons),) = explain(text)
    assert [r.kind for r in reasons][:2] == ["aspect", "category"]
    assert any(r.kind == "negation" and "不是" in r.words for r in reasons)
    assert reasons[-1].valence == pytest.approx(opinion.valence, abs=0.01)
    for reason in reasons:
        if reason.start >= 0:
            assert text[reason.start : reason.end] == reason.words


def test_explanation_in_english() -> None:
    ((opinion, reasons),) = explain("The zipper is not very sturdy")
    assert [(r.kind, r.words) for r in reasons] == [
        ("aspect", "zipper"),
        ("category", opinion.category),
        ("word", "sturdy"),
        ("negation", "not very"),
    ]


def test_excess_and_degree_are_explained() -> None:
    reasons = explain("too soft")[0][1]
    assert [r.kind for r in reasons if r.kind not in ("category", "aspect")] == [
        "word",
        "degree",
        "excess",
    ]


def test_confidence_is_higher_beside_the_aspect_than_far_from_it() -> None:
    near = opinions("屏幕很清晰")[0].confidence
    far = opinions("屏幕我昨天晚上拿到以后跟家里人一起看了好一会儿还是觉得模糊")[-1].confidence
    assert near > far


def test_long_and_odd_texts_are_read_in_time() -> None:
    assert len(opinions("很好，" * 5000)) == 5000
    assert opinions("好" * 20_000) is not None
    assert opinions("not " * 5000 + "good") is not None
    assert opinions("\u202e\x00\ud83d很好") is not None


@pytest.mark.parametrize(
    "text",
    [
        "热水要10分钟后才来",  # ten minutes, not nought out of ten
        "送给妈妈的",
        "It comes in burnt orange",
        "I have narrow shoulders",
    ],
)
def test_letters_of_other_words_are_no_opinion(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "category", "polarity"),
    [
        ("It does not look too big on me", "PRODUCT#SIZE", "positive"),
        ("The hat looks too big", "PRODUCT#SIZE", "negative"),
        ("这本书真的太烂了", "PRODUCT#GENERAL", "negative"),
        ("苹果烂掉了三个", "PRODUCT#FRESHNESS", "negative"),
        ("洗发水漏了一袋子", "LOGISTICS#CARE", "negative"),
        ("一直没有收到货", "LOGISTICS#SPEED", "negative"),
        ("The photo is deceiving", "PRODUCT#DESCRIPTION", "negative"),
        ("打开好大的味道，味道太大", "PRODUCT#SMELL", "negative"),
        ("这家店就是骗子", "SHOP#TRUST", "negative"),
        ("京东真不错", "PRODUCT#GENERAL", "positive"),
    ],
)
def test_a_word_is_filed_where_someone_can_act_on_it(
    text: str, category: str, polarity: str
) -> None:
    assert (category, polarity) in {(c, p) for _, c, _, p in said(text)}


def test_or_carries_a_negation_on() -> None:
    (found,) = opinions("The blanket is not too thin or too heavy")
    assert (found.opinion, found.polarity) == ("too heavy", "positive")


def test_good_quality_is_about_quality() -> None:
    text = "Good quality, fast delivery, but the customer service attitude is so-so"
    categories = [o.category for o in opinions(text)]
    assert categories == ["PRODUCT#QUALITY", "LOGISTICS#SPEED", "SERVICE#ATTITUDE"]


def test_with_points_to_what_follows() -> None:
    assert said("great price with terrible software") == [
        ("price", "PRICE#LEVEL", "great", "positive"),
        ("software", "PRODUCT#SOFTWARE", "terrible", "negative"),
    ]

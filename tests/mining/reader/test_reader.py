"""The shipped reader: offsets, scripts, long texts, sentiment, entities, own categories."""

import polars as pl
import pytest

from needlens.lm.registry import shipped
from needlens.mining import Domain
from needlens.mining.reader import Reader

SAMPLE = "商品质量不错，物流速度很快，但客服服务态度一般"


@pytest.fixture(scope="module")
def reader():
    return Reader()


def test_the_sample_sentence(reader):
    [said] = reader.opinions([SAMPLE])
    assert [o.opinion for o in said] == ["不错", "很快", "一般"]
    assert [(o.aspect, o.category) for o in said[1:]] == [
        ("物流速度", "LOGISTICS#SPEED"),
        ("客服服务态度", "SERVICE#ATTITUDE"),
    ]
    assert [o.polarity for o in said] == ["positive", "positive", "neutral"]
    assert {o.tier for o in said} == {"reader"}
    assert all(o.version.startswith("reader-zh-en/") for o in said)


@pytest.mark.parametrize(
    "text",
    [
        "質量非常好，ＢＯＸ也結實！但是Battery只撐了２小時，太短了……",
        "  The screen is GREAT, 但是音质很差。\n\n客服 was rude 😡",
        "續航５㎞就沒電了，充電很慢",
        "Ｔｈｅ　ｓｃｒｅｅｎ ｉｓ ｇｒｅａｔ",
    ],
)
def test_offsets_quote_the_text_as_given(reader, text):
    [said] = reader.opinions([text])
    assert said
    for o in said:
        for words, start, end in (
            (o.aspect, o.aspect_start, o.aspect_end),
            (o.opinion, o.opinion_start, o.opinion_end),
        ):
            assert (words is None and (start, end) == (-1, -1)) or text[start:end] == words
            assert words is None or o.start <= start < end <= o.end
        assert text[o.start : o.end].strip()
        assert 1 <= o.valence <= 9 and 1 <= o.arousal <= 9 and 0 <= o.confidence <= 1


def test_traditional_and_simplified_are_read_alike(reader):
    simple, traditional = reader.opinions(["屏幕很清晰，但是键盘太软", "屏幕很清晰，但是鍵盤太軟"])
    assert [(o.category, o.valence, o.opinion_start) for o in simple] == [
        (o.category, o.valence, o.opinion_start) for o in traditional
    ]
    assert traditional[-1].aspect == "鍵盤"


def test_a_batch_says_what_its_texts_say_alone(reader):
    texts = [SAMPLE, "The food was delicious but the service was slow.", "", "好评", SAMPLE * 2]
    together = reader.opinions(texts)
    for text, said in zip(texts, together, strict=True):
        alone = reader.opinions([text])[0]
        assert [(o.aspect, o.opinion) for o in said] == [(o.aspect, o.opinion) for o in alone]
    assert together[2] == []


def test_long_texts_are_read_to_their_end(reader):
    filler = "今天天气晴朗，我们一家人去公园散步。" * 30
    text = filler + "物流速度很快。"
    [said] = reader.opinions([text])
    assert any(o.opinion == "很快" and o.opinion_start > len(filler) for o in said)
    english = "We walked the dog in the park on Sunday. " * 40 + "The battery is terrible."
    [said] = reader.opinions([english])
    assert any(o.aspect == "battery" and o.polarity == "negative" for o in said)


def test_word_values_sum_to_the_strength(reader):
    texts = [SAMPLE, "Terrible quality, do not buy.", "很好，喜欢！" * 60, ""]
    for text, felt in zip(texts, reader.sentiments(texts), strict=True):
        assert sum(value for _, _, value in felt.words) == pytest.approx(felt.strength, abs=1e-4)
        assert all(0 <= start < end <= len(text) for start, end, _ in felt.words)
    told = reader.sentiment(pl.Series(texts))
    assert told["strength"].to_list() == pytest.approx(
        [felt.strength for felt in reader.sentiments(texts)], abs=1e-4
    )
    good, bad = reader.sentiments(["质量很好，非常满意", "质量太差了，后悔买"])
    assert (good.polarity, bad.polarity) == ("positive", "negative")
    good, bad = reader.sentiments(["I love it, works great", "It broke and they refused a refund"])
    assert (good.polarity, bad.polarity) == ("positive", "negative")


def test_given_aspects_get_their_own_strength(reader):
    text = "The food was delicious but the service was terribly slow."
    food, service = (text.index(w) for w in ("food", "service"))
    [[good, bad]] = reader.strength([text], [[(food, food + 4), (service, service + 7)]])
    assert good[0] > 6 > 4.5 > bad[0]
    text = "螢幕很清晰，但是電池太不耐用"
    [[good, bad]] = reader.strength([text], [[(0, 2), (8, 10)]])
    assert good[0] > 5.5 > 4.7 > bad[0]


def test_suggestions_in_both_languages(reader):
    probabilities = reader.suggestions(
        ["希望能附一份中文说明书", "Please add a dark mode.", "物流很快", "The food was cold.", ""]
    )
    assert [p > 0.5 for p in probabilities] == [True, True, False, False, False]


def test_titles_name_products_and_brands(reader):
    titles = [
        "特价耐克正品秋季男士运动鞋跑步鞋",
        "Herbalon wireless noise cancelling headphones black",
    ]
    for title, found in zip(titles, reader.entities(titles), strict=True):
        assert found
        assert all(title[e.start : e.end] == e.words for e in found)
    chinese = {(e.words, e.kind) for e in reader.entities(titles)[0]}
    assert ("运动鞋", "product") in chinese
    english = {(e.words, e.kind) for e in reader.entities(titles)[1]}
    assert ("headphones", "product") in english


def test_frames_in_frames_out_and_only_what_can_be_quoted(reader):
    frame = pl.DataFrame(
        {"signal_id": ["a", "b", "c"], "text": [SAMPLE, None, "希望包装再结实一点"]}
    )
    said, asked = reader.mine(frame)
    assert said.filter(pl.col("signal_id") == "a").height == 3
    assert asked["signal_id"].to_list() == ["c"]
    assert said.filter(pl.col("aspect").is_null() & pl.col("opinion").is_null()).is_empty()
    rule = __import__("needlens.mining", fromlist=["RuleMiner"]).RuleMiner().mine(frame)
    assert said.schema == rule[0].schema


def test_a_category_that_a_user_adds_works_at_once(tmp_path):
    source = tmp_path / "pets.toml"
    shop = Domain.load("ecommerce")
    reader = Reader(shop)
    assert not reader.inventory.by_name
    source.write_text(
        """
format = 1
name_zh = "宠物用品"
name_en = "pet supplies"
general = "FOOD#GENERAL"
[entities.FOOD]
name_zh = "狗粮"
name_en = "dog food"
zh = "狗粮"
en = "dog food"
[entities.DELIVERY]
name_zh = "快递"
name_en = "delivery"
zh = "快递"
en = "delivery"
[attributes]
GENERAL = { name_zh = "整体", name_en = "in general" }
SPEED = { name_zh = "速度", name_en = "speed" }
[categories."FOOD#GENERAL"]
name_zh = "狗粮"
name_en = "dog food"
better_zh = "更好的狗粮"
better_en = "better dog food"
zh = "狗粮"
[categories."DELIVERY#SPEED"]
name_zh = "快递速度"
name_en = "delivery speed"
better_zh = "更快的快递"
better_en = "faster delivery"
zh = "快递速度"
""",
        encoding="utf-8",
    )
    pets = Reader(Domain.load(source))
    assert pets.inventory.by_name == {"FOOD#GENERAL", "DELIVERY#SPEED"}
    [said] = pets.opinions(["快递速度很快，狗粮味道不错"])
    assert {o.opinion: o.category for o in said}.get("很快") == "DELIVERY#SPEED"


def test_the_trained_inventories(reader):
    folder = shipped("reader-zh-en")
    [said] = Reader("laptop", folder).opinions(["這台筆電的螢幕很漂亮，但是電池太差"])
    assert [o.category.partition("#")[0] for o in said] == ["DISPLAY", "BATTERY"]
    [said] = Reader("restaurant", folder).opinions(["The pasta was delicious but overpriced."])
    assert {o.category.partition("#")[0] for o in said} == {"FOOD"}
    [said] = Reader("cosmetics", folder).opinions(["包装很好，味道不喜欢"])
    assert [o.category for o in said] == ["包装", "气味"]

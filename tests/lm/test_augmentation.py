import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needlens.errors import UserError
from needlens.lm.augmentation import (
    Edit,
    Labelled,
    augment,
    back_translated,
    rewrite,
    sound_alikes,
    synonyms,
)
from needlens.lm.homophones import _FIRST, homophones
from needlens.lm.typing_slips import neighbours, typing_slips

ZH = Labelled("电池很耐用，快递太慢了", ((0, 2), (3, 5), (6, 8), (-1, -1)))
EN = Labelled("the battery lasts long but delivery was slow", ((4, 11), (12, 22), (27, 35)))
TABLE = {"耐用": ["经用", "抗造"], "快递": ["物流配送"], "slow": ["sluggish"], "battery": ["cell"]}


def quotes(one):
    return [one.text[start:end] for start, end in one.spans if start >= 0]


def test_synonyms_keep_the_spans_on_their_words():
    zh, en = augment([ZH, EN], synonyms(TABLE, 1), seed=1)
    assert quotes(zh) in (["电池", "经用", "物流配送"], ["电池", "抗造", "物流配送"])
    assert zh.spans[3] == (-1, -1)
    assert en.text == "the cell lasts long but delivery was sluggish"
    assert quotes(en) == ["cell", "lasts long", "delivery"]


def test_labelled_words_can_be_left_alone():
    zh, en = augment([ZH, EN], synonyms(TABLE, 1), inside=False)
    assert zh == ZH
    assert en.text == "the battery lasts long but delivery was sluggish"


def test_only_whole_words_are_swapped():
    assert augment([Labelled("这手机充电慢")], synonyms({"电": ["闪"]}, 1)) == [
        Labelled("这手机充电慢")
    ]


def test_the_share_is_kept_and_the_seed_decides():
    text = Labelled("很耐用，" * 400)
    swap = synonyms({"耐用": ["经用"]}, 0.25)
    one, other = augment([text], swap, seed=1)[0], augment([text], swap, seed=2)[0]
    assert one.text.count("经用") / 400 == pytest.approx(0.25, abs=0.07)
    assert one != other and one == augment([text], swap, seed=1)[0]


def test_typing_slips_change_english_words_only_and_not_their_first_letter():
    found = augment([EN] * 50, typing_slips(1), seed=3)
    assert len({one.text for one in found}) > 40
    for one in found:
        words = one.text.split()
        assert [w[0] for w in words] == [w[0] for w in EN.text.split()]
        assert [q[0] for q in quotes(one)] == ["b", "l", "d"]
        assert quotes(one)[0] in words and quotes(one)[2] in words
    assert augment([ZH], typing_slips(1)) == [ZH]
    assert neighbours("q") == "wa" and set(neighbours("s")) == set("adwezxq") - {"q"}


def test_sound_alikes_change_chinese_only_and_keep_lengths():
    zh, en = augment([ZH, EN], sound_alikes(1), seed=5)
    assert en == EN and zh.spans == ZH.spans and len(zh.text) == len(ZH.text)
    changed = [(a, b) for a, b in zip(ZH.text, zh.text, strict=True) if a != b]
    assert len(changed) >= 8 and all(b in homophones(a) for a, b in changed)


def test_known_texts_say_which_characters_people_write():
    found = augment([Labelled("在在在在")], sound_alikes(1, known=["再见再会栽"]), seed=0)[0]
    assert set(found.text) <= {"再", "栽"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        "在再",
        "做作",
        "戴带",
        "那纳",
        "坐座",
        "象像",
        "他她",
        "既记",
        "迂于",
        "捕部",
        "嗽搜",
        "啊阿",
        "佐作",
    ],
)
def test_characters_that_sound_alike_are_known_both_ways(one, other):
    assert other in homophones(one) and one in homophones(other)


@pytest.mark.parametrize(("one", "other"), ["好坏", "捕博", "迂又", "嗽苏", "买慢", "是四"])
def test_others_are_not_confused(one, other):
    assert other not in homophones(one)


def test_sounds_are_in_the_order_of_the_standard():
    codes = [c.encode("gb2312") for c in _FIRST]
    assert codes == sorted(codes) and len(set(codes)) == 396
    assert homophones("體") == homophones("体") and homophones("😀") == homophones("龘") == ""


def test_edits_across_a_border_are_not_made():
    assert rewrite(ZH, [Edit(1, 3, "x")]) == ZH
    assert rewrite(ZH, [Edit(0, 2, "")]) == ZH
    assert quotes(rewrite(ZH, [Edit(0, 0, "这"), Edit(2, 3, "")]))[:2] == ["电池", "耐用"]


@given(st.data())
def test_unedited_words_of_a_span_stay_its_words(data):
    text = data.draw(st.text("电池很好，ab ", min_size=4, max_size=30))
    cuts = sorted(
        data.draw(st.lists(st.integers(0, len(text)), min_size=6, max_size=6, unique=False))
    )
    pairs = list(zip(cuts[::2], cuts[1::2], strict=True))
    spans = tuple((a, b) for a, b in pairs[:2] if b > a)
    edits = [
        Edit(a, b, data.draw(st.text("XYZ", max_size=3))) for a, b in itertools.pairwise(cuts)
        if b > a and data.draw(st.booleans())
    ]  # fmt: skip
    found = rewrite(Labelled(text, spans), edits)
    apart = [e for e in edits if all(e.end <= a or e.start >= b for a, b in spans)]
    outside = rewrite(Labelled(text, spans), apart)
    assert quotes(outside) == [text[a:b] for a, b in spans]
    assert all(0 <= a < b <= len(found.text) for a, b in found.spans)


def test_back_translation_is_checked():
    said = {
        ZH.text: "电池非常耐用，但是快递的速度慢",
        EN.text: "delivery was slow but the battery lasts long",
        "好": "It is good, I like it very much indeed",
        "好评": "好评",
        "一般": None,
    }
    texts = [ZH, EN, Labelled("好"), Labelled("好评"), Labelled("一般")]
    found = back_translated(texts, lambda some: [said[t] for t in some], batch=2)
    assert quotes(found[0]) == ["电池", "耐用", "快递"] and found[0].spans[3] == (-1, -1)
    assert found[1:] == [None] * 4
    with pytest.raises(UserError, match="translate returned 0 texts for 2"):
        back_translated([ZH, EN], lambda some: [])

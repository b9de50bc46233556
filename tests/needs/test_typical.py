"""Statements of needs have no other words than people's and the names of categories."""

import pytest

from needlens.needs import CategoryName
from needlens.needs.typical import worded
from needs.said import said

NAMES = {"SIZE#FIT": CategoryName("尺码", "size", "更合适的尺码", "a better fit")}


def wording(*rows):
    import polars as pl

    from needlens.needs.voices import with_voice

    plain = {"category": "SIZE#FIT", "valence": None}
    frame = with_voice(said(*[plain | {k: v for k, v in row.items() if k not in ("words", "part", "need")} for row in rows]))  # fmt: skip
    columns = {
        "statement": [row.get("words", "") for row in rows],
        "part": [row.get("part", "about x") for row in rows],
        "need_id": [row.get("need", "n-1") for row in rows],
    }
    return worded(frame.with_columns(**{k: pl.Series(v) for k, v in columns.items()}), NAMES)


def test_what_most_voices_say_in_each_language():
    rows = [{"words": "加大码"}] * 2 + [{"words": "大码"}] + [{"words": "larger sizes"}] * 3
    found = wording(*rows).row(0, named=True)
    assert (found["statement_zh"], found["statement_en"]) == ("尺码：“加大码”", "size: “larger sizes”")  # fmt: skip
    assert found["ask"] == "larger sizes"


@pytest.mark.parametrize(
    ("words", "quoted"), [("加大码", "加大码"), ("larger sizes", "larger sizes")]
)
def test_in_a_language_nobody_spoke_the_other_is_quoted(words, quoted):
    found = wording({"words": words}).row(0, named=True)
    assert quoted in found["statement_zh"] and quoted in found["statement_en"]


def test_one_customer_who_repeats_does_not_word_it():
    loud = [{"words": "我要红的", "customer_id": "c"}] * 9
    found = wording(*loud, {"words": "加大码"}, {"words": "加大码"})
    assert "加大码" in found["statement_zh"][0]


def test_praise_does_not_word_a_need():
    rows = [{"words": "尺码很好", "valence": 8.0}] * 5 + [{"words": "加大码"}]
    assert "加大码" in wording(*rows)["statement_zh"][0]


def test_the_order_of_rows_does_not_word_it():
    rows = [{"words": w, "category": c, "part": p} for w, c, p in [("乙", "A#B", "about p"), ("甲", "SIZE#FIT", "about q"), ("丙丙", "SIZE#FIT", "about r")]]  # fmt: skip
    assert wording(*rows).equals(wording(*rows[::-1]))


def test_a_need_of_a_category_has_its_better():
    assert wording({"words": "小", "part": ""})["statement_en"].to_list() == ["a better fit"]
    assert wording({"words": "小", "part": "pole small"})["statement_zh"].to_list() == ["尺码：不要太小"]  # fmt: skip

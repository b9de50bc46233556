"""Texts that say which need they speak of: what is read, and what is refused."""

from __future__ import annotations

import json

import pytest

from need_lines import LINES, written
from needlens.errors import NotFound, UserError
from needlens.mining.library.texts import NO_NEED, OTHER, read


def of(found, text):
    number = found.need[found.texts.index(text)]
    return None if number == NO_NEED else found.needs[number].id


def test_texts_and_names_of_both_languages_belong_to_their_need(tmp_path):
    found = read(written(tmp_path))
    assert [need.id for need in found.needs] == ["cooler-kettle", "quiet-drawer", "longer-lead"]
    assert of(found, "抽屉一拉吱呀响") == of(found, "noisy runners") == "quiet-drawer"
    assert of(found, "牵引绳更长") == of(found, "longer dog lead") == "longer-lead"
    assert of(found, "非常满意") is None and of(found, "will buy again") is None
    fields = ("zh", "en", "calm_zh", "calm_en")
    said = sum(len(line.get(field, [])) for line in LINES for field in fields)
    assert len(found.texts) == len(found.need) == said + 2 * len(found.needs)


def test_a_need_may_stand_in_several_files_and_keeps_its_first_names(tmp_path):
    written(tmp_path, LINES[:1], "a.jsonl")
    more = {
        "need": "cooler-kettle",
        "name_zh": "别名",
        "name_en": "another name",
        "zh": ["烫嘴的壶"],
    }
    found = read(written(tmp_path, [*LINES[1:3], more], "b.jsonl"))
    assert [need.id for need in found.needs] == ["cooler-kettle", "quiet-drawer", "longer-lead"]
    assert found.needs[0].name_zh == "壶身不烫手"
    assert of(found, "烫嘴的壶") == of(found, "another name") == "cooler-kettle"


def test_calm_texts_speak_of_their_need_and_want_nothing(tmp_path):
    found = read(written(tmp_path))
    wants = dict(zip(found.texts, found.wants, strict=True))
    assert of(found, "摸着一点不烫") == of(found, "the side stays cool") == "cooler-kettle"
    assert not wants["摸着一点不烫"] and not wants["the side stays cool"]
    assert wants["壶身不烫手"] and wants["noisy runners"] and not wants["非常满意"]


def test_texts_of_something_else_are_none_of_the_needs_and_may_be_wanted(tmp_path):
    other = {
        "need": "other",
        "zh": ["裙子走路沙沙响"],
        "en": ["squeaky hinge"],
        "calm_zh": ["剧情精彩"],
    }
    found = read(written(tmp_path, [*LINES, other]))
    assert len(found.needs) == 3
    rows = [found.texts.index(text) for text in ("裙子走路沙沙响", "squeaky hinge", "剧情精彩")]
    assert [found.need[row] for row in rows] == [OTHER, OTHER, OTHER]
    assert [found.wants[row] for row in rows] == [True, True, False]


def test_a_text_that_stands_twice_counts_where_it_stands_first(tmp_path):
    again = {"need": None, "zh": [" 滑轨声音大 "], "en": ["Noisy runners"]}
    found = read(written(tmp_path, [*LINES, again]))
    assert found.texts.count("滑轨声音大") == 1 and of(found, "滑轨声音大") == "quiet-drawer"
    assert of(found, "Noisy runners") is None


def test_blank_lines_a_byte_order_mark_and_line_separators_in_a_text(tmp_path):
    line = json.dumps(LINES[0] | {"zh": ["烫\u2028手"]}, ensure_ascii=False)
    (tmp_path / "a.jsonl").write_text(f"\ufeff\n{line}\n\n", encoding="utf-8")
    assert of(read(tmp_path), "烫\u2028手") == "cooler-kettle"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("好清洗", "a.jsonl:2 is no JSON object"),
        ("[1]", "is no JSON object"),
        ('{"need": "x", "zh": ["慢"]}', "a.jsonl:2: the first line of a need has name_zh"),
        ('{"need": "x", "name_zh": 7, "name_en": "a"}', "a.jsonl:2: what is said must be text"),
        ('{"need": null, "zh": "很好"}', "a.jsonl:2: zh and en are lists"),
        ('{"need": null, "calm_zh": "很好"}', "a.jsonl:2: calm_zh and calm_en are lists"),
        ('{"need": null, "en": [7]}', "a.jsonl:2: what is said must be text"),
        ('{"need": null, "en": ["  "]}', "one is empty"),
        ('{"need": ["x"], "name_zh": "甲", "name_en": "a"}', "a.jsonl:2: need is the id"),
        ('{"need": "", "name_zh": "甲", "name_en": "a"}', "need is the id"),
    ],
)
def test_a_line_that_is_not_as_it_should_be_is_named(tmp_path, line, words):
    good = json.dumps(LINES[0], ensure_ascii=False)
    (tmp_path / "a.jsonl").write_text(f"{good}\n{line}\n", encoding="utf-8")
    with pytest.raises(UserError, match=words):
        read(tmp_path)


def test_no_files_and_files_that_are_no_utf8(tmp_path):
    with pytest.raises(NotFound, match=r"no \.jsonl files"):
        read(tmp_path)
    (tmp_path / "a.jsonl").write_bytes('{"need": null, "zh": ["很好"]}'.encode("gb18030"))
    with pytest.raises(UserError, match=r"a\.jsonl cannot be read; give JSON Lines in UTF-8"):
        read(tmp_path)

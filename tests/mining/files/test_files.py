"""Rows of files and the answers to them."""

import io
import json
import tracemalloc

import pytest

from needlens.errors import SourceError, UserError
from needlens.mining import opinions
from needlens.mining.files.answers import Opinions, Sentiments
from needlens.mining.files.pipeline import CHUNK_ROWS, answered, write
from needlens.mining.files.row import row_of
from needlens.mining.files.rule_texts import RuleTexts
from needlens.mining.files.source import rows
from needlens.mining.files.strength import NOTHING_SAID, of_aspect
from needlens.mining.files.tiers import text_reader


def read(content, name="texts.jsonl", **options):
    raw = content if isinstance(content, bytes) else content.encode()
    return list(rows(io.BytesIO(raw), name, **options))


def test_text_is_kept_to_the_character():
    text = '  半个\\ud83d字\\u0000 \\"ＯＫ\\"　'
    (row,) = read(f'{{"id": "1", "text": "{text}"}}')
    assert row.text == '  半个\ud83d字\x00 "ＯＫ"　'
    (answer,) = answered([row], Opinions(RuleTexts()))
    assert answer["id"] == "1"


def test_broken_characters_come_out_as_they_were():
    out = io.BytesIO()
    found = read('{"id": "\\ud83d", "text": "bad \\ud83d 质量差 \\ud83d"}')
    account = write(found, Opinions(RuleTexts()), out)
    (line,) = out.getvalue().decode("utf-8").splitlines()
    answer = json.loads(line)
    assert (account.read, account.failed, answer["id"]) == (1, 0, "\ud83d")
    assert {o["aspect"] for o in answer["opinions"]} == {"质量"}


def test_a_json_array_is_rows_too():
    found = read('[\n {"id": 1, "text": "好"},\n {"ID": 2, "TEXT": "good"}, 3\n]')
    assert [(row.id, row.text, bool(row.error)) for row in found] == [
        (1, "好", False),
        (2, "good", False),
        (None, "", True),
    ]


def test_content_tells_when_the_name_does_not():
    assert read('{"id": 5, "text": "好"}', "-")[0].id == 5
    assert read("id,text\n5,好\n", "-")[0].id == "5"
    assert [row.text for row in read("好，很好\n不好，很差\n", "-")] == ["好，很好", "不好，很差"]
    assert read("id,text\n5,好\n", "a.csv", format="txt")[0].text == "id,text"


def test_rows_of_a_table_that_are_none():
    table = 'id,text,aspects\n1,好,屏幕；电池\n2,好,"[""价格""]"\n3,好,,多\n,\n4,"未完\n5,好\n'
    found = read(table, "a.csv")
    assert [row.aspects for row in found[:2]] == [("屏幕", "电池"), ("价格",)]
    assert [row.id for row in found] == ["1", "2", "3", None, "5"]
    assert "4 cells" in found[2].error and "never closed" in found[3].error
    with pytest.raises(SourceError, match="columns a, b"):
        read("a,b\n1,2\n", "a.csv")


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"text": None}, "no text"),
        ({"text": ["好"]}, "text is a list"),
        ({"id": True, "text": "好"}, "id is true or false"),
        ({"id": {}, "text": "好"}, "id is an object"),
        ({"text": "好", "aspects": "屏幕"}, "aspects is no list of texts"),
        ({"text": "good", "aspects": ["screen", 1]}, "aspects is no list of texts"),
        ({"text": "\n\t"}, "empty"),
    ],
)
def test_wrong_rows_say_why(values, error):
    assert error in row_of(4, values).error and "line 4" in row_of(4, values).error


def test_long_lines_and_deep_nesting_are_errors():
    long = '{"id": "l", "text": "' + "好" * 1_000_001 + '"}'
    deep = '{"id": "d", "text": ' + "[" * 100_000 + "]" * 100_000 + "}"
    found = read(f'{long}\n{deep}\n{{"id": "g", "text": "good"}}')
    assert [row.id for row in found] == ["l", "d", "g"]
    assert "longer than" in found[0].error and found[1].error and not found[2].error


def test_answers_are_the_same_whatever_the_chunk():
    texts = ["物流很慢", "Great battery", "一般"]
    lines = [json.dumps({"id": i, "text": texts[i % 3]}) for i in range(CHUNK_ROWS + 5)]
    found = list(answered(rows(io.BytesIO("\n".join(lines).encode()), "-"), Opinions(RuleTexts())))
    assert [row["id"] for row in found] == list(range(CHUNK_ROWS + 5))
    assert all(row["opinions"] == found[i % 3]["opinions"] for i, row in enumerate(found))


def test_memory_does_not_grow_with_the_file():
    class Quick:
        def __call__(self, rows):
            return [{"n": len(row.text)} for row in rows]

    def peak(n):
        line = json.dumps({"id": "r", "text": "还不错的东西" * 20}).encode() + b"\n"
        file = io.BytesIO(line * n)
        with open("/dev/null", "wb") as out:
            tracemalloc.start()
            try:
                assert write(rows(file, "-"), Quick(), out).read == n
                return tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()

    assert peak(40_000) < 1.3 * peak(10_000)


def test_strength_of_an_aspect_by_what_is_nearest():
    text = "屏幕很清晰，電池太差了。做工一般"
    found = opinions(text)
    assert of_aspect(text, "螢幕", [])[0] == NOTHING_SAID[0]
    assert of_aspect(text, "電池", found)[0] < 4.5 < 5.5 < of_aspect(text, "屏幕", found)[0]
    english = "The screen is gorgeous but the hinge broke"
    said = opinions(english)
    assert of_aspect(english, "hinge", said)[0] < 4.5 < of_aspect(english, "Screen", said)[0]


def test_a_text_that_says_nothing_is_neutral():
    (one,) = answered(read('{"id": 1, "text": "今天星期三"}'), Sentiments(RuleTexts()))
    assert one == {"id": 1, "polarity": "neutral", "probability": 0.5, "strength": 0.0, "words": []}


def test_the_rule_tier_takes_no_model(tmp_path):
    with pytest.raises(UserError, match="no model"):
        text_reader("rule", model=tmp_path)
    with pytest.raises(UserError, match="does not read entities"):
        text_reader("rule").entities(["防水手表"])

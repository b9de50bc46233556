"""Commands on files of texts: in by any format, out one JSON object a row, nothing lost."""

import io
import json
import os
import sys
from pathlib import Path

import pytest

GOOD = [
    {"id": "a", "text": "螢幕很清晰，BATTERY life is great", "aspects": ["螢幕", "電池"]},
    {"ID": 7, "Text": "希望物流快一点，现在太慢了 😀 质量不错"},
    {"text": "Terrible smell, but nice color"},
]
BAD = ['{"id": "x"', '{"id": "y", "text": 5}', '{"id": "z"}', "[1]", '{"id": "e", "text": " "}']


@pytest.fixture
def texts(tmp_path):
    path = tmp_path / "texts.jsonl"
    lines = [json.dumps(row, ensure_ascii=False) for row in GOOD]
    lines.insert(1, "")
    lines[2:2] = BAD
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def answers(path):
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]


def by_id(path):
    return {row["id"]: row for row in answers(path)}


def test_opinions_quote_the_original_text(run, texts):
    done = run("opinions", "--input", texts, "--tier", "rule", "--out", "out.jsonl")
    assert done.code == 0 and done.out == ""
    assert "3 texts read" in done.err and "5 rows could not be read, out.jsonl says why" in done.err
    found = by_id("out.jsonl")
    quoted = 0
    for id, text in (("a", GOOD[0]["text"]), (7, GOOD[1]["Text"]), (9, GOOD[2]["text"])):
        for one in found[id]["opinions"]:
            for words, start, end in (
                (one["aspect"], one["start"], one["end"]),
                (one["opinion"], one["opinion_start"], one["opinion_end"]),
            ):
                if start >= 0:
                    quoted += 1
                    assert text[start:end] == words
                else:
                    assert (words, start, end) == ("NULL", -1, -1)
    assert quoted >= 10
    assert [(o["aspect"], o["opinion"], o["polarity"]) for o in found["a"]["opinions"]] == [
        ("螢幕", "很清晰", "positive"),
        ("BATTERY life", "great", "positive"),
    ]
    assert list(found["a"]["opinions"][0]) == [
        "aspect",
        "category",
        "opinion",
        "valence",
        "arousal",
        "polarity",
        "start",
        "end",
        "opinion_start",
        "opinion_end",
        "confidence",
        "tier",
        "version",
    ]


def test_every_row_has_its_answer_in_order(run, texts):
    run("opinions", "--input", texts, "--tier", "rule", "--out", "out.jsonl")
    rows = answers("out.jsonl")
    assert [row["id"] for row in rows] == ["a", "x", "y", "z", None, "e", 7, 9]
    errors = [row["error"] for row in rows if "error" in row]
    assert [set(row) for row in rows if "error" in row] == [{"id", "error"}] * 5
    assert "line 3 " in errors[0] and "JSON" in errors[0]
    assert "number" in errors[1] and "no text" in errors[2]
    assert "line 6 " in errors[3] and "list" in errors[3] and "empty" in errors[4]


def test_strength_of_given_aspects(run, texts):
    run("opinions", "--input", texts, "--tier", "rule", "--out", "out.jsonl")
    rows = by_id("out.jsonl")
    screen, battery = rows["a"]["aspects"]
    assert (screen["aspect"], screen["polarity"]) == ("螢幕", "positive")
    assert battery["aspect"] == "電池" and 1 <= battery["valence"] <= 9
    assert "aspects" not in rows[7]


def test_sentiment_is_the_sum_of_its_words(run, texts):
    assert run("sentiment", "--input", texts, "--tier", "rule", "--out", "out.jsonl").code == 0
    rows = by_id("out.jsonl")
    assert rows["a"]["polarity"] == "positive" and rows["a"]["probability"] > 0.8
    for id, text in (("a", GOOD[0]["text"]), (7, GOOD[1]["Text"]), (9, GOOD[2]["text"])):
        words = rows[id]["words"]
        assert words and all(text[w["start"] : w["end"]] == w["words"] for w in words)
        assert sum(w["value"] for w in words) == pytest.approx(rows[id]["strength"], abs=1e-6)


def test_suggestions_say_what_is_asked(run, texts):
    assert run("suggestions", "--input", texts, "--tier", "rule", "--out", "out.jsonl").code == 0
    rows = by_id("out.jsonl")
    assert rows[7]["suggestion"] is True and rows[7]["probability"] >= 0.5
    (ask,) = rows[7]["asks"]
    assert GOOD[1]["Text"][ask["start"] : ask["end"]] == ask["ask"] == "物流快一点"
    assert rows[9] == {
        "id": 9,
        "suggestion": False,
        "probability": rows[9]["probability"],
        "asks": [],
    }


def test_no_rules_for_entities(run, texts):
    done = run("entities", "--input", texts, "--tier", "rule", "--out", "out.jsonl")
    assert done.code == 2 and "--tier reader" in done.err
    assert not Path("out.jsonl").exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_tables_and_plain_text(run, tmp_path, encoding):
    table, plain = tmp_path / "评价.csv", tmp_path / "评价.txt"
    table.write_text('ID,Text,等级\nr1,"物流很慢，\n质量不错",3\nr2,,1\n', encoding=encoding)
    plain.write_text("物流很慢，质量不错\n\nGreat battery\n", encoding=encoding)
    assert run("opinions", "--input", table, "--tier", "rule", "--out", "t.jsonl").code == 0
    assert run("opinions", "--input", plain, "--tier", "rule", "--out", "p.jsonl").code == 0
    first, second = answers("t.jsonl")
    assert [o["aspect"] for o in first["opinions"]] == ["物流", "质量"]
    assert first["opinions"][1]["start"] == 6
    assert (second["id"], second["error"]) == ("r2", "line 4 has no text")
    rows = answers("p.jsonl")
    assert [row["id"] for row in rows] == [1, 2, 3]
    assert [len(row.get("opinions", [])) for row in rows] == [2, 0, 1] and "error" in rows[1]


def test_columns_of_other_names(run, tmp_path):
    table = tmp_path / "导出.csv"
    table.write_text("编号\t评价内容\n1\t屏幕很清晰\n", encoding="gb18030")
    done = run("opinions", "--input", table, "--tier", "rule", "--out", "out.jsonl")
    assert done.code == 2 and "评价内容" in done.err and "--field text=COLUMN" in done.err
    names = ("--field", "id=编号", "--field", "text=评价内容")
    run("opinions", "--input", table, "--tier", "rule", "--out", "out.jsonl", *names)
    (row,) = answers("out.jsonl")
    assert (row["id"], row["opinions"][0]["aspect"]) == ("1", "屏幕")
    assert run("opinions", "--input", table, "--field", "texts=内容").code == 2


def test_standard_input_and_output(run, monkeypatch):
    class Standard(io.TextIOWrapper):
        pass

    given = '{"id": 1, "text": "质量不错"}\n'.encode("gb18030")
    monkeypatch.setattr(sys, "stdin", Standard(io.BytesIO(given)))
    taken = Standard(io.BytesIO(), "utf-8")
    monkeypatch.setattr(sys, "stdout", taken)
    done = run("opinions", "--input", "-", "--tier", "rule")
    assert done.code == 0
    row = json.loads(taken.buffer.getvalue())
    assert (row["id"], row["opinions"][0]["aspect"]) == (1, "质量")


@pytest.mark.parametrize("content", ["", "\n\n", "[1]\n", '{"id": 1}\n'])
def test_nothing_to_read_is_the_users_mistake(run, tmp_path, content):
    path = tmp_path / "none.jsonl"
    path.write_text(content, encoding="utf-8")
    done = run("sentiment", "--input", path, "--tier", "rule", "--out", "out.jsonl")
    assert done.code == 2 and "no text to read in none.jsonl" in done.err
    assert len(answers("out.jsonl")) == content.strip().count("\n") + bool(content.strip())


def test_failing_leaves_the_old_output(run, texts):
    Path("out.jsonl").write_text("old", encoding="utf-8")
    assert (
        run("opinions", "--input", "gone.jsonl", "--tier", "rule", "--out", "out.jsonl").code == 2
    )
    assert run("opinions", "--input", texts, "--domain", "nowhere", "--tier", "rule",
               "--out", "out.jsonl").code == 2  # fmt: skip
    assert run("opinions", "--input", texts, "--tier", "best", "--out", "out.jsonl").code == 2
    assert Path("out.jsonl").read_text(encoding="utf-8") == "old"
    assert run("opinions", "--input", texts, "--tier", "rule", "--out", "no/out.jsonl").code == 2
    assert {path.name for path in Path().iterdir()} == {"out.jsonl", "texts.jsonl"}


def test_the_input_may_be_replaced(run, texts):
    assert run("opinions", "--input", texts, "--tier", "rule", "--out", texts).code == 0
    assert len(answers(texts)) == 8


def test_a_device_is_written_to_not_replaced(run, texts):
    assert run("opinions", "--input", texts, "--tier", "rule", "--out", os.devnull).code == 0
    assert not Path(os.devnull).is_file()


def test_what_is_no_text_is_refused(run, tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"PK\x03\x04 and more")
    done = run("opinions", "--input", path, "--tier", "rule")
    assert done.code == 2 and "save it as JSON Lines, CSV or plain text" in done.err

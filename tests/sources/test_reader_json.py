"""JSON in all its outer shapes, broken in the ways real dumps are broken."""

from __future__ import annotations

import json

import pytest

from sources.reading import batch_of, batches

DOCS = [
    {"id": 1, "评价": "物流很快"},
    {"id": 2, "text": 'say "hi" {not json]'},
    {"id": 3, "n": [1, 2]},
]


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.txt", "a"])
@pytest.mark.parametrize("indent", [None, 1, 4])
@pytest.mark.parametrize("form", ["lines", "array"])
def test_shapes(tmp_path, name, indent, form):
    if form == "array":
        text = json.dumps(DOCS, ensure_ascii=False, indent=indent)
    else:
        text = "\n".join(json.dumps(d, ensure_ascii=False, indent=indent) for d in DOCS)
    batch = batch_of(tmp_path, name, text)
    assert batch.documents == DOCS
    assert not batch.rejected
    if form == "lines" and indent is None:
        assert batch.lines == [1, 2, 3]
    if form == "array" and indent == 1:
        assert batch.lines == [2, 6, 10]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "gb18030"])
def test_encodings(tmp_path, codec):
    docs = [{"id": i, "评价": "质量很好，物流也很快"} for i in range(5)]
    lines = "\n".join(json.dumps(d, ensure_ascii=False) for d in docs)
    assert batch_of(tmp_path, "a.jsonl", lines.encode(codec)).documents == docs
    array = json.dumps(docs, ensure_ascii=False, indent=2)
    assert batch_of(tmp_path, "a.json", array.encode(codec)).documents == docs


def test_one_document_over_many_lines(tmp_path):
    text = '\n{\n "@type": "Product",\n "name": "微波炉",\n "review": [{"reviewBody": "good"}]\n}\n'
    batch = batch_of(tmp_path, "a.jsonld", text)
    assert batch.documents[0]["review"] == [{"reviewBody": "good"}]
    assert batch.lines == [2]


def test_a_bad_line_costs_itself(tmp_path):
    text = '{"id": 1}\n{"id": 2,, "评价": "坏"}\n\n{"id": 3\n[1, 2]\n"text"\n5\nnull\nhello\n{"id": 4}\n'
    batch = batch_of(tmp_path, "a.jsonl", text)
    assert [d["id"] for d in batch.documents] == [1, 4]
    assert [r.line for r in batch.rejected] == [2, 4, 5, 6, 7, 8, 9]
    assert batch.blank == 1
    assert batch.rejected[0].raw == '{"id": 2,, "评价": "坏"}'
    reasons = [r.reason for r in batch.rejected]
    assert "not valid JSON" in reasons[0]
    assert "a list" in reasons[2] and "a text" in reasons[3] and "a number" in reasons[4]


def test_a_bad_first_line_costs_itself(tmp_path):
    batch = batch_of(tmp_path, "a.jsonl", '{"id": 1,\n{"id": 2}\n{"id": 3}\n')
    assert [d["id"] for d in batch.documents] == [2, 3]


def test_a_bad_element_of_an_array_costs_itself(tmp_path):
    text = '[\n {"id": 1},\n {"id": 2, "评价": oops},\n {"id": 3},\n 7,\n "x",\n {"id": 4}\n]\n'
    batch = batch_of(tmp_path, "a.json", text)
    assert [d["id"] for d in batch.documents] == [1, 3, 4]
    assert [r.line for r in batch.rejected] == [3, 5, 6]
    assert batch.lines == [2, 4, 7]


def test_brackets_that_do_not_match_cost_one_element(tmp_path):
    text = '[\n {"id": 1},\n {"id": 2, "n": [1, 2},\n {"id": 3, "t": "open},\n {"id": 4}\n]\n'
    batch = batch_of(tmp_path, "a.json", text)
    assert batch.documents[0] == {"id": 1}
    assert batch.documents[-1] == {"id": 4}
    assert batch.rows == 4


def test_a_cut_off_file_keeps_what_was_whole(tmp_path):
    text = json.dumps(DOCS, ensure_ascii=False, indent=2)
    batch = batch_of(tmp_path, "a.json", text[: text.index('"id": 3') + 4])
    assert batch.documents == DOCS[:2]
    assert "ends inside" in batch.rejected[0].reason


def test_values_no_database_can_store(tmp_path):
    text = '{"a": NaN, "b": [Infinity, -Infinity, 1e999], "c": "x\\u0000y", "d": "\\ud83d!", "e": "\\ud83d\\ude00"}'
    batch = batch_of(tmp_path, "a.jsonl", text)
    assert batch.documents == [
        {"a": None, "b": [None, None, None], "c": "xy", "d": "\ufffd!", "e": "😀"}
    ]


def test_repeated_keys_and_long_ids(tmp_path):
    batch = batch_of(tmp_path, "a.jsonl", '{"id": 1, "id": 123456789012345678901234567890}')
    assert batch.documents == [{"id": 123456789012345678901234567890}]


@pytest.mark.parametrize("name", ["lines", "array"])
def test_deep_nesting_and_endless_numbers_are_rejected(tmp_path, name):
    bad = ['{"a":' * 100_000, '{"a":' + "[" * 900 + "]" * 900 + "}", '{"a": ' + "9" * 5000 + "}"]
    good = '{"id": 1}'
    text = "\n".join([good, *bad[1:], bad[0], good])
    if name == "array":
        text = "[" + ",\n".join([good, *bad[1:], good]) + "]"
    batch = batch_of(tmp_path, "a.json", text)
    assert batch.documents == [{"id": 1}, {"id": 1}]
    assert len(batch.rejected) == (3 if name == "lines" else 2)
    assert all(len(r.raw) <= 10_000 for r in batch.rejected)


def test_undecodable_bytes_cost_their_value(tmp_path):
    bad = '{"id": 2, "评价": "坏'.encode() + b"\xff" + b'"}'
    good = '{"id": 1, "评价": "物流很快，质量好"}'.encode()
    lines = batch_of(tmp_path, "a.jsonl", b"\n".join([good, bad, good, good]))
    array = batch_of(tmp_path, "a.json", b"[\n" + b",\n".join([good, bad, good, good]) + b"\n]")
    for batch in (lines, array):
        assert [d["id"] for d in batch.documents] == [1, 1, 1]
        assert "\ufffd" in batch.rejected[0].raw


def test_an_array_on_one_line_streams(tmp_path):
    path = tmp_path / "a.json"
    docs = [{"id": i, "评价": "物流很快 " * 20} for i in range(20_000)]
    path.write_text(json.dumps(docs, ensure_ascii=False), encoding="utf-8")
    found = batches(path, batch_rows=1000)
    assert [d for b in found for d in b.documents] == docs
    assert all(b.rows <= 1000 for b in found)


def test_a_value_too_long_to_hold_is_skipped(tmp_path):
    path = tmp_path / "a.json"
    long = json.dumps({"id": 2, "text": "长" * 3_000_000}, ensure_ascii=False)
    path.write_text(f'[\n{{"id": 1}},\n{long},\n{{"id": 3}}\n]', encoding="utf-8")
    found = batches(path, batch_chars=1_000_000)
    assert [d["id"] for b in found for d in b.documents] == [1, 3]
    [rejected] = [r for b in found for r in b.rejected]
    assert (rejected.line, len(rejected.raw)) == (3, 10_000)


def test_a_line_too_long_to_hold_is_rejected(tmp_path):
    long = json.dumps({"id": 2, "text": "x" * 1_100_000})
    batch = batch_of(tmp_path, "a.jsonl", f'{{"id": 1}}\n{long}\n{{"id": 3}}\n')
    assert [d["id"] for d in batch.documents] == [1, 3]
    assert "longer than 1,000,000" in batch.rejected[0].reason


@pytest.mark.parametrize("content", ["", "\n\n", "[]", " [ ] \n"])
def test_nothing_in_it(tmp_path, content):
    batch = batch_of(tmp_path, "a.json", content)
    assert (batch.rows, batch.documents, batch.warnings) == (0, [], ["the file is empty"])


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_the_encoding_can_be_given(tmp_path, codec):
    text = json.dumps(DOCS, ensure_ascii=False, indent=1)
    batch = batch_of(tmp_path, "a.json", text.encode(codec), encoding=codec)
    assert batch.documents == DOCS

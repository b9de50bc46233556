"""``needlens topics`` as a user meets it."""

import json

import pytest

from needlens.lm.shipped import installed
from talking_shop import reviews

pytestmark = pytest.mark.skipif(
    "reader-zh-en" not in installed(), reason="the model reader-zh-en is not installed"
)


@pytest.fixture
def talk(run, tmp_path):
    rows = reviews(range(1)).rename({"id": "评价编号", "text": "评价内容", "at": "评价时间"})
    rows.drop("subject").write_csv(tmp_path / "评价.csv", datetime_format="%Y-%m-%d %H:%M:%S")
    assert run("open", "my-shop").code == 0
    assert run("ingest", tmp_path / "评价.csv").code == 0
    return run


def test_topics_are_found_first_and_read_after(talk):
    first = talk("topics", "-n", "4")
    assert first.code == 0 and "200 texts came or went" in first.out and "4 topics" in first.out
    second = talk("topics")
    assert "came or went" not in second.out and "“" in second.out
    found = json.loads(talk("topics", "--json").out)
    assert sum(topic["texts"] for topic in found) > 180
    assert all(
        topic["id"] in second.out and topic["name_zh"] and topic["name_en"] for topic in found
    )


def test_json_is_json_even_when_topics_are_found_first(talk):
    assert len(json.loads(talk("topics", "--json", "--n", "3").out)) == 3


def test_topics_over_time(talk):
    talk("topics", "-n", "4")
    rows = json.loads(talk("topics", "--over-time", "--by", "month", "--json").out)
    assert {row["start"] for row in rows} == {
        "2026-01-01",
        "2026-02-01",
        "2026-03-01",
        "2026-04-01",
    }
    shown = talk("topics", "--over-time")
    assert "2026-04-01" in shown.out and "%" in shown.out
    assert talk("topics", "--over-time", "--by", "year").code == 2


def test_since_counts_from_then_on(talk):
    everything = json.loads(talk("topics", "-n", "4", "--json").out)
    late = json.loads(talk("topics", "--since", "2026-03-15", "--json").out)
    assert 0 < sum(t["texts"] for t in late) < sum(t["texts"] for t in everything)
    assert "no topics" in talk("topics", "--since", "2030-01-01").out


def test_an_unknown_method_and_an_empty_shop(talk, run):
    wrong = talk("topics", "--method", "magic")
    assert wrong.code == 2 and "embedding, lda" in wrong.err
    assert run("open", "empty").code == 0
    none = run("--shop", "empty", "topics")
    assert none.code == 0 and "there are no topics" in none.out

"""``needlens trace``: from a sentence to its need, and from a need to its sentences."""

from __future__ import annotations

import json

import pytest

import needlens
from cli import needs_shop


@pytest.fixture(scope="module")
def mined(tmp_path_factory):
    return needs_shop.make(tmp_path_factory.mktemp("traced"))


@pytest.fixture
def shop(run, mined):
    return lambda *arguments: run("--shop", mined, *arguments)


@pytest.mark.parametrize(
    ("words", "quote", "source"),
    [("快递很慢", "快递", "评价.csv:3"), ("delivery WAS slow", "slow", "reviews.csv:3")],
    ids=["zh", "en"],
)
def test_from_words_of_a_text_to_its_need(shop, words, quote, source):
    slow = needs_shop.about(shop, quote)
    done = shop("trace", words)
    assert done.code == 0 and source in done.out and slow["id"] in done.out
    assert "product kb-" in done.out and "LOGISTICS#SPEED" in done.out
    (told,) = json.loads(shop("trace", words, "--json").out)
    links = [link for link in told["links"] if link["need_id"] == slow["id"]]
    assert links and all(link["shown"] and link["state"] == slow["state"] for link in links)
    for link in links:
        assert told["text"][link["start"] : link["end"]] == link["quote"]
    assert any(quote in link["quote"] for link in links)


def test_from_a_need_to_its_texts_and_back(shop):
    slow = needs_shop.about(shop, "快递")
    told = json.loads(shop("trace", slow["id"], "--json").out)
    assert {"快递很慢", "快递太慢"} <= {one["text"] for one in told}
    for one in told:
        assert slow["id"] in {link["need_id"] for link in one["links"]}
        assert json.loads(shop("trace", one["signal_id"], "--json").out) == [one]
    evidence = json.loads(shop("evidence", slow["id"], "--json").out)
    assert {piece["signal_id"] for piece in evidence} == {one["signal_id"] for one in told}


def test_how_many(shop):
    slow = needs_shop.about(shop, "快递")
    assert len(json.loads(shop("trace", slow["id"], "-n", 2, "--json").out)) == 2
    assert shop("trace", slow["id"], "-n", 0).code == 2


def test_a_text_that_says_nothing_is_told_so(shop):
    done = shop("trace", "周三收到")
    assert done.code == 0 and "nothing in it speaks of a need" in done.out


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("n-000000000000", "no need, signal or text has 'n-000000000000'"),
        ("这句话没人说过", "no need, signal or text"),
        ("x", "too short"),
        ("  ", "too short"),
        ("%' OR 1=1 --", "no need, signal or text"),
    ],
)
def test_what_is_not_there_is_a_sentence(shop, what, words):
    done = shop("trace", what)
    assert done.code == 2 and words in done.err


def test_without_a_workspace(run):
    done = run("trace", "慢慢")
    assert done.code == 2 and "is no needlens workspace" in done.err


@pytest.mark.parametrize(
    "text", ["质量很差，太失望了", "terrible product, very bad"], ids=["zh", "en"]
)
def test_what_belongs_to_no_need_is_shown_and_said_so(run, tmp_path, text):
    (tmp_path / "reviews.csv").write_text(f'review_text\n"{text}"\n', encoding="utf-8")
    with needlens.open(tmp_path / "other-shop") as opened:
        opened.ingest(tmp_path / "reviews.csv")
        opened.mine()
        lost = [one for one in opened.trace(text)[0].links if not one.need_id]
    assert lost and all(text[one.start : one.end] == one.quote for one in lost)
    assert not any(one.shown or one.state or one.need_zh for one in lost)
    done = run("--shop", tmp_path / "other-shop", "trace", text)
    assert done.code == 0 and "belongs to no need" in done.out

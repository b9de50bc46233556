"""Topics by words alone, with tomotopy."""

import sys

import polars as pl
import pytest

from needlens.errors import MissingExtra
from needlens.mining import topics
from talking_shop import add, database_with, placed, purity, reviews


def test_subjects_are_found_in_each_language_and_stay(tmp_path):
    pytest.importorskip("tomotopy", reason="the extra topics is not installed")
    database = database_with(tmp_path, reviews(range(2)))
    learnt = topics.learn(database, tmp_path, "lda", 8)
    assert learnt.embedded == 0
    assert purity(database, "lda") > 0.85
    before = placed(database, "lda")
    assert topics.find(database, tmp_path, "lda") is None
    add(database, reviews(range(2, 3)).with_columns(pl.col("id") + "-new").sample(80, seed=1))
    more = topics.find(database, tmp_path, "lda")
    assert more.had == 400 and more.stayed >= 380
    assert before.height == 400 and purity(database, "lda") > 0.85
    assert all(topic.id.startswith("l-") for topic in topics.topics(database, "lda"))
    database.close()


def test_the_same_texts_give_the_same_topics(tmp_path):
    pytest.importorskip("tomotopy", reason="the extra topics is not installed")
    answers = []
    for name in "ab":
        (tmp_path / name).mkdir()
        rows = reviews(range(1))
        database = database_with(tmp_path / name, rows if name == "a" else rows.reverse())
        topics.learn(database, tmp_path, "lda")
        answers.append((placed(database, "lda"), topics.topics(database, "lda")))
        database.close()
    assert answers[0][0].equals(answers[1][0]) and answers[0][1] == answers[1][1]


def test_without_its_library_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "tomotopy", None)
    database = database_with(tmp_path, reviews(range(1)))
    with pytest.raises(MissingExtra, match=r"needlens\[topics\]"):
        topics.learn(database, tmp_path, "lda", 4)
    database.close()

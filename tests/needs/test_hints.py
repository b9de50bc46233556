"""What whole sentences tell of the words in them."""

from __future__ import annotations

import polars as pl
import pytest

from needlens.needs.arrivals import CALM, FOUNDS
from needlens.needs.hints import held, sentences, told

SOFT = {"zh": "袋子合不上，饼干全软了", "en": "the bag won't close and the crackers go soft"}
PLAIN = {
    "signal_id": "s",
    "kind": "review",
    "role": FOUNDS,
    "part": "",
    "need_id": "",
    "loose": True,
    "confidence": 0.9,
}


def rows(*given):
    """Return expressions; a row names only what matters to the test."""
    full = [PLAIN | {"row": i} | row for i, row in enumerate(given)]
    return pl.DataFrame(full, schema_overrides={"need_id": pl.String, "loose": pl.Boolean},
                        infer_schema_length=None)  # fmt: skip


def words(**more):
    return {"origin": "opinion", "start": 4, "end": 8} | more


def sentence(**more):
    plain = {"origin": "implied", "start": 0, "end": 44, "need_id": "n-bag", "loose": False}
    return plain | more


def both(*given):
    frame = rows(*given)
    left = told(frame, sentences(frame))
    assert left.columns == frame.columns
    return left


@pytest.mark.parametrize("language", SOFT)
def test_words_that_stand_alone_are_held_by_their_sentence(language):
    end = len(SOFT[language])
    frame = rows(words(), sentence(end=end))
    assert held(frame, sentences(frame)).rows() == [(0, "n-bag")]
    two = rows(words(), words(start=0, end=2), sentence(end=end))
    assert held(two, sentences(two)).is_empty()


def test_an_unsure_sentence_holds_nothing_and_tells_only_words_without_a_need():
    frame = rows(words(), sentence(confidence=0.15))
    assert held(frame, sentences(frame)).is_empty()
    assert both(words(), sentence(confidence=0.15))["need_id"].to_list() == ["n-bag"]


@pytest.mark.parametrize(
    "how",
    [
        words(start=50, end=60),
        words(role=CALM),
        words(origin="reason"),
        words(origin="query"),
        words(part="pole small"),
        words(signal_id="other"),
        words(kind="chat"),
    ],
)
def test_what_stands_outside_praises_or_speaks_for_itself_is_not_held(how):
    frame = rows(how, sentence())
    assert held(frame, sentences(frame)).is_empty()


@pytest.mark.parametrize(
    "how", [{"need_id": ""}, {"need_id": None, "loose": None}, {"loose": True}]
)
def test_a_sentence_without_a_need_of_its_own_holds_nothing(how):
    frame = rows(words(), sentence(**how))
    assert sentences(frame).is_empty() and held(frame, sentences(frame)).is_empty()


@pytest.mark.parametrize(
    ("given", "need", "counted"),
    [
        (words(), "n-bag", 0),  # words without a need take that of the sentence
        (words(need_id=None, loose=None), "n-bag", 0),
        (words(need_id="n-other"), "n-bag", 0),  # loosely with another
        (words(need_id="n-other", loose=False), "n-other", 0),
        (words(need_id="n-bag", loose=False), "n-bag", 0),
        (words(part="pole small", need_id=None, loose=None), None, 0),
        (words(role=CALM, need_id="n-other", loose=False), "n-other", 1),
        (words(origin="reason"), "", 1),
        (words(end=60), "", 1),
    ],
)
def test_words_speak_for_their_sentence_or_the_sentence_for_them(given, need, counted):
    left = both(given, sentence())
    assert left.filter(pl.col("origin") != "implied")["need_id"].to_list() == [need]
    assert left.filter(origin="implied").height == counted


def test_a_sentence_whose_words_are_told_by_none_stays_as_it_is():
    left = both(sentence(need_id="", loose=True), words(signal_id="t"))
    assert left.select("need_id", "loose").rows() == [("", True), ("", True)]


def test_words_of_a_weak_need_follow_their_sentence_to_a_firm_one_only():
    frame = rows(words(need_id="n-words", loose=False), sentence())
    assert told(frame, sentences(frame))["need_id"].to_list() == ["n-words"]
    followed = told(frame, sentences(frame), ["n-words"])
    assert followed.select("row", "need_id").rows() == [(0, "n-bag")]
    both_weak = told(frame, sentences(frame), ["n-words", "n-bag"])
    assert both_weak["need_id"].to_list() == ["n-words"]

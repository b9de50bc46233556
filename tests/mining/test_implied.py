"""Sentences that want something without naming it."""

from __future__ import annotations

import polars as pl
import pytest

from needlens.lm.shipped import installed
from needlens.mining import implied as module
from needlens.mining.implied import IMPLIED, SURE, implied
from needlens.mining.library.library import PACKAGE

shipped = pytest.mark.skipif(
    PACKAGE not in installed(), reason="the package of the library is not installed"
)
HINTS = {"zh": "新鞋逛一天街，脚后跟两个血泡", "en": "new shoes, two bloody blisters by lunch"}


def texts(**said):
    return pl.DataFrame(
        {"signal_id": list(said), "text": list(said.values())},
        schema={"signal_id": pl.String, "text": pl.String},
    )


@shipped
@pytest.mark.parametrize("language", HINTS)
def test_a_hint_is_found_in_its_place(language):
    hint = HINTS[language]
    text = {"zh": f"外观不错，挺喜欢的。{hint}。谢谢！", "en": f"Lovely look. {hint}. Thanks!"}[
        language
    ]
    found = implied(texts(a=text))
    assert found.schema == IMPLIED
    (row,) = found.rows(named=True)
    assert text[row["start"] : row["end"]] == row["statement"] and hint in row["statement"]
    assert (row["origin"], row["category"], row["facets"]) == ("implied", "", [])
    assert SURE <= row["confidence"] <= 1


@shipped
@pytest.mark.parametrize(
    "text",
    ["质量很好，非常满意", "很喜欢，下次还来", "Great quality, love it", "Lovely, very happy with it",
     "好", "", "   ", "😀😀"],
)  # fmt: skip
def test_praise_and_what_says_nothing_imply_nothing(text):
    assert implied(texts(a=text)).is_empty()


@shipped
@pytest.mark.parametrize("language", HINTS)
def test_every_sentence_is_looked_at(language):
    hint = HINTS[language]
    stop = {"zh": "。", "en": ". "}[language]
    assert implied(texts(a=f"{hint}{stop}{hint}"))["start"].to_list() == [0, len(hint + stop)]


@shipped
def test_the_order_of_the_texts_changes_nothing():
    frame = texts(a=HINTS["zh"], b="很好", c=HINTS["en"], d=None)
    place = ["signal_id", "start"]
    forwards = implied(frame).sort(place)
    assert forwards["signal_id"].to_list() == ["a", "c"]
    backwards = implied(frame.reverse()).sort(place)
    assert forwards.drop("confidence").equals(backwards.drop("confidence"))
    assert (forwards["confidence"] - backwards["confidence"]).abs().max() < 1e-5


@shipped
def test_a_sentence_too_long_to_be_one_thing_is_not_looked_at():
    assert implied(texts(a=HINTS["en"] + " and" * 60)).is_empty()


def test_no_texts():
    assert implied(texts()).schema == IMPLIED
    assert implied(texts(a=None)).is_empty()


@pytest.mark.parametrize("text", HINTS.values(), ids=HINTS)
def test_without_the_library_nothing_is_found_and_the_version_says_so(monkeypatch, text):
    monkeypatch.setattr(module, "library", lambda models=None: None)
    assert implied(texts(a=text)).schema == IMPLIED
    assert implied(texts(a=text)).is_empty()
    assert module.version() == "none"


@shipped
def test_the_version_is_that_of_the_library():
    known = module.library()
    assert known is not None and module.version().endswith(known.version)

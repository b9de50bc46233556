"""Agreement, against values worked out by hand."""

from datetime import UTC, datetime

import pytest

from needlens.labels import Label, LabelledOpinion, agreement
from needlens.labels.stored import as_frame

SPEED, QUALITY = "LOGISTICS#SPEED", "PRODUCT#QUALITY"


def label(sentence, annotator, *said):
    opinions = tuple(
        LabelledOpinion(None, -1, -1, category, "慢", at, at + 1, valence)
        for category, valence, at in said
    )
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return Label("review", f"r{sentence}", 0, 9, "一句话", opinions, annotator, "person", now)


def measured(*labels):
    return agreement(as_frame(labels))


def test_cohen_of_two_with_one_dispute():
    # 8 judgements (4 sentences × 2 categories); li says yes 4 times, wang 3, both 3.
    rows = [(0, SPEED), (1, SPEED), (2, QUALITY), (3, QUALITY)]
    li = [label(i, "li", (c, 3.0, 0)) for i, c in rows]
    wang = [label(i, "wang", *([(c, 3.0, 0)] if i < 3 else [])) for i, c in rows]
    found = measured(*li, *wang)
    assert (found.annotators, found.sentences) == (("li", "wang"), 4)
    assert found.measure == "Cohen's kappa"
    assert found.category.value == pytest.approx((7 / 8 - 0.5) / (1 - 0.5))
    assert found.category.low < found.category.value <= found.category.high
    assert found.exact.value == pytest.approx(2 * 3 / 7)


def test_krippendorff_of_valence():
    # Values (2, 3), (5, 5), (8, 7): Do = (1 + 0 + 1) · 2 / 6; De = 2(6·176 − 30²) / 30.
    pairs = [(2.0, 3.0), (5.0, 5.0), (8.0, 7.0)]
    rows = [
        label(i, who, (SPEED, value, 0))
        for i, pair in enumerate(pairs)
        for who, value in zip(("li", "wang"), pair, strict=True)
    ]
    assert measured(*rows).valence.value == pytest.approx(1 - (4 / 6) / (2 * (6 * 176 - 900) / 30))


def test_three_annotators_get_krippendorff_for_categories():
    rows = [label(i, who, (c, 3.0, 0)) for i, c in enumerate((SPEED, QUALITY)) for who in "abc"]
    found = measured(*rows)
    assert found.measure == "Krippendorff's alpha"
    assert found.category.value == pytest.approx(1.0)


def test_words_apart_count_for_whole_opinions_only():
    found = measured(
        label(0, "li", (SPEED, 3.0, 0)), label(0, "wang", (SPEED, 3.0, 4)),
        label(1, "li", (QUALITY, 3.0, 0)), label(1, "wang", (QUALITY, 3.0, 0)),
    )  # fmt: skip
    assert found.category.value == pytest.approx(1.0)
    assert found.exact.value == pytest.approx(0.5)


def test_sentences_of_one_annotator_say_nothing():
    found = measured(label(0, "li", (SPEED, 3.0, 0)), label(1, "wang"))
    assert (found.sentences, found.category) == (0, None)

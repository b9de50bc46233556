"""The card: to Markdown and back, with nothing lost and nothing left out."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lm.small_models import CARD
from needlens.errors import ModelError
from needlens.lm.card import Card, Measured, TrainedOn

ODD = "# 标题\n## Limits · 局限\n\\# x\n| a | b |\n---\n    <script>很好</script>\n```\n\\"
TEXTS = st.text(st.sampled_from("很好a1 |\\#`<>\n\r\t-[],&\u2028"), min_size=1, max_size=30).filter(
    str.strip
)


def test_a_card_reads_back_as_it_was():
    card = replace(CARD, sha256="ab" * 32)
    assert Card.from_text(card.to_text()) == card


def test_headings_are_in_both_languages_and_values_in_the_tables():
    text = CARD.to_text()
    assert text.startswith("# Small reader · 小型阅读器\n")
    for heading in ("What it is for · 用途", "Training data · 训练数据", "Limits · 局限"):
        assert f"\n## {heading}\n" in text
    assert "| opinions | zh 水壶 | F1 | 0.5123 | [0.4611, 0.5634] | 300 |" in text
    assert "| own reviews · 自家评价 | own · 自有 | 1200 | opinions \\| 观点 |" in text
    assert "\n    needlens train reader \\\n        --epochs 3\n" in text


@pytest.mark.parametrize(
    "field", ["title", "purpose", "base", "base_licence", "licence", "limits", "made_with"]
)
def test_odd_texts_read_back_in_every_place(field):
    card = replace(CARD, **{field: ODD})
    assert Card.from_text(card.to_text()) == card


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXTS, min_size=12, max_size=12), st.integers(1, 10**9), st.floats(-1e6, 1e6))
def test_any_text_reads_back(texts, n, value):
    card = Card(
        *texts[:5],
        (TrainedOn(texts[5], texts[6], n, texts[7]),),
        (Measured(texts[8], texts[9], texts[10], value, value - 1, value + 1, n),) * 2,
        texts[11],
        texts[0],
        "model.onnx",
    )
    assert Card.from_text(card.to_text()) == card


def test_numbers_are_kept_to_four_decimals():
    kept = Measured("t", "s", "m", 1 / 3, 0.1, 0.5, 9)
    assert kept.value == 0.3333


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda: replace(CARD, limits=" \n"), "the card has no limits; say it, or write 'none'"),
        (lambda: replace(CARD, base_licence=""), "no base licence"),
        (lambda: replace(CARD, data=()), "names no training data"),
        (lambda: TrainedOn("评价", "", 5, ""), "training data has no licence"),
        (lambda: TrainedOn("评价", "own", 0, ""), "评价: n is 0"),
        (lambda: Measured("观点", "zh", "F1", float("nan"), 0, 1, 5), "观点 on zh: value is nan"),
        (lambda: Measured("t", "s", "F1", 0.5, 0.6, 0.4, 5), "the interval begins at 0.6"),
        (lambda: Measured("t", "s", "F1", 0.5, 0.4, 0.6, 0), "give the number of cases"),
    ],
)
def test_a_card_that_leaves_something_out_is_refused(change, sentence):
    with pytest.raises(ModelError) as told:
        change()
    assert sentence in str(told.value)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("## Limits", "## Boundaries", "has no part 'Limits · 局限'"),
        ("| 1200 |", "| many |", "has a table that cannot be read"),
        ("[0.4611, 0.5634]", "0.4–0.5", "has a table that cannot be read"),
        ("| 0.5123 ", "", "has a table that cannot be read"),
        ("| base · 基座 | none | none |\n", "", "has a table that cannot be read"),
    ],
)
def test_a_card_that_cannot_be_read_is_told(old, new, sentence):
    text = CARD.to_text()
    assert old in text
    with pytest.raises(ModelError) as told:
        Card.from_text(text.replace(old, new), "models/a/1/card.md")
    assert sentence in str(told.value) and "models/a/1/card.md" in str(told.value)

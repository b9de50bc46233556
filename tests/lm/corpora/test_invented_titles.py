"""Invented titles: exact places, all kinds, both languages, the same for the same seed."""

from __future__ import annotations

import random
from collections import Counter

from needlens.lm.corpora import invented_brands
from needlens.lm.corpora.invented_titles import generate
from needlens.lm.corpora.samples import Sample, folded
from needlens.lm.corpora.title_words import KINDS, goods, title_words

TITLES = generate(1500, seed=4)


def spans(sample: Sample) -> tuple[tuple[int, int, str], ...]:
    assert sample.entities is not None
    return sample.entities


def test_spans_are_in_order_and_apart_and_the_text_is_folded() -> None:
    for sample in TITLES:
        assert sample.text == folded(sample.text) == sample.text.strip()
        assert sample.entity_kinds == KINDS
        after = 0
        for start, end, kind in spans(sample):
            assert after <= start < end <= len(sample.text)
            assert kind in KINDS
            assert sample.text[start:end] == sample.text[start:end].strip()
            after = end


def test_spans_hold_the_words_they_were_made_of() -> None:
    nouns = {noun for sort in goods() for words in sort.nouns.values() for noun in words}
    functions = {
        w
        for (kind, _), languages in title_words().groups.items()
        if kind == "function"
        for words in languages.values()
        for w in words
    }
    for sample in TITLES:
        for start, end, kind in spans(sample):
            text = sample.text[start:end]
            assert kind != "product" or text in nouns
            assert kind != "function" or text in functions


def test_english_words_never_run_together() -> None:
    for sample in TITLES:
        for start, end, _ in spans(sample):
            for i in (start, end):
                around = sample.text[i - 1 : i + 1] if 0 < i < len(sample.text) else " "
                assert not (around.isascii() and around.isalnum() and len(around) == 2)


def test_both_languages_and_all_kinds_are_frequent() -> None:
    english = [sample for sample in TITLES if sample.text.isascii()]
    assert 0.4 < len(english) / len(TITLES) < 0.6
    for part in (english, [s for s in TITLES if not s.text.isascii()]):
        kinds = Counter(kind for sample in part for _, _, kind in spans(sample))
        assert all(kinds[kind] > len(part) * 0.3 for kind in KINDS)


def test_a_seed_gives_the_same_titles_and_another_gives_others() -> None:
    assert generate(40, seed=9) == generate(40, seed=9)
    other = {sample.text for sample in generate(40, seed=10)}
    assert len(other & {sample.text for sample in generate(40, seed=9)}) < 5
    assert len({sample.text for sample in TITLES}) > 0.9 * len(TITLES)


def test_brands_are_many() -> None:
    dice = random.Random(1)
    assert len({invented_brands.english(dice) for _ in range(500)}) > 450
    assert len({invented_brands.chinese(dice) for _ in range(500)}) > 450

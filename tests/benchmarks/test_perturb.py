"""Perturbed texts: the same every time, about as much as asked, spans found again."""

import pytest

import benchmark_scripts  # noqa: F401
from perturb import homophones, others, sounds, synonyms, typos

ZH = "這款手機的螢幕非常清晰，電池也很耐用，就是物流速度太慢了，希望卖家改进一下包装"
EN = "The keyboard feels wonderful but the battery charger stopped working after several weeks"


@pytest.mark.parametrize(
    ("how", "text"), [(typos, EN), (homophones, ZH), (synonyms, ZH), (synonyms, EN)]
)
def test_the_same_every_time_and_another_with_another_seed(how, text):
    assert how(text, 0.3) == how(text, 0.3)
    assert len({how(text, 0.3, seed=seed).text for seed in range(5)}) > 1
    assert how(text, 0.0).text == text and how("", 0.5).text == ""


def test_about_a_tenth_is_changed():
    for how, text in ((typos, EN), (homophones, ZH)):
        made = [how(text, 0.1, seed) for seed in range(200)]
        share = sum(one.edits for one in made) / sum(one.units for one in made)
        assert share == pytest.approx(0.1, abs=0.02)


@pytest.mark.parametrize(
    ("how", "text"), [(typos, EN), (homophones, ZH), (synonyms, ZH), (synonyms, EN)]
)
def test_every_span_is_found_again(how, text):
    for seed in range(20):
        made = how(text, 0.4, seed)
        places = [made.span(i, i + 1) for i in range(len(text))]
        changed = {i for start, end, _ in made.changes for i in range(start, end)}
        for i, (start, end) in enumerate(places):
            if i not in changed:
                assert made.text[start:end] == text[i]
        for start, end, new in made.changes:
            assert made.text[slice(*made.span(start, end))] == new
        assert made.span(0, len(text)) == (0, len(made.text))


def test_a_change_half_inside_counts_as_inside():
    made = typos("abcd wonderful", 1.0, seed=2)
    ((start, end, new),) = [change for change in made.changes if change[0] == 5]
    assert made.text[slice(*made.span(8, 14))] == new
    assert made.text[slice(*made.span(0, 9))] == made.text and (start, end) == (5, 14)


def test_what_is_to_be_kept_is_kept():
    for seed in range(20):
        for how, text, words in ((synonyms, ZH, "非常清晰"), (synonyms, EN, "battery charger")):
            start = text.index(words)
            made = how(text, 1.0, seed, keep=[(start, start + len(words))])
            assert words in made.text and made.text != text


def test_homophones_change_one_character_for_another():
    made = homophones(ZH, 0.5)
    assert len(made.text) == len(ZH)
    assert all(len(new) == 1 and new != ZH[start] for start, _, new in made.changes)


def test_typos_leave_short_words_and_chinese_alone():
    assert typos("it is ok 很好", 1.0).text == "it is ok 很好"
    made = typos(EN, 1.0)
    assert made.edits > 8 and made.text.split()[0] == "The"


def test_the_tables_are_as_large_as_they_should_be():
    assert sum(len(some) for some in sounds().values()) // 2 >= 300
    zh = sum(len(v) for k, v in others().items() if not k.isascii())
    en = sum(len(v) for k, v in others().items() if k.isascii())
    assert zh >= 150 and en >= 150
    assert all(word not in new for word, new in others().items())
    assert all(sign not in same for sign, same in sounds().items())

"""Slips of typing in labelled samples."""

from __future__ import annotations

import pytest

from needlens.lm.corpora.samples import NOWHERE, Quad, Sample
from needlens.lm.misspelling import Misspeller

CHINESE = "这个键盘的手感非常不错,可是电池一直都不太耐用"
ENGLISH = "the keyboard feels wonderful but the battery never lasts long"


def sample(text: str, *terms: tuple[str | None, str]) -> Sample:
    def span(words):
        return NOWHERE if words is None else (text.index(words), text.index(words) + len(words))

    quads = tuple(Quad(span(a), span(o), "BATTERY#GENERAL", 3.0, 6.0) for a, o in terms)
    return Sample("1", text, "laptop", quads=quads)


SAMPLES = {
    "zh": sample(CHINESE, ("键盘", "非常不错"), ("电池", "不太耐用"), (None, "不太耐用")),
    "en": sample(ENGLISH, ("keyboard", "wonderful"), ("battery", "never lasts long")),
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_terms_change_with_the_text(language):
    misspell = Misspeller([CHINESE * 3, "见盘手敢飞常部错电迟赖用"])
    original = SAMPLES[language]
    changed_terms = 0
    for seed in range(60):
        [new] = misspell([original], seed)
        assert new == misspell([original], seed)[0]
        for before, after in zip(original.quads, new.quads, strict=True):
            assert (before.category, before.valence) == (after.category, after.valence)
            assert (before.aspect == NOWHERE) == (after.aspect == NOWHERE)
            for old, now in ((before.aspect, after.aspect), (before.opinion, after.opinion)):
                if old == NOWHERE:
                    continue
                was, words = original.text[slice(*old)], new.text[slice(*now)]
                assert words[0] == was[0] or language == "zh"
                assert abs(len(words) - len(was)) <= (0 if language == "zh" else 3)
                changed_terms += words != was
    assert changed_terms > 3


def test_entities_of_titles_follow_and_what_is_not_labelled_stays_so():
    title = Sample("1", "某牌无线鼠标 wireless mouse", "title", entities=((2, 6, "product"),))
    for seed in range(20):
        [new] = Misspeller([])([title], seed)
        [(start, end, kind)] = new.entities
        assert (end - start, kind, new.quads) == (4, "product", None)
        assert new.text[start:end][-1] != "w"

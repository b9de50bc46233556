"""The space of statements: unit vectors, languages brought together."""

import numpy as np
import polars as pl
import pytest

from needlens.lm.lengths import unit
from needlens.needs.ngrams import Ngrams
from needlens.needs.space import Space, chinese
from needlens.needs.vectors import encoder


def random(n, size=8, seed=1):
    return unit(np.random.default_rng(seed).normal(size=(n, size)).astype(np.float32))


def test_a_zero_vector_stays():
    assert unit(np.zeros((2, 3), dtype=np.float32)).tolist() == [[0, 0, 0]] * 2


def test_missing_statements_are_not_chinese():
    assert chinese(pl.Series([None, "", "電池", "a battery 电"])).tolist() == [
        False, False, True, True,
    ]  # fmt: skip


def test_learning_in_parts_is_learning_at_once():
    vectors, han = random(40), np.arange(40) % 3 == 0
    whole, parts = Space(8), Space(8)
    whole.learn(vectors, han)
    for some in (slice(0, 7), slice(7, 7), slice(7, 40)):
        parts.learn(vectors[some], han[some])
    assert np.allclose(whole.middles, parts.middles, atol=1e-6)
    assert np.allclose(np.linalg.norm(whole.place(vectors, han), axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("language", [True, False])
def test_a_language_not_yet_seen_has_the_others_middle(language):
    space = Space(8)
    assert not space.middles.any()
    space.learn(random(5), np.full(5, language))
    assert np.array_equal(space.middles[0], space.middles[1]) and space.middles.any()


def test_without_a_common_direction_nothing_is_taken_away():
    space = Space(8, centred=False)
    space.learn(random(5), np.zeros(5, dtype=bool))
    assert np.allclose(space.place(random(3), np.zeros(3, dtype=bool)), random(3), atol=1e-6)


def test_the_languages_meet():
    meaning = encoder()
    if meaning.model == Ngrams.model:
        pytest.skip("the shipped encoder is not installed")
    zh = pl.Series(["电池不耐用", "送货太慢", "客服态度差", "衣服掉色", "包装破了", "价格太贵"])
    en = pl.Series(["battery drains fast", "delivery is too slow", "rude customer service",
                    "the colour fades", "the box was damaged", "too expensive"])  # fmt: skip
    both = pl.concat([zh, en])
    vectors, han = unit(meaning(both)), chinese(both)
    space = Space(meaning.size)
    space.learn(vectors, han)
    places = space.place(vectors, han)
    across = places[:6] @ places[6:].T
    apart = across[~np.eye(6, dtype=bool)]
    assert np.diag(across).mean() > apart.mean() + 0.2
    assert (across.argmax(axis=1) == np.arange(6)).mean() >= 5 / 6

"""Vectors of statements are made once and kept, and a kept one equals a new one."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needlens.needs.ngrams import Ngrams
from needlens.needs.vectors import KeptVectors, encoder, likeness_of, recogniser
from needs.doings import doings

SAID = pl.Series("s", ["电池不耐用", "battery drains fast", "电池不耐用", ""])


class Counting(Ngrams):
    def __init__(self):
        self.made = []

    def __call__(self, statements):
        self.made += statements.to_list()
        return super().__call__(statements)


def test_each_statement_is_made_once_and_comes_back_the_same(tmp_path):
    database, counting = doings(tmp_path), Counting()
    first = KeptVectors(database, counting)(SAID)
    again = KeptVectors(database, counting)(SAID.reverse())
    assert sorted(counting.made) == sorted(set(SAID))
    assert np.array_equal(first, again[::-1]) and np.array_equal(first[0], first[2])
    assert np.allclose(first, Ngrams()(SAID), atol=1e-3)
    database.close()


def test_what_is_not_to_be_kept_is_not(tmp_path):
    database = doings(tmp_path)
    passing = KeptVectors(database, Ngrams(), keep=False)(SAID)
    assert database.query("SELECT * FROM vectors").is_empty()
    assert np.array_equal(passing, KeptVectors(database, Ngrams())(SAID))
    database.close()


def test_of_nothing_there_are_no_vectors(tmp_path):
    database = doings(tmp_path)
    nothing = pl.Series([], dtype=pl.String)
    assert KeptVectors(database, Ngrams())(nothing).shape == (0, Ngrams.size)
    database.close()


def test_two_encoders_are_kept_apart(tmp_path):
    class Other(Ngrams):
        model = "other"

        def __call__(self, statements):
            return -super().__call__(statements)

    database = doings(tmp_path)
    first, second = KeptVectors(database, Ngrams())(SAID), KeptVectors(database, Other())(SAID)
    assert np.array_equal(first, -second)
    database.close()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30))
def test_any_text_has_a_vector_of_length_one_or_zero(text):
    length = np.linalg.norm(Ngrams()(pl.Series([text], dtype=pl.String)))
    assert length == pytest.approx(1, abs=1e-5) or length == 0


@pytest.mark.parametrize(
    ("one", "like", "unlike"),
    [("充电线长一点", "充电线再长一点", "开电子发票"), ("spare lid included", "include a spare lid", "rubber wheels")],
)  # fmt: skip
def test_shared_words_are_near(one, like, unlike):
    a, b, c = Ngrams()(pl.Series([one, like, unlike]))
    assert a @ b > 0.5 > abs(a @ c) + 0.2


@pytest.mark.parametrize(
    ("one", "like", "unlike"),
    [("电池不耐用", "半天就没电了", "送货太慢"), ("battery drains fast", "the battery runs down quickly", "rude staff")],
)  # fmt: skip
def test_the_shipped_encoder_brings_the_same_meaning_near(one, like, unlike):
    meaning = encoder()
    if meaning.model == Ngrams.model:
        pytest.skip("the shipped encoder is not installed")
    a, b, c = meaning(pl.Series([one, like, unlike]))
    assert a @ b > a @ c


def test_what_is_recognised_belongs_to_one_encoder():
    assert recogniser(Ngrams.model) is None
    assert likeness_of(Ngrams.model) != likeness_of("embedder-of-meaning")

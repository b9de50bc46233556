"""How common needs are in a shop, and how that decides between two for an unsure text."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needlens.needs.arrivals import UNITS
from needlens.needs.grouping import need_id
from needlens.needs.groups import Groups
from needlens.needs.growth import grow
from needlens.needs.ngrams import Ngrams
from needlens.needs.priors import MOST, adjusted, common
from needlens.needs.recognition import Recognised
from needlens.needs.space import Space
from needlens.needs.vectors import likeness_of

EVEN = np.full(3, 1.0)


@st.composite
def tables(draw):
    """Probabilities of texts over three needs; rows sum to 1 or less."""
    row = st.lists(st.floats(0, 1), min_size=3, max_size=3)
    rows = np.array(draw(st.lists(row, min_size=1, max_size=12)), dtype=np.float32)
    return rows / np.maximum(1.0, rows.sum(axis=1, keepdims=True))


@settings(max_examples=60, deadline=None)
@given(tables(), st.floats(0.5, 20))
def test_no_need_counts_for_too_much_and_sums_stay(about, smoothing):
    found = common(about, EVEN * smoothing)
    assert (found >= 1 / MOST).all() and (found <= MOST).all()
    again = adjusted(about, found)
    assert np.allclose(again.sum(axis=1), about.sum(axis=1), atol=1e-5)
    assert np.allclose(adjusted(about, EVEN), about, atol=1e-6)


@settings(max_examples=60, deadline=None)
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_texts_and_of_needs_changes_nothing(about, chance):
    rows, columns = list(range(len(about))), [0, 1, 2]
    chance.shuffle(rows)
    chance.shuffle(columns)
    moved = common(about[rows][:, columns], EVEN)
    assert np.allclose(moved, common(about, EVEN)[columns], atol=1e-9)


def test_what_is_plainly_about_a_rare_need_stays_with_it():
    crowd = np.tile([[0.98, 0.01, 0.01]], (5000, 1)).astype(np.float32)
    rare = np.array([[0.02, 0.0, 0.8]], dtype=np.float32)
    found = common(np.vstack([crowd, rare]), EVEN)
    assert adjusted(rare, found)[0].argmax() == 2 and found[0] > 2 > found[2]


def test_what_is_about_none_of_them_makes_none_common():
    sure, none = np.array([[0.9, 0.05, 0.05]]), np.array([[0.001, 0.0, 0.0]])
    alone = common(sure.astype(np.float32), EVEN)
    among = common(np.vstack([sure, *[none] * 5]).astype(np.float32), EVEN)
    assert np.allclose(alone, among, atol=0.01)


def test_known_texts_count_as_much_as_new_ones():
    new = np.array([[0.5, 0.5, 0.0]] * 4, dtype=np.float32)
    assert common(new, np.array([7.0, 1, 1]))[0] > 2 > common(new, EVEN)[0]
    assert common(new, EVEN, each=10)[2] < common(new, EVEN)[2]


PLAIN = {"zh": ["份量太大了", "一个人吃不完"], "en": ["too much for one", "portions too big"]}
UNSURE = {"zh": "太大了", "en": "far too big"}


@pytest.mark.parametrize("language", PLAIN)
@pytest.mark.parametrize("often", [True, False])
def test_an_unsure_statement_goes_to_the_need_that_is_common_in_the_shop(language, often):
    """By the words alone the other need is likelier; the shop's other customers decide."""
    plain, unsure = PLAIN[language], UNSURE[language]
    said = [f"{words} {i}" for i in range(40) for words in plain] if often else plain[:1]
    known = Ngrams()(pl.Series([unsure]))[0]

    def recognise(vectors):
        is_unsure = vectors @ known > 0.99
        about = np.where(is_unsure[:, None], [[0.3, 0.7]], [[0.9, 0.1]]).astype(np.float32)
        return Recognised(["known portions", "known shoes"], about, np.ones(len(about)))

    rows = [("", words, 1.0, 0) for words in [*said, unsure]]
    groups = Groups(Space(Ngrams.size, centred=False), "some model")
    grow(groups, pl.DataFrame(rows, schema=UNITS, orient="row"), Ngrams(), {}, 3,
         likeness_of("some model"), recognise)  # fmt: skip
    where = dict(groups.members.select("statement", "need_id").iter_rows())
    expected = "known portions" if often else "known shoes"
    assert where[unsure] == need_id("", expected)

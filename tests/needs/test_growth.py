"""Statements find their need or found one: laws that hold whatever is said."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needlens.lm.lengths import unit
from needlens.needs.arrivals import UNITS
from needlens.needs.grouping import need_id
from needlens.needs.groups import Groups
from needlens.needs.growth import grow
from needlens.needs.ngrams import Ngrams
from needlens.needs.recognition import Recognised
from needlens.needs.space import Space
from needlens.needs.vectors import likeness_of

ANCHORS = {"DEVICE#USE": ("更好用", "easier to use")}
LIKE = likeness_of(Ngrams.model)
CABLE = ["充电线长一点", "充电线再长一点", "充电线长一些"]
LID = ["spare lid", "a spare lid", "spare lid included"]


def groups():
    return Groups(Space(Ngrams.size, centred=False), Ngrams.model)


def units(*rows):
    full = [("DEVICE#USE", words, float(voices), role) for words, voices, role in rows]
    return pl.DataFrame(full, schema=UNITS, orient="row")


def grown(frame, into=None, **more):
    into = into or groups()
    grow(into, frame, Ngrams(), ANCHORS, 3, LIKE, **more)
    return into


def needs_of(found):
    return dict(found.members.select("statement", "need_id").iter_rows())


@pytest.mark.parametrize("said", [CABLE, LID])
def test_alike_statements_with_enough_voices_found_a_need(said):
    found = grown(units(*[(words, 1, 0) for words in said]))
    (one,) = set(needs_of(found).values())
    assert found.centres.all[one].part == f"about {min(said)}"
    assert found.happened().rows() == [(one, "born", None, min(said))]
    few = grown(units(*[(words, 1, 0) for words in said[:2]]))
    assert set(needs_of(few).values()) == {need_id("DEVICE#USE")} and few.members["loose"].all()


@pytest.mark.parametrize("role", [1, 2])
def test_what_may_not_found_a_need_only_joins_one(role):
    alone = grown(units(*[(words, 3, role) for words in CABLE]))
    assert set(needs_of(alone).values()) == {need_id("DEVICE#USE")}
    with_need = grown(units((CABLE[0], 3, 0), (CABLE[1], 1, role)))
    assert len(set(needs_of(with_need).values())) == 1
    (centre,) = (c for c in with_need.centres.all.values() if c.part)
    assert centre.statements == 1  # who only joins does not move it


def test_earlier_statements_that_found_none_are_gathered_later():
    found = grown(units((CABLE[0], 1, 0), (LID[0], 1, 0)))
    grown(units((CABLE[1], 1, 0), (CABLE[2], 1, 0)), found)
    needs = needs_of(found)
    assert len({needs[words] for words in CABLE}) == 1
    assert needs[CABLE[0]] != needs[LID[0]] == need_id("DEVICE#USE")


def test_a_statement_that_grew_louder_founds_its_need():
    found = grown(units((LID[0], 1, 0)))
    grown(units((LID[0], 3, 0)), found)
    assert needs_of(found)[LID[0]] == need_id("DEVICE#USE", f"about {LID[0]}")


def recognising(*statements, wants=1.0):
    """Return what recognises the need "known thing" in these statements and nothing else."""
    known = Ngrams()(pl.Series(statements))

    def recognise(vectors):
        sure = (vectors @ known.T).max(axis=1)
        about = np.where(sure > 0.99, sure, 0.0)
        return Recognised(["known thing"], about[:, None], np.full(len(sure), wants))

    return recognise


@pytest.mark.parametrize("said", [CABLE, LID])
def test_a_recognised_statement_counts_once_and_goes_to_its_need(said):
    found = grown(units(*[(words, 1, 0) for words in CABLE + LID]), recognise=recognising(*said))
    known = need_id("", "known thing")
    assert {words for words, one in needs_of(found).items() if one == known} == set(said)
    assert found.centres.all[known].statements == len(said)


def test_praise_is_recognised_and_moves_no_need():
    known = need_id("", "known thing")
    found = grown(units((CABLE[0], 1, 2)), recognise=recognising(*CABLE, wants=0.0))
    assert needs_of(found) == {CABLE[0]: known}
    assert found.centres.all[known].statements == 0


@pytest.mark.parametrize("words", [CABLE[0], LID[0]])
def test_a_complaint_about_nothing_in_particular_is_not_looked_up(words):
    found = grown(units((words, 5, 1)), recognise=recognising(words))
    assert need_id("", "known thing") not in set(needs_of(found).values())


@pytest.mark.parametrize(("category", "taken"), [("DEVICE#USE", True), ("", False)])
def test_only_what_no_reader_took_for_a_complaint_must_want_something(category, taken):
    said = units((CABLE[0], 1, 0)).with_columns(category=pl.lit(category))
    found = grown(said, recognise=recognising(*CABLE, wants=0.1))
    assert (needs_of(found)[CABLE[0]] == need_id("", "known thing")) == taken


def test_what_is_recognised_goes_to_the_nearest_offshoot():
    recognise = recognising(*CABLE, *LID)
    known = need_id("", "known thing")
    found = grown(units((CABLE[0], 1, 0)), recognise=recognise)
    for name in ("n-between", "n-split"):
        found.centres.add(name, "", f"about {name}", Ngrams.size)
    found.centres.all["n-split"].take(
        unit(Ngrams()(pl.Series(LID))), np.zeros(3, dtype=bool), np.ones(3, dtype=np.float32)
    )
    offshoots = {known: ("n-between",), "n-between": ("n-split", "n-gone")}
    more = units((LID[1], 1, 0), (CABLE[1], 1, 0))
    grown(more, found, recognise=recognise, offshoots=offshoots)
    assert (needs_of(found)[LID[1]], needs_of(found)[CABLE[1]]) == ("n-split", known)


WORDS = ["充电线", "长", "说明书", "防滑", "spare", "lid", "rubber", "wheels"]
SAYING = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)


@settings(max_examples=12, deadline=None)
@given(
    st.dictionaries(SAYING, st.tuples(st.sampled_from([0.5, 1, 3]), st.integers(0, 2)), min_size=1),
    st.randoms(use_true_random=False),
)
def test_every_statement_has_one_need_whatever_the_order(said, chance):
    rows = [(words, *given) for words, given in sorted(said.items())]
    found = grown(units(*rows))
    chance.shuffle(rows)
    other = grown(units(*rows))
    key = ["category", "statement"]
    assert found.members.sort(key).equals(other.members.sort(key))
    assert found.events == other.events and found.members.select(key).is_unique().all()
    assert set(found.members["need_id"]) <= set(found.centres.all)
    before = found.members
    grown(units(*rows), found)
    assert found.members.equals(before)


def test_a_category_without_a_need_of_its_own_leaves_statements_without():
    found = groups()
    grow(found, units(("随便说说", 1, 0)), Ngrams(), {}, 3, LIKE)
    assert needs_of(found) == {"随便说说": ""}

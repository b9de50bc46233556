"""Needs that have become two, and needs that have become one."""

import numpy as np
import polars as pl
import pytest

from needlens.lm.lengths import unit
from needlens.needs.arrivals import UNITS
from needlens.needs.centres import Centre
from needlens.needs.groups import MEMBERS, Groups, Likeness
from needlens.needs.growth import grow
from needlens.needs.ngrams import Ngrams
from needlens.needs.revision import absorb, offshoot, revise, transfer
from needlens.needs.space import Space, chinese
from needlens.needs.vectors import likeness_of

LIKE = likeness_of(Ngrams.model)
NONE = frozenset()


def one_need(statements, checked=1, called="about everything"):
    """Return groups with one need of these statements, each said by two."""
    groups = Groups(Space(Ngrams.size, centred=False), Ngrams.model)
    fill(groups, groups.centres.add("n-one", "C#D", called, Ngrams.size), statements)
    groups.centres.all["n-one"].checked = checked
    return groups


def fill(groups, centre, statements):
    said = pl.Series("statement", statements)
    rows = pl.DataFrame({"category": centre.category, "statement": said, "voices": 2.0})
    groups.put(rows.with_columns(need_id=pl.lit(centre.need_id), loose=False, founds=True))
    weights = np.log1p(np.full(len(said), 2.0)).astype(np.float32)
    centre.take(unit(Ngrams()(said)), chinese(said), weights)


ZH = [f"充电线长{c}" for c in "甲乙丙丁戊己庚"]
EN = [f"spare lid {c}" for c in "abcdefg"]


def test_a_need_that_is_two_is_split_and_the_history_says_so():
    groups = one_need([*ZH, "充电线长辛", *EN])
    revise(groups, Ngrams(), 3, NONE, LIKE)
    needs = dict(groups.members.select("statement", "need_id").iter_rows())
    assert {needs[words] for words in ZH} == {"n-one"}  # the larger half keeps the id
    (new,) = {needs[words] for words in EN}
    assert [event[:3] for event in groups.events] == [
        ("n-one", "split", new), (new, "born", "n-one"),
    ]  # fmt: skip
    for one in ("n-one", new):
        rows = groups.members.filter(need_id=one).sort("statement")
        fresh = Centre(one, "", "", np.zeros((2, Ngrams.size), np.float32), np.zeros(2))
        fresh.take(unit(Ngrams()(rows["statement"])), chinese(rows["statement"]), np.log1p(rows["voices"].to_numpy()))  # fmt: skip
        assert np.allclose(groups.centres.all[one].sums, fresh.sums, atol=1e-4)
        assert groups.centres.all[one].statements == rows.height
    events = list(groups.events)
    revise(groups, Ngrams(), 3, NONE, LIKE)
    assert groups.events == events


@pytest.mark.parametrize(("kept", "checked"), [(frozenset({"n-one"}), 1), (NONE, 14)])
def test_a_need_decided_on_or_not_grown_is_left(kept, checked):
    groups = one_need([*ZH, *EN], checked)
    revise(groups, Ngrams(), 3, kept, LIKE)
    assert groups.members["need_id"].unique().to_list() == ["n-one"] and not groups.events


def test_one_need_stays_one():
    groups = one_need([*ZH, *[f"充电线长{i}" for i in range(9)]])
    revise(groups, Ngrams(), 3, NONE, LIKE)
    assert not groups.events


def test_needs_that_are_one_become_one_at_once_and_the_older_stays():
    groups = one_need(ZH)
    for name in ("n-two", "n-three"):
        fill(groups, groups.centres.add(name, "C#D", f"about {name}", Ngrams.size), [f"{words} {name}" for words in ZH])  # fmt: skip
    fill(groups, groups.centres.add("n-else", "OTHER#C", "about else", Ngrams.size), EN)
    like = Likeness(merge=0.5)
    revise(groups, Ngrams(), 3, NONE, like)
    assert set(groups.centres.all) == {"n-one", "n-else"}
    assert sorted(event[:3] for event in groups.events) == [
        ("n-three", "merged", "n-one"), ("n-two", "merged", "n-one"),
    ]  # fmt: skip
    assert groups.members.filter(category="C#D")["need_id"].unique().to_list() == ["n-one"]
    events = list(groups.events)
    revise(groups, Ngrams(), 3, NONE, like)
    assert groups.events == events


def test_one_thing_under_two_categories_is_one_need():
    groups = one_need(ZH)
    fill(groups, groups.centres.add("n-else", "OTHER#C", "about else", Ngrams.size), ZH)
    revise(groups, Ngrams(), 3, NONE, Likeness())
    assert set(groups.centres.all) == {"n-one"}
    assert groups.events[-1][:3] == ("n-else", "merged", "n-one")


@pytest.mark.parametrize(("part", "kept"), [("", NONE), ("about b", frozenset({"n-two"}))])
def test_the_need_of_a_category_and_one_decided_on_are_not_merged_away(part, kept):
    groups = one_need(EN)
    fill(groups, groups.centres.add("n-two", "C#D", part, Ngrams.size), [f"{w} x" for w in EN])
    revise(groups, Ngrams(), 3, kept, Likeness(merge=0.3))
    assert set(groups.centres.all) == {"n-one", "n-two"}


def test_what_is_not_there_is_not_absorbed():
    groups = one_need(EN)
    assert not absorb(groups, "n-gone", "n-one") and not absorb(groups, "n-one", "n-one")
    assert not groups.events


def test_an_id_is_never_given_twice():
    groups = one_need(ZH)
    said = pl.Series(ZH[:1])
    ids = {offshoot(groups, groups.centres.all["n-one"], said).need_id for _ in range(4)}
    assert len(ids) == 4 and len(groups.centres.all) == 5


def test_what_was_never_in_a_centre_is_not_taken_out_of_it():
    groups = one_need(ZH)
    old = groups.centres.all["n-one"]
    before = old.sums.copy()
    loose = pl.DataFrame(
        [("C#D", EN[0], "n-one", True, True, 2.0), ("C#D", EN[1], "n-one", False, False, 2.0)],
        schema=MEMBERS, orient="row",
    )  # fmt: skip
    groups.put(loose)
    new = offshoot(groups, old, loose["statement"])
    transfer(groups, loose, old, new, unit(Ngrams()(loose["statement"])))
    assert np.array_equal(old.sums, before) and new.statements == 2
    assert not groups.members.filter(need_id=new.need_id)["loose"].any()


def test_a_shop_split_by_growth_keeps_the_larger_part(tmp_path):
    groups = Groups(Space(Ngrams.size, centred=False), Ngrams.model)
    rows = [("C#D", words, 2.0, 0) for words in ZH + EN]
    frame = pl.DataFrame(rows, schema=UNITS, orient="row")
    grow(groups, frame, Ngrams(), {}, 3, LIKE)
    revise(groups, Ngrams(), 3, NONE, LIKE)
    assert groups.members["need_id"].n_unique() == 2

"""What is remembered between runs comes back as it was."""

import numpy as np
import polars as pl
import pytest

from needlens.needs import memory
from needlens.needs.groups import EVENTS, Groups
from needlens.needs.ngrams import Ngrams
from needlens.needs.space import Space
from needlens.needs.vectors import KeptVectors
from needs.doings import START, doings

ROWS = [
    ("C#D", "充电线长一点", "n-a", False, True, 3.0),
    ("C#D", "spare lid", "n-a", False, True, 2.0),
    ("C#D", "随便说说", "n-c", True, True, 1.0),
    ("C#D", "电池", "n-b", False, False, 1.0),
]


class Other(Ngrams):
    """Another encoder: the same vectors turned."""

    model = "other"

    def __call__(self, statements):
        return np.roll(super().__call__(statements), 7, axis=1)


@pytest.fixture
def database(tmp_path):
    opened = doings(tmp_path)
    yield opened
    opened.close()


def stored(database):
    groups = Groups(Space(Ngrams.size, centred=False), Ngrams.model)
    groups.put(pl.DataFrame(ROWS, schema=groups.members.schema, orient="row"))
    for name, part in (("n-a", "about 充电线长一点"), ("n-b", "known battery"), ("n-c", "")):
        centre = groups.centres.add(name, "C#D", part, Ngrams.size)
        said = pl.Series([row[1] for row in ROWS if row[2] == name])
        centre.take(Ngrams()(said), np.array([True] + [False] * (len(said) - 1)), np.ones(len(said), np.float32))  # fmt: skip
    groups.space.learn(Ngrams()(pl.Series(["电池", "lid"])), np.array([True, False]))
    groups.tell("n-a", "born", None, "充电线长一点")
    memory.remember(database, groups, 1, START)
    return groups


def back(database, encoder):
    vectors = KeptVectors(database, encoder)
    return memory.remembered(database, encoder.model, encoder.size, vectors)


def test_before_the_first_run_nothing_is_known(database):
    groups = back(database, Ngrams())
    assert groups.members.is_empty() and not groups.centres.all
    assert memory.last_run(database) == 0


def test_it_comes_back_as_it_was(database):
    before, after = stored(database), back(database, Ngrams())
    assert after.members.sort("statement").equals(before.members.sort("statement"))
    assert list(after.centres.all) == list(before.centres.all)
    for one, centre in before.centres.all.items():
        assert np.array_equal(after.centres.all[one].sums, centre.sums)
        assert np.array_equal(after.centres.all[one].weights, centre.weights)
    assert np.array_equal(after.space.middles, before.space.middles)
    assert not after.events and memory.last_run(database) == 1


def test_another_encoder_leaves_members_where_they_are(database):
    stored(database)
    groups = back(database, Other())
    needs = dict(groups.members.select("statement", "need_id").iter_rows())
    assert needs == {row[1]: row[2] for row in ROWS if not row[3]}  # the loose look anew
    assert groups.centres.all["n-a"].statements == 2
    assert groups.centres.all["n-b"].part == "known battery"  # though nobody founded it
    assert "n-c" not in groups.centres.all  # made again with the words of its category
    place = groups.centres.places(groups.space, ["n-a"])
    assert (place @ Other()(pl.Series(["spare lid"])).T).item() > 0.3


def test_the_history_tells_both_of_a_merge(database):
    stored(database)
    events = pl.DataFrame([("n-b", "merged", "n-a", None)], schema=EVENTS, orient="row")
    memory.record(database, events, "person", 2, START)
    assert memory.history(database, "n-a").select("event", "other_id", "by").rows() == [
        ("born", None, "model"), ("merged", "n-b", "person"),
    ]  # fmt: skip
    assert memory.history(database, "n-b")["other_id"].to_list() == ["n-a"]
    assert memory.history(database, "n-a", "topic").is_empty() and memory.last_run(database) == 2

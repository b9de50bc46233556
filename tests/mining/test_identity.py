"""Groups of a new run keep the ids of the old: overlap, splits, merges, whatever the order."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from needlens.mining.identity import follow, hashed

WORDS = [
    "快递慢",
    "太慢了",
    "slow delivery",
    "late again",
    "味道大",
    "smells",
    "尺码小",
    "too small",
]
QUICK = settings(max_examples=20, deadline=None)
groups = st.lists(st.integers(0, 5), min_size=1, max_size=40)


def before(ids):
    return pl.DataFrame({"item": [f"i{n:03}" for n in range(len(ids))], "id": ids})


def now(clusters):
    items = [f"i{n:03}" for n in range(len(clusters))]
    return pl.DataFrame({"item": items, "cluster": clusters})


def happened(found, event):
    rows = found.events.filter(pl.col("event") == event)
    return rows.select("id", "other_id", "detail").rows()


def test_groups_in_both_languages_keep_their_ids_under_other_names():
    old = pl.DataFrame({"item": WORDS, "id": [*"aaaabbcc"]})
    found = follow(old, pl.DataFrame({"item": WORDS, "cluster": [9, 9, 9, 9, 1, 1, 4, 4]}))
    assert dict(found.ids.rows()) == {"9": "a", "1": "b", "4": "c"}
    assert happened(found, "kept")[0] == ("a", None, "4 of 4")


def test_the_largest_part_of_a_split_keeps_the_id():
    found = follow(before([*"aaaaab"]), now([2, 2, 1, 1, 1, 0]))
    ids = dict(found.ids.rows())
    assert ids["1"] == "a" and ids["0"] == "b" and ids["2"] not in "ab"
    assert happened(found, "split") == [("a", ids["2"], "2 of 5")]
    assert happened(found, "born") == [(ids["2"], None, None)]


def test_a_group_that_takes_another_in_is_a_merge():
    found = follow(before([*"aaabb"]), now([1, 1, 1, 1, 1]))
    assert dict(found.ids.rows()) == {"1": "a"}
    assert happened(found, "merged") == [("b", "a", "2 of 2")]


def test_a_group_that_gives_a_third_away_but_lives_on_is_split():
    found = follow(before([*"aaabbbb"]), now([1, 1, 2, 2, 2, 2, 2]))
    assert dict(found.ids.rows()) == {"1": "a", "2": "b"}
    assert happened(found, "split") == [("a", "b", "1 of 3")]
    assert not happened(found, "merged")


def test_a_straggler_does_not_carry_the_id_away():
    old = before(["a"] * 10 + ["b"] * 20)
    new = now([1] * 8 + [2] * 2 + [1] * 20)
    found = follow(old, new)
    assert dict(found.ids.rows())["1"] == "b"
    assert dict(found.ids.rows())["2"] not in ("a", "b")
    assert happened(found, "merged") == [("a", "b", "8 of 10")]


def test_what_is_no_longer_there_is_gone_and_what_was_not_is_born():
    found = follow(before([*"aabb"]), pl.DataFrame({"item": ["i000", "新"], "cluster": [1, 2]}))
    assert happened(found, "gone") == [("b", None, "0 of 2")]
    assert len(happened(found, "born")) == 1


def test_no_group_is_no_group():
    old = pl.DataFrame({"item": ["甲", "b"], "id": ["a", None]})
    new = pl.DataFrame(
        {"item": ["甲", "b"], "cluster": [None, 3]}, schema_overrides={"cluster": pl.Int64}
    )
    found = follow(old, new)
    assert found.ids["cluster"].to_list() == ["3"] and found.ids["id"][0] != "a"
    assert happened(found, "gone") == [("a", None, "0 of 1")]


def test_the_first_run_has_nothing_to_follow():
    found = follow(before([]).cast(pl.String), now([1, 1, 2]), hashed("t"))
    assert found.ids["id"].str.starts_with("t-").all()
    assert found.events["event"].to_list() == ["born", "born"]
    assert follow(before([]).cast(pl.String), now([]).cast(pl.String)).ids.is_empty()


def test_weights_decide_what_overlap_is_great():
    old = before([*"aabbb"])
    new = now([1] * 5)
    assert follow(old, new).ids["id"].to_list() == ["b"]
    heavy = new.with_columns(weight=pl.Series([5.0, 5.0, 1.0, 1.0, 1.0]))
    assert follow(old, heavy).ids["id"].to_list() == ["a"]


def test_a_new_id_never_repeats_one_in_use():
    items = pl.Series(["i003", "i004"])
    taken = hashed("g")(items)
    found = follow(before([taken] * 5), now([1, 1, 1, 2, 2]))
    assert dict(found.ids.rows()) == {"1": taken, "2": f"{taken}-2"}


@QUICK
@given(groups, groups, st.permutations(range(6)), st.randoms())
def test_names_of_clusters_and_order_of_rows_change_nothing(old, new, names, random):
    first = follow(before([f"n{x}" for x in old]), now(new))
    renamed = now([names[x] for x in new])
    rows = list(range(renamed.height))
    random.shuffle(rows)
    second = follow(before([f"n{x}" for x in old])[::-1], renamed[rows])
    as_before = second.ids.with_columns(
        pl.col("cluster").replace_strict({str(names[x]): str(x) for x in range(6)})
    ).sort("cluster")
    assert as_before.equals(first.ids) and second.events.equals(first.events)


@QUICK
@given(groups, groups)
def test_every_id_is_accounted_for_once(old, new):
    ids = {f"n{x}" for x in old}
    found = follow(before([f"n{x}" for x in old]), now(new))
    assert found.ids["cluster"].sort().to_list() == sorted({str(x) for x in new})
    assert found.ids["id"].is_unique().all()
    fates = found.events.filter(pl.col("event").is_in(["kept", "merged", "gone"]))
    assert sorted(fates["id"]) == sorted(ids)
    born = set(found.events.filter(pl.col("event") == "born")["id"])
    assert born | (set(found.ids["id"]) & ids) == set(found.ids["id"]) and not born & ids


@QUICK
@given(st.lists(st.integers(0, 5), min_size=20, max_size=60), st.data())
def test_a_fifth_more_items_near_their_clusters_moves_no_old_one(old, data):
    more = data.draw(st.lists(st.sampled_from(old), max_size=len(old) // 5))
    found = follow(before([f"n{x}" for x in old]), now([*old, *more]))
    assert dict(found.ids.rows()) == {str(x): f"n{x}" for x in set(old)}
    assert set(found.events["event"]) == {"kept"}

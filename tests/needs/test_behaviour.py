"""All that customers do, as expressions of needs."""

from __future__ import annotations

import polars as pl

from needlens.needs import EXPRESSIONS
from needlens.needs.acts import DONE
from needlens.needs.behaviour import acted, names_of, statements
from needlens.needs.keys import parts_of
from needs.doings import day, doings


def shop(tmp_path):
    """Return a shop with one need of each kind."""
    orders, events = [], []

    def buy(who, product, at, order=None, **more):
        orders.append({"customer_id": who, "product_id": product, "at": day(at), "quantity": 1.0,
                       "order_id": order} | more)  # fmt: skip

    for c in range(60):
        buy(f"o{c}", f"plain{c % 6}", c % 50)
        events += [
            {"type": "view", "product_id": f"plain{c % 6}", "customer_id": f"o{c}", "at": day(5)}
        ] * 2
    for c in range(15):
        for t, product in enumerate(["old tea", "old tea", "new tea", "new tea"]):
            buy(f"s{c}", product, 10 * t + 1)
        buy(f"r{c}", "shoes", 4, after_sales="已退款")
        for product in ("brush", "paste"):
            buy(f"t{c}", product, 6, order=f"t{c}")
        events += [
            {"type": "view", "product_id": "tent", "customer_id": f"v{c}", "at": day(t)}
            for t in range(3)
        ]
    events.append({"type": "impression", "at": day(200)})
    catalogue = [
        {"product_id": "old tea", "brand": "老坊", "category": "茶叶", "title": "春茶"},
        {"product_id": "new tea", "brand": "Leaf", "category": "茶叶", "title": "spring tea"},
        {"product_id": "tent", "title": "两人帐篷"},
    ]
    events = [row | {"id": f"e{i:05}"} for i, row in enumerate(events)]
    return doings(tmp_path, orders=orders, events=events, products=catalogue)


def test_one_expression_for_each_customer_and_key(tmp_path):
    frame = acted(shop(tmp_path), 3)
    assert frame.schema == DONE
    assert frame.select(EXPRESSIONS.names()).schema == EXPRESSIONS
    assert dict(frame.group_by("key").len().iter_rows()) == {
        "viewed tent": 15,
        "returned shoes": 15,
        "switched 茶叶 + 老坊": 15,
        "together brush + paste": 15,
    }
    assert not frame.select("key", "customer_id").is_duplicated().any()


def test_lacks_have_a_valence_and_wishes_none(tmp_path):
    frame = acted(shop(tmp_path), 3)
    kind = frame["key"].str.split(" ").list.first()
    valence = dict(zip(kind, frame["valence"], strict=True))
    assert valence == {"viewed": 3.0, "returned": 3.0, "switched": 3.0, "together": 6.5}
    assert set(frame["category"]) == {"DEMAND#BEHAVIOUR"}
    assert set(frame["origin"]) == {"behaviour"}
    assert set(frame["kind"]) == {"event", "order"}
    assert (frame["end"] == frame["quote"].str.len_chars()).all()


def test_a_signal_is_a_stored_record_of_that_customer(tmp_path):
    database = shop(tmp_path)
    stored = database.query(
        "SELECT id AS signal_id, customer_id, source, line FROM orders UNION ALL "
        "SELECT id, customer_id, source, line FROM events"
    )
    frame = acted(database, 3)
    assert len(frame.join(stored, on=stored.columns, how="semi")) == len(frame)


def test_every_key_has_a_statement_in_both_languages(tmp_path):
    database = shop(tmp_path)
    keys = acted(database, 3)["key"].unique()
    said = statements(keys, names_of(database, keys))
    assert said["viewed tent"][0] == "「两人帐篷」：看的人多，买的人少，弄清原因"
    assert said["returned shoes"][1] == "“shoes”: returned more than others: find out why"
    assert said["switched 茶叶 + 老坊"][0] == "茶叶：老顾客离开「老坊」，弄清原因"
    assert "brush" in said["together brush + paste"][1]
    assert set(said) == set(keys)


def test_other_keys_have_no_statement():
    assert statements(["", "unknown thing", "viewed "], {}) == {}


def test_min_voices_since_and_now(tmp_path):
    database = shop(tmp_path)
    assert acted(database, 16).is_empty()
    assert acted(database, 3, since=day(150)).is_empty()
    assert acted(database, 3, now=day(-1)).is_empty()


def test_an_empty_shop(tmp_path):
    frame = acted(doings(tmp_path), 3)
    assert frame.schema == DONE
    assert frame.is_empty()
    assert names_of(_empty(tmp_path), []) == {}


def _empty(tmp_path):
    (tmp_path / "x").mkdir()
    return doings(tmp_path / "x")


def test_keys_keep_their_parts(tmp_path):
    from needlens.needs.keys import key_sql

    parts = pl.DataFrame({"a": ["1+1", "100%", "帽子 + 围巾"], "b": ["x", "y%2B", "z"]})
    made = _empty(tmp_path).query(
        f"SELECT {key_sql('together', 'a', 'b')} AS key FROM parts", parts=parts
    )
    assert [parts_of(key) for key in made["key"]] == [
        ("together", [a, b]) for a, b in parts.iter_rows()
    ]


def test_acts_are_kept_until_there_are_others(tmp_path):
    database = shop(tmp_path)
    first = acted(database, 3, now=day(300), keep=True)
    kept = database.query("SELECT made_of FROM made WHERE name = 'acts'")
    assert acted(database, 3, now=day(301), keep=True).equals(first)
    assert database.query("SELECT made_of FROM made").equals(kept)
    database.execute("DELETE FROM orders WHERE customer_id LIKE 't%'")
    assert "together brush + paste" not in acted(database, 3, now=day(300), keep=True)["key"]


def test_what_is_dated_later_counts_once_its_time_has_come(tmp_path):
    database = shop(tmp_path)
    early, late = (acted(database, 3, now=day(n), keep=True) for n in (5, 300))
    assert early.height < late.height
    assert late.equals(acted(database, 3, now=day(300)))


def test_acts_since_a_date_are_found_anew(tmp_path):
    database = shop(tmp_path)
    every = acted(database, 3, now=day(300), keep=True)
    assert acted(database, 3, since=day(150), now=day(300), keep=True).height < every.height

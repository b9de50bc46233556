"""Bought together more often than chance would have it."""

from __future__ import annotations

import numpy as np

from needlens.needs import together
from needlens.needs.acts import ACTS
from needs.doings import day, doings


def baskets(*given):
    """Return the order lines of baskets: (customer, products)."""
    return [
        {
            "order_id": f"b{i:05}",
            "customer_id": who,
            "product_id": p,
            "at": day(i % 90),
            "quantity": 1.0,
        }
        for i, (who, products) in enumerate(given)
        for p in products
    ]


def chance(n, seed=7, things=20, size=3):
    """Return baskets of things drawn by lot."""
    lot = np.random.default_rng(seed)
    return [
        (f"c{i}", [f"p{k:02}" for k in sorted(lot.choice(things, size, replace=False))])
        for i in range(n)
    ]


def keys(database, min_voices=3):
    return sorted(set(together.found(database, min_voices, None, None)["key"]))


def test_a_pair_that_belongs_together(tmp_path):
    pairs = [(f"d{i}", ["brush", "paste"]) for i in range(40)]
    titles = [
        {"product_id": "brush", "title": "牙刷 toothbrush"},
        {"product_id": "paste", "title": "牙膏 toothpaste"},
    ]
    database = doings(tmp_path, orders=baskets(*chance(300), *pairs), products=titles)
    acts = together.found(database, 3, None, None)
    assert acts.schema == ACTS
    assert acts["key"].unique().to_list() == ["together brush + paste"]
    assert acts["customer_id"].n_unique() == len(acts) == 40
    first = acts.row(0, named=True)
    assert first["quote"] == "一起买了 · bought together: 牙刷 toothbrush + 牙膏 toothpaste"
    assert first["product_id"] in {"brush", "paste"}
    assert first["kind"] == "order"


def test_chance_is_no_need(tmp_path):
    assert keys(doings(tmp_path, orders=baskets(*chance(600)))) == []


def test_large_baskets_hold_everything_together(tmp_path):
    everything = [f"p{k:02}" for k in range(20)]
    given = [(f"c{i}", everything) for i in range(60)]
    given += [(f"d{i}", [f"p{i % 20:02}"]) for i in range(900)]
    assert keys(doings(tmp_path, orders=baskets(*given))) == []


def test_one_loyal_customer_is_one_voice(tmp_path):
    pairs = [("d", ["brush", "paste"])] * 60 + [(f"e{i}", ["brush", "paste"]) for i in range(3)]
    assert keys(doings(tmp_path, orders=baskets(*chance(300), *pairs))) == []


def test_a_basket_is_an_order_or_a_moment(tmp_path):
    pairs = baskets(*((f"d{i}", ["brush", "paste"]) for i in range(40)))
    unnumbered = [row | {"order_id": None} for row in pairs]
    database = doings(tmp_path, orders=baskets(*chance(300)) + unnumbered)
    assert keys(database) == ["together brush + paste"]


def test_events_of_one_session_are_a_basket(tmp_path):
    rows = [
        {"type": "purchase", "session_id": row["order_id"], "customer_id": row["customer_id"],
         "product_id": row["product_id"], "at": row["at"]}
        for row in baskets(*chance(300), *((f"d{i}", ["brush", "paste"]) for i in range(40)))
    ]  # fmt: skip
    database = doings(tmp_path, events=rows)
    assert keys(database) == ["together brush + paste"]


def test_one_thing_does_not_fill_the_list(tmp_path):
    stars = [(f"d{k}-{i}", ["star", f"s{k}"]) for k in range(6) for i in range(40)]
    found = keys(doings(tmp_path, orders=baskets(*chance(300), *stars)))
    assert len(found) == 2
    assert all("star" in key for key in found)


def test_categories_are_paired_where_products_are_many(tmp_path, monkeypatch):
    monkeypatch.setattr(together, "_MANY_PRODUCTS", 30)
    given = [(f"d{i}", [f"tea{i}", f"cup{i}"]) for i in range(40)]
    catalogue = [{"product_id": f"tea{i}", "category": "茶叶"} for i in range(40)]
    catalogue += [{"product_id": f"cup{i}", "category": "杯子"} for i in range(40)]
    catalogue += [{"product_id": f"p{k:02}", "category": f"kind {k:02}"} for k in range(20)]
    database = doings(tmp_path, orders=baskets(*chance(300), *given), products=catalogue)
    assert keys(database) == ["together 杯子 + 茶叶"]


def test_fees_and_assigned_links_do_not_pair(tmp_path):
    fees = [(f"d{i}", ["brush", "post"]) for i in range(40)]
    titles = [{"product_id": "post", "title": "运费补差"}]
    assert keys(doings(tmp_path, orders=baskets(*chance(300), *fees), products=titles)) == []
    (tmp_path / "2").mkdir()
    assigned = [row | {"provenance": "assigned"} for row in baskets(*fees)]
    assert keys(doings(tmp_path / "2", orders=baskets(*chance(300)) + assigned)) == []


def test_returned_lines_are_not_bought(tmp_path):
    back = [row | {"quantity": -1.0} for row in
            baskets(*((f"d{i}", ["brush", "paste"]) for i in range(40)))]  # fmt: skip
    assert keys(doings(tmp_path, orders=baskets(*chance(300)) + back)) == []


def test_the_order_of_rows_changes_nothing(tmp_path):
    rows = baskets(*chance(300), *((f"d{i}", ["brush", "paste"]) for i in range(40)))
    rows = [row | {"id": f"o{i:05}", "line": i} for i, row in enumerate(rows)]
    one = together.found(doings(tmp_path, orders=rows), 3, None, None)
    (tmp_path / "2").mkdir()
    assert together.found(doings(tmp_path / "2", orders=rows[::-1]), 3, None, None).equals(one)

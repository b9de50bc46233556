"""Regular customers who go over to another brand."""

from __future__ import annotations

from needlens.needs import switched
from needlens.needs.acts import ACTS
from needs.doings import day, doings

PRODUCTS = [
    {"product_id": "old", "brand": "老坊", "category": "茶叶"},
    {"product_id": "new", "brand": "Leaf & Co", "category": "茶叶"},
    {"product_id": "third", "brand": "third", "category": "茶叶"},
    {"product_id": "cup", "brand": "Leaf & Co", "category": "杯子"},
]


def buys(customer, products, start=0):
    """Return a customer's purchases, one a day."""
    return [
        {"product_id": p, "customer_id": customer, "at": day(start + i), "quantity": 1.0}
        for i, p in enumerate(products)
    ]


def many(n, products, who="c"):
    return [row for c in range(n) for row in buys(f"{who}{c}", products)]


def acts_of(tmp_path, orders, min_voices=3):
    return switched.found(
        doings(tmp_path, orders=orders, products=PRODUCTS), min_voices, None, None
    )


def test_customers_leave_a_brand(tmp_path):
    acts = acts_of(tmp_path, many(12, ["old", "old", "new", "new"]))
    assert acts.schema == ACTS
    assert acts["key"].unique().to_list() == ["switched 茶叶 + 老坊"]
    assert len(acts) == 12
    first = acts.row(0, named=True)
    assert first["quote"] == (
        "茶叶：以前常买「老坊」，后来只买「Leaf & Co」 · 茶叶: used to buy “老坊”, then “Leaf & Co” instead"
    )
    assert (first["signal_id"], first["product_id"], first["at"]) == ("o00003", "old", day(3))


def test_as_many_come_as_go(tmp_path):
    orders = many(12, ["old", "old", "new", "new"]) + many(12, ["new", "new", "old", "old"], "d")
    assert acts_of(tmp_path, orders).is_empty()


def test_to_and_fro_is_no_leaving(tmp_path):
    assert acts_of(tmp_path, many(12, ["old", "old", "new", "new", "old"])).is_empty()
    (tmp_path / "2").mkdir()
    assert acts_of(tmp_path / "2", many(12, ["new", "new", "old", "old", "new", "new"])).is_empty()


def test_twice_on_one_day_is_once(tmp_path):
    orders = [row | {"at": day(0 if row["product_id"] == "old" else 1)}
              for row in many(12, ["old", "old", "new", "new"])]  # fmt: skip
    assert acts_of(tmp_path, orders).is_empty()


def test_two_other_brands_once_each_are_no_new_one(tmp_path):
    assert acts_of(tmp_path, many(12, ["old", "old", "new", "third"])).is_empty()


def test_another_category_is_no_substitute(tmp_path):
    assert acts_of(tmp_path, many(12, ["old", "old", "cup", "cup"])).is_empty()


def test_a_handful_may_be_chance(tmp_path):
    assert acts_of(tmp_path, many(4, ["old", "old", "new", "new"])).is_empty()


def test_assigned_links_say_nothing_of_a_brand(tmp_path):
    orders = [row | {"provenance": "assigned"} for row in many(12, ["old", "old", "new", "new"])]
    assert acts_of(tmp_path, orders).is_empty()


def test_undated_purchases_have_no_order(tmp_path):
    orders = [row | {"at": None} for row in many(12, ["old", "old", "new", "new"])]
    assert acts_of(tmp_path, orders).is_empty()


def test_names_with_a_plus_part_a_key_rightly(tmp_path):
    products = [
        {"product_id": "old", "brand": "A + B", "category": "tea + coffee"},
        {"product_id": "new", "brand": "new", "category": "tea + coffee"},
    ]
    orders = many(12, ["old", "old", "new", "new"])
    database = doings(tmp_path, orders=orders, products=products)
    key = switched.found(database, 3, None, None)["key"][0]
    from needlens.needs.keys import parts_of

    assert parts_of(key) == ("switched", ["tea + coffee", "A + B"])

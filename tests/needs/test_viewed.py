"""Looked at again and again, and not bought."""

from __future__ import annotations

import polars as pl

from needlens.needs import viewed
from needlens.needs.acts import ACTS
from needs.doings import day, doings


def views(product, customers, times=1, start=0, who="c", **more):
    return [
        {"type": "view", "product_id": product, "customer_id": f"{who}{c}", "at": day(start + t)}
        | more
        for c in customers
        for t in range(times)
    ]


def bought(product, customers, at, who="c"):
    return [
        {"product_id": product, "customer_id": f"{who}{c}", "at": day(at), "quantity": 1.0}
        for c in customers
    ]


def shop(tmp_path, events, orders=()):
    quiet = [*views("ordinary", range(200), start=55), {"type": "impression", "at": day(200)}]
    products = [{"product_id": "tent", "title": "两人帐篷 two-person tent"}]
    tables = {"events": quiet + events, "products": products}
    return doings(tmp_path, **tables, **({"orders": list(orders)} if orders else {}))


def keys(database, min_voices=3, since=None, now=None):
    return sorted(set(viewed.found(database, min_voices, since, now)["key"]))


def test_a_product_many_return_to_and_nobody_buys(tmp_path):
    acts = viewed.found(shop(tmp_path, views("tent", range(20), 4)), 3, None, None)
    assert acts.schema == ACTS
    assert acts["key"].unique().to_list() == ["viewed tent"]
    assert acts["customer_id"].n_unique() == len(acts) == 20
    first = acts.sort("customer_id").row(0, named=True)
    assert first["quote"] == (
        "看了 4 次没有买 · viewed 4 times, not bought: 两人帐篷 two-person tent"
    )
    assert (first["at"], first["kind"], first["source"]) == (day(3), "event", "events.csv")
    assert first["signal_id"] == "e00204"  # the fourth of the first customer's views


def test_who_bought_soon_before_or_after_is_content(tmp_path):
    events = views("tent", range(20), 4, start=40)
    assert keys(shop(tmp_path, events, bought("tent", range(20), 60))) == []


def test_bought_within_the_month_before(tmp_path):
    events = views("tent", range(20), 4, start=40)
    assert keys(shop(tmp_path, events, bought("tent", range(20), 15))) == []


def test_a_purchase_long_after_is_another_story(tmp_path):
    events = views("tent", range(20), 4, start=40)
    assert keys(shop(tmp_path, events, bought("tent", range(20), 120))) == ["viewed tent"]


def test_a_purchase_event_is_a_purchase_too(tmp_path):
    sold = [
        {"type": "purchase", "product_id": "tent", "customer_id": f"c{c}", "at": day(5)}
        for c in range(20)
    ]
    assert keys(shop(tmp_path, views("tent", range(20), 4) + sold)) == []


def test_two_looks_are_no_interest(tmp_path):
    assert keys(shop(tmp_path, views("tent", range(20), 2))) == []


def test_quantity_counts_the_views_of_a_row(tmp_path):
    acts = viewed.found(shop(tmp_path, views("tent", range(20), quantity=5.0)), 3, None, None)
    assert acts["quote"][0].startswith("看了 5 次没有买")


def test_who_looked_a_moment_ago_may_still_buy(tmp_path):
    assert keys(shop(tmp_path, views("tent", range(20), 4, start=190))) == []


def test_assigned_links_say_nothing_of_a_product(tmp_path):
    assert keys(shop(tmp_path, views("tent", range(20), 4, provenance="assigned"))) == []


def test_what_all_products_have_is_no_need_of_one(tmp_path):
    everywhere = [e for p in range(8) for e in views(f"p{p}", range(20), 4)]
    database = doings(tmp_path, events=[*everywhere, {"type": "impression", "at": day(200)}])
    assert keys(database) == []


def test_a_best_seller_is_looked_at_often_too(tmp_path):
    others = [e for p in range(4) for e in views(f"p{p}", range(20), 4, start=40)]
    events = [*views("tent", range(300), 4, start=40), *others]
    assert "viewed tent" not in keys(shop(tmp_path, events, bought("tent", range(150), 45)))
    (tmp_path / "2").mkdir()
    assert "viewed tent" in keys(shop(tmp_path / "2", events))


def test_too_few_customers(tmp_path):
    database = shop(tmp_path, views("tent", range(4), 4))
    assert keys(database, 3) == ["viewed tent"]
    assert keys(database, 5) == []


def test_sessions_stand_for_unknown_customers(tmp_path):
    events = [
        {"type": "view", "product_id": "tent", "session_id": f"s{c}", "at": day(t)}
        for c in range(20)
        for t in range(3)
    ]
    acts = viewed.found(shop(tmp_path, events), 3, None, None)
    assert acts["customer_id"].sort()[0] == "session s0"


def test_since_and_now_bound_the_time(tmp_path):
    database = shop(tmp_path, views("tent", range(20), 4, start=50))
    assert keys(database, since=day(20)) == ["viewed tent"]
    assert keys(database, since=day(52)) == []
    assert keys(database, now=day(49)) == []


def test_the_order_of_rows_changes_nothing(tmp_path):
    events = views("tent", range(20), 4)
    one = viewed.found(shop(tmp_path, events), 3, None, None)
    (tmp_path / "other").mkdir()
    quiet = [*views("ordinary", range(200), start=55), {"type": "impression", "at": day(200)}]
    mixed = [row | {"id": f"e{i:05}", "line": i} for i, row in enumerate(quiet + events)]
    other = doings(
        tmp_path / "other",
        events=mixed[::-1],
        products=[{"product_id": "tent", "title": "两人帐篷 two-person tent"}],
    )
    assert viewed.found(other, 3, None, None).equals(one)


def test_an_empty_shop(tmp_path):
    acts = viewed.found(doings(tmp_path), 3, None, None)
    assert acts.is_empty()
    assert acts.schema == ACTS
    assert isinstance(acts, pl.DataFrame)

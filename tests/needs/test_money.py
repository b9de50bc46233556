"""What the customers behind a need spend."""

from __future__ import annotations

import numpy as np
import polars as pl

from needlens.needs.money import MONEY, money, paid
from needs.doings import day, doings


def said(*rows):
    """Return expressions: (need, customer, product)."""
    columns = ["need_id", "customer_id", "product_id"]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    return frame.with_columns(provenance=pl.lit("real"))


def bought(*rows):
    """Return order lines: (customer, product, amount, day)."""
    return pl.DataFrame(
        [
            {
                "customer_id": who,
                "product_id": what,
                "amount": float(amount),
                "currency": "CNY",
                "at": day(at),
            }
            for who, what, amount, at in rows
        ]
    )


def size(need="n", demand=10.0, low=8.0, high=12.5):
    return pl.DataFrame(
        {"need_id": [need], "demand": [demand], "demand_low": [low], "demand_high": [high]}
    )


PEOPLE = ("甲", "乙", "ann")
SPEAK = said(*(("n", who, None) for who in PEOPLE))
ORDERS = bought(("甲", "p", 90, 0), ("乙", "p", 70, 0), ("乙", "q", 30, 0), ("ann", "q", 110, 0))


def test_mean_spending_times_demand():
    table = money(SPEAK, ORDERS, size())
    assert table.schema == MONEY
    # mean 100, its half width 4.3027 · 10 / √3 = 24.84; demand 10 (8–12.5)
    assert table.row(0) == ("n", 1000.0, 681.08, 1352.44, "CNY")


def test_only_the_products_the_need_is_about():
    about = said(*(("n", who, "p") for who in PEOPLE))
    assert money(about, ORDERS, size())["money"][0] == round((90 + 70 + 0) / 3 * 10, 2)


def test_assigned_links_narrow_nothing():
    assigned = said(*(("n", who, "p") for who in PEOPLE)).with_columns(
        provenance=pl.lit("assigned")
    )
    assert money(assigned, ORDERS, size())["money"][0] == 1000.0


def test_older_orders_count_as_nothing_spent():
    old = bought(("甲", "p", 9000, -400), ("乙", "p", 60, -10), ("ann", "q", 60, 0))
    assert money(SPEAK, old, size())["money"][0] == 400.0


def test_returns_are_taken_off_but_nobody_spends_less_than_nothing():
    back = bought(
        ("甲", "p", 90, 0), ("甲", "p", -60, 1), ("乙", "p", -500, 0), ("ann", "q", 30, 0)
    )
    assert money(SPEAK, back, size())["money"][0] == 200.0


def test_strangers_are_no_zeros():
    more = pl.concat([SPEAK, said(("n", "never ordered", None), ("n", None, None))])
    assert money(more, ORDERS, size())["money"][0] == 1000.0


def test_too_few_customers_with_orders_are_unknown():
    table = money(SPEAK.head(2), ORDERS, size())
    assert table.row(0) == ("n", None, None, None, None)
    assert money(SPEAK, ORDERS.clear(), size()).row(0) == ("n", None, None, None, None)


def test_the_currency_of_most_orders_counts():
    euros = bought(("甲", "p", 5000, 0)).with_columns(currency=pl.lit("EUR"))
    assert money(SPEAK, pl.concat([ORDERS, euros]), size()).row(0)[1:] == (
        1000.0, 681.08, 1352.44, "CNY",
    )  # fmt: skip
    unknown = ORDERS.with_columns(currency=pl.lit(None, pl.String))
    assert money(SPEAK, unknown, size()).row(0)[1::3] == (1000.0, None)


def test_every_need_has_its_row():
    demand = pl.concat([size(), size("other")])
    table = money(SPEAK, ORDERS, demand)
    assert table["need_id"].to_list() == ["n", "other"]
    assert table["money"].to_list() == [1000.0, None]


def test_many_needs_and_any_order_of_rows():
    rows = [(f"n{k:02}", f"c{(k * 7 + i) % 40}", None) for k in range(50) for i in range(5)]
    lines = [(f"c{i}", "p", 10 + i, 0) for i in range(40)]
    demand = pl.concat([size(f"n{k:02}") for k in range(50)])
    table = money(said(*rows), bought(*lines), demand)
    expected = [
        round(np.mean([10 + (k * 7 + i) % 40 for i in range(5)]) * 10, 2) for k in range(50)
    ]
    assert table["money"].to_list() == expected
    assert money(said(*rows[::-1]), bought(*lines[::-1]), demand.reverse()).equals(table)


def test_the_interval_holds_the_truth():
    inside = []
    for seed in range(300):
        lot = np.random.default_rng(seed)
        behind = lot.random(2000) < 0.05
        spending = lot.gamma(4, 25, 2000)
        who = np.flatnonzero(behind)
        demand = size(demand=float(len(who)), low=len(who) - 1.96 * (0.95 * len(who)) ** 0.5,
                      high=len(who) + 1.96 * (0.95 * len(who)) ** 0.5)  # fmt: skip
        some = who[: len(who) // 2]
        table = money(
            said(*(("n", f"c{c}", None) for c in some)),
            bought(*((f"c{c}", "p", spending[c], 0) for c in some)),
            demand,
        ).row(0)
        inside.append(table[2] <= 2000 * 0.05 * 100 <= table[3])
    assert 0.92 < np.mean(inside) < 0.98


def test_paid_sums_up_what_some_customers_bought(tmp_path):
    orders = [
        {"customer_id": "甲", "product_id": "p", "amount": 12.5, "currency": "CNY", "at": day(0)},
        {"customer_id": "甲", "product_id": "p", "amount": 7.5, "currency": "CNY", "at": day(9)},
        {
            "customer_id": "甲",
            "product_id": "old",
            "amount": 99.0,
            "currency": "CNY",
            "at": day(-365),
        },
        {"customer_id": "ann", "product_id": "q", "quantity": 3.0, "unit_price": 2.0},
        {"customer_id": "ann", "product_id": "unpriced"},
        {"customer_id": "other", "product_id": "p", "amount": 9.0},
    ]
    frame = paid(doings(tmp_path, orders=orders), pl.Series(["甲", "ann", None]))
    assert dict(frame.select("product_id", "amount").iter_rows()) == {
        "p": 20.0,
        "q": 6.0,
        "old": 0.0,
    }

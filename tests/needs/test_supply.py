"""Which products satisfy a need."""

from __future__ import annotations

import polars as pl

from needlens.needs.columns import SUPPLY
from needlens.needs.supply import supply

CATALOGUE = pl.DataFrame(
    {
        "product_id": ["jacket", "umbrella", "hat", "kettle"],
        "title": ["防水冲锋衣", "Waterproof umbrella", "遮阳帽", "不锈钢水壶"],
        "text": [None, "folds small", "", "waterproof base"],
    }
)
NOTHING = CATALOGUE.clear()


def said(*rows):
    """Return expressions: (need, product, voice, valence)."""
    return pl.DataFrame(
        [
            {"need_id": need, "product_id": product, "voice": voice, "valence": valence,
             "signal_id": f"s{i}", "provenance": "real", "weight": 1.0}
            for i, (need, product, voice, valence) in enumerate(rows)
        ],
        schema_overrides={"valence": pl.Float64, "product_id": pl.String},
    )  # fmt: skip


def praise(product, n, valence=8.0, need="n"):
    return [(need, product, f"{product}{i}", valence) for i in range(n)]


def named(table, need="n"):
    row = table.filter(pl.col("need_id") == need)["supply"].to_list()[0]
    return [item["product_id"] for item in row]


def test_buyers_praise_comes_with_voices_and_valence():
    table = supply(said(*praise("雨衣", 8), *praise("hat", 8, 2.0)), NOTHING, {})
    assert table["supply"].dtype == SUPPLY
    assert table["supply"].to_list() == [[{"product_id": "雨衣", "voices": 8.0, "valence": 8.0}]]


def test_few_or_divided_buyers_prove_nothing():
    divided = [("n", "p", f"v{i}", 9.0 if i % 2 else 2.5) for i in range(10)]
    assert named(supply(said(*praise("few", 2), *divided), NOTHING, {})) == []


def test_one_customer_is_one_voice():
    assert named(supply(said(*[("n", "p", "same", 9.0)] * 9), NOTHING, {})) == []


def test_copies_share_a_voice():
    copies = said(*praise("p", 9)).with_columns(weight=pl.lit(0.25))
    assert named(supply(copies, NOTHING, {})) == []


def test_assigned_links_say_nothing_of_a_product():
    assigned = said(*praise("p", 9)).with_columns(provenance=pl.lit("assigned"))
    assert named(supply(assigned, NOTHING, {})) == []


def test_the_catalogue_promises_a_function():
    wish = said(("n", None, "v", None))
    table = supply(wish, CATALOGUE, {"n": ["function:waterproof", "audience:parents"]})
    assert named(table) == ["jacket", "kettle", "umbrella"]
    assert table["supply"][0].struct.field("voices").to_list() == [0.0] * 3


def test_all_named_facets_must_be_held():
    wish = said(("n", None, "v", None))
    facets = {"n": ["function:waterproof", "function:foldable"]}
    small = CATALOGUE.with_columns(text=pl.lit("可折叠 foldable"))
    assert named(supply(wish, small, facets)) == ["jacket", "umbrella"]
    assert named(supply(wish, small.with_columns(title=pl.lit("伞")), facets)) == []


def test_problems_and_people_promise_nothing():
    wish = said(("n", None, "v", None))
    assert named(supply(wish, CATALOGUE, {"n": ["problem:leaks", "audience:parents"]})) == []


def test_a_promise_that_buyers_deny_is_none():
    rows = [*praise("jacket", 4, 2.0), *praise("umbrella", 8)]
    table = supply(said(*rows), CATALOGUE, {"n": ["function:waterproof"]})
    assert named(table) == ["umbrella", "kettle"]


def test_products_of_other_kinds_are_no_supply():
    kinds = CATALOGUE.with_columns(category=pl.Series(["衣", "伞", "衣", "厨"]))
    rows = said(("n", "hat", "v", None), ("free", None, "w", None))
    table = supply(rows, kinds, {need: ["function:waterproof"] for need in ("n", "free")})
    assert named(table, "n") == ["jacket"]
    assert named(table, "free") == ["jacket", "kettle", "umbrella"]


def test_most_and_order():
    rows = [row for i in range(7) for row in praise(f"p{i}", 5 + 3 * i)]
    table = supply(said(*rows), NOTHING, {}, most=3)
    assert named(table) == ["p6", "p5", "p4"]
    assert supply(said(*rows[::-1]), NOTHING, {}, most=3).equals(table)


def test_every_need_has_a_row():
    table = supply(said(("a", None, "v", 2.0), ("b", None, "w", None)), NOTHING, {})
    assert table.to_dicts() == [{"need_id": "a", "supply": []}, {"need_id": "b", "supply": []}]
    assert supply(said(*praise("p", 1)).clear(), CATALOGUE, {}).is_empty()

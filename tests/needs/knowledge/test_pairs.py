"""Pairs of a search and what it led to, and of things bought together."""

from __future__ import annotations

import polars as pl

from needlens.needs.knowledge.pairs import PAIRS, pairs
from needs.doings import day
from needs.knowledge.trade import BRUSH, LAMP, PASTE, PRODUCTS, UMBRELLA, trade

NOW = day(40)


def test_searches_and_baskets_become_pairs_most_customers_first(tmp_path) -> None:
    found = pairs(trade(tmp_path), now=NOW)
    assert found.schema == PAIRS
    assert found.select("kind", "head", "other", "voices").rows() == [
        ("together", BRUSH, PASTE, 25),
        ("search", "雨伞", UMBRELLA, 5),
        ("search", "camping lantern", LAMP, 4),
    ]
    assert found["head_text"].to_list() == ["软毛牙刷 4支", "雨伞", "camping lantern"]
    assert found["other_text"].to_list()[1:] == ["全自动双人折叠伞", "Rechargeable LED Lantern"]


def test_no_more_pairs_than_asked_for_and_none_of_few_customers(tmp_path) -> None:
    database = trade(tmp_path)
    assert pairs(database, most=1, now=NOW)["voices"].to_list() == [25]
    assert pairs(database, fewest=5, now=NOW)["voices"].to_list() == [25, 5]
    assert pairs(database, fewest=26, now=NOW).is_empty()


def test_what_has_no_title_or_is_private_is_left_out(tmp_path) -> None:
    private = [
        {"external_id": "e0", "text": text, "customer_id": f"ann{i}", "at": day(i)}
        for text in ("⟨phone⟩ 的灯", "https://x.example/lamp", "12345")
        for i in range(4)
    ]
    untitled = [p if p["product_id"] != UMBRELLA else p | {"title": None} for p in PRODUCTS]
    found = pairs(trade(tmp_path, untitled, private), now=NOW)
    assert found.filter(kind="search")["head"].to_list() == ["camping lantern"]


def test_the_order_of_rows_does_not_matter(tmp_path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one = pairs(trade(tmp_path / "a"), now=NOW)
    other = pairs(trade(tmp_path / "b", products=PRODUCTS[::-1]), now=NOW)
    assert one.equals(other)


def test_an_empty_shop_has_none(tmp_path) -> None:
    from needs.doings import doings

    assert pairs(doings(tmp_path), now=NOW).equals(pl.DataFrame(schema=PAIRS))

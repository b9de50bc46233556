"""Appending: each record once; mutable columns update; other changes are new records."""

import polars as pl
import pytest

from needlens.config import StoreConfig
from needlens.records import KINDS
from needlens.store import Database, append


@pytest.fixture
def database(tmp_path):
    opened = Database(tmp_path / "shop.duckdb", StoreConfig())
    yield opened
    opened.close()


def frame(kind, *rows):
    declared = {
        name: pl.String if isinstance(column.dtype, pl.Enum) else column.dtype
        for name, column in KINDS[kind].columns().items()
    }
    added = {"provenance": "real", "source": "a.csv", "line": 1}
    filled = [dict.fromkeys(declared) | added | {"row": i} | row for i, row in enumerate(rows)]
    return pl.DataFrame(filled, schema={**declared, "row": pl.UInt32})


def test_a_repeat_adds_nothing(database):
    batch = {
        "review": frame("review", {"id": "r1", "text": "质量很好"}, {"id": "r2", "text": "good"})
    }
    assert append(database, batch).rows == {0, 1}
    again = append(database, batch)
    assert again.rows == frozenset() and again.records == {}
    assert database.query("SELECT count(*) AS n FROM reviews")["n"][0] == 2


def test_the_same_record_twice_in_a_batch_is_stored_once(database):
    both = frame("review", {"id": "r1", "text": "好"}, {"id": "r1", "text": "好"})
    assert len(append(database, {"review": both}).rows) == 1
    assert database.query("SELECT count(*) AS n FROM reviews")["n"][0] == 1


def test_more_votes_are_an_update_of_the_same_review(database):
    append(database, {"review": frame("review", {"id": "r1", "text": "好", "helpful_votes": 1})})
    changed = append(
        database, {"review": frame("review", {"id": "r1", "text": "好", "helpful_votes": 5})}
    )
    assert changed.rows == {0}
    stored = database.query("SELECT helpful_votes FROM reviews")
    assert stored["helpful_votes"].to_list() == [5]


def test_a_product_keeps_what_a_later_row_leaves_out(database):
    append(
        database,
        {
            "product": frame(
                "product", {"id": "p1", "product_id": "1", "title": "耳机", "brand": "某牌"}
            )
        },
    )
    append(
        database,
        {"product": frame("product", {"id": "p1", "product_id": "1", "title": "降噪耳机"})},
    )
    stored = database.query("SELECT title, brand FROM products").to_dicts()
    assert stored == [{"title": "降噪耳机", "brand": "某牌"}]


def test_a_review_does_not_rename_the_product_of_the_catalogue(database):
    append(
        database,
        {"product": frame("product", {"id": "p1", "product_id": "1", "title": "降噪耳机"})},
    )
    append(
        database,
        {
            "product": frame(
                "product", {"id": "p1", "product_id": "1", "title": "耳机", "brand": "某牌"}
            ),
            "review": frame("review", {"id": "r1", "product_id": "1", "text": "Great sound"}),
        },
    )
    stored = database.query("SELECT title, brand FROM products").to_dicts()
    assert stored == [{"title": "降噪耳机", "brand": "某牌"}]

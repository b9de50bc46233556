"""Frames that take long to make: kept until what they are made of changes."""

from __future__ import annotations

import polars as pl
import pytest

from needlens.store.made import made
from needs.doings import day, doings

ORDERS = [{"customer_id": "甲", "product_id": "茶", "at": day(1)}] * 2


@pytest.fixture
def database(tmp_path):
    opened = doings(tmp_path, orders=ORDERS)
    yield opened
    opened.close()


def count(database, chosen="1", *, keep=True, asked=None):
    """Return the kept number of orders; ``asked`` hears when it is counted anew."""

    def counted():
        if asked is not None:
            asked.append(1)
        return database.query("SELECT count(*) AS n, '很慢' AS word FROM orders")

    return made(database, "n", ["orders", "events"], chosen, counted, keep=keep).row(0)


def test_it_is_made_once_until_a_table_changes(database):
    asked = []
    assert count(database, asked=asked) == count(database, asked=asked) == (2, "很慢")
    assert len(asked) == 1
    database.execute(
        "INSERT INTO orders BY NAME SELECT * EXCLUDE id, 'o9' AS id FROM orders LIMIT 1"
    )
    assert count(database, asked=asked) == (3, "很慢") and len(asked) == 2
    database.execute("UPDATE orders SET amount = 7 WHERE id = 'o9'")
    count(database, asked=asked)
    assert len(asked) == 3
    assert database.query("SELECT count(*) AS n FROM made")["n"][0] == 1


def test_the_order_of_rows_does_not_matter(database):
    asked = []
    count(database, asked=asked)
    database.execute("CREATE TEMP TABLE turned AS SELECT * FROM orders ORDER BY id DESC")
    database.execute("DELETE FROM orders")
    database.execute("INSERT INTO orders SELECT * FROM turned")
    database.execute("INSERT INTO orders BY NAME SELECT * FROM orders LIMIT 0")
    count(database, asked=asked)
    assert len(asked) == 1


def test_a_pair_of_equal_rows_is_not_no_row(database):
    """Digests that are joined by xor would cancel each other out."""
    database.execute("DELETE FROM orders")
    assert count(database) == (0, "很慢")
    database.execute(
        "INSERT INTO orders BY NAME SELECT 'same' AS id, 'real' AS provenance, 'o.csv' AS source, "
        "1 AS line FROM range(2)"
    )
    asked = []
    assert count(database, asked=asked) == (2, "很慢") and len(asked) == 1
    database.execute("UPDATE orders SET id = 'other'")
    assert count(database, asked=asked) == (2, "很慢") and len(asked) == 2


def test_other_settings_are_another_frame_and_reading_stores_nothing(database):
    asked = []
    count(database, keep=False, asked=asked)
    assert database.query("SELECT * FROM made").is_empty()
    count(database, asked=asked)
    count(database, "2", keep=False, asked=asked)
    count(database, asked=asked)
    assert len(asked) == 3
    kept = made(database, "n", ["orders", "events"], "1", pl.DataFrame, keep=True)
    assert kept.row(0) == (2, "很慢")

"""Clicks as labels: only what was examined counts, and each customer once."""

import polars as pl
import pytest

from needlens.labels import click_labels
from needlens.labels.clicks import PAIRS, of_workspace
from needlens.shop import open_shop


def events(*rows, query="水壶"):
    names = ("customer_id", "query_id", "product_id", "position", "type")
    kinds = dict.fromkeys(names, pl.String) | {"position": pl.Int64}
    table = pl.DataFrame(rows, schema=kinds, orient="row")
    return table.with_columns(query=pl.lit(query), session_id=pl.lit("s"))


def listed(customer, query_id, *clicked, acts="click"):
    """A list of a, b, c, d in which some were clicked."""
    rows = [(customer, query_id, p, i, "impression") for i, p in enumerate("abcd")]
    return [*rows, *((customer, query_id, p, None, acts) for p in clicked)]


def counts(frame):
    return {
        r["product_id"]: (r["examined"], r["clicked"], r["bought"])
        for r in click_labels(frame).to_dicts()
    }


def test_what_stands_above_the_lowest_click_was_passed_over():
    assert counts(events(*listed("c1", "q1", "c"))) == {
        "a": (1, 0, 0), "b": (1, 0, 0), "c": (1, 1, 0),
    }  # fmt: skip


def test_lists_without_a_click_say_nothing():
    found = click_labels(events(*listed("c1", "q1")))
    assert found.is_empty() and found.schema == PAIRS


def test_a_customer_counts_once_with_the_most_they_did():
    rows = [
        *listed("c1", "q1", "b"),
        *listed("c1", "q2", "b"),
        *listed("c1", "q3", "b", acts="purchase"),
    ]
    assert counts(events(*rows))["b"] == (1, 1, 1)
    assert counts(events(*rows, *listed("c2", "q4", "b")))["b"] == (2, 2, 1)


def test_spellings_of_a_query_are_one():
    both = pl.concat(
        [
            events(*listed("c1", "q1", "b"), query="ＵＳＢ線 "),
            events(*listed("c2", "q2", "b"), query="usb线"),
        ]
    )
    found = click_labels(both)
    assert found["query"].unique().to_list() == ["usb线"]
    assert found.filter(pl.col("product_id") == "b")["examined"].item() == 2


def test_position_bias_does_not_make_the_first_the_best():
    # Everybody sees a first; a third of those who look past it choose b.
    rows = []
    for i in range(30):
        rows += listed(f"c{i}", f"q{i}", "a" if i < 10 else "b")
    found = click_labels(events(*rows, query="kettle"))
    chance = dict(found.select("product_id", "probability").iter_rows())
    assert counts(events(*rows))["a"] == (30, 10, 0)
    assert chance["b"] > chance["a"]
    assert found["weight"].is_between(0, 1).all()


def test_rows_of_nobody_and_counts_without_a_list_are_left_out():
    nobody = events((None, "q1", "a", 0, "click")).with_columns(
        session_id=pl.lit(None, dtype=pl.String)
    )
    assert click_labels(nobody).is_empty()
    assert click_labels(events(("c1", None, "a", 0, "click"))).is_empty()


def test_out_of_a_workspace(tmp_path):
    base = {"provenance": "real", "source": "a", "line": 1, "row": 0}
    with open_shop(tmp_path / "shop") as shop:
        database = shop._database
        query = pl.DataFrame([base | {"id": "1", "external_id": "q1", "text": "水壶"}])
        acts = [("a", 0, "impression"), ("b", 1, "impression"), ("b", 1, "click")]
        rows = [
            base | {"id": f"e{i}", "query_id": "q1", "customer_id": "c1", "product_id": p,
                    "position": at, "type": kind}
            for i, (p, at, kind) in enumerate(acts)
        ]  # fmt: skip
        with database.transaction():
            for table, frame in (("queries", query), ("events", pl.DataFrame(rows))):
                names = ", ".join(f'"{c}"' for c in frame.drop("row").columns)
                database.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM f", f=frame)
        found = of_workspace(database)
    assert found.select("query", "product_id", "examined", "clicked").rows() == [
        ("水壶", "a", 1, 0), ("水壶", "b", 1, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["return", "share", "rating"])
def test_acts_that_are_no_choice_are_ignored(kind):
    assert click_labels(events(("c1", "q1", "a", 0, kind))).is_empty()

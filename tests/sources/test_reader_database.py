"""Databases by URL, with real SQLite files."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tracemalloc

import pytest

from needlens.errors import MissingExtra, SourceError
from needlens.sources.batch import ReadOptions
from needlens.sources.readers import read
from needlens.sources.readers.database import refuse_writing
from sources.reading import rows_of


@pytest.fixture
def url(tmp_path):
    path = tmp_path / "shop.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE 评价 (id INTEGER, text TEXT, price REAL, photo BLOB)")
        rows = [(i, f"物流很快 {i}", 19.0 + i / 2, b"\0") for i in range(5000)]
        connection.executemany("INSERT INTO 评价 VALUES (?, ?, ?, ?)", rows)
    connection.close()
    return f"sqlite:///{path}"


def test_a_query_streams_in_batches(url):
    query = "SELECT id, text, price, '12:30 100%' AS t, photo, id FROM 评价 WHERE id < 4000;"
    found = list(read(url, ReadOptions(batch_rows=1500), query=query))
    assert [b.rows for b in found] == [1500, 1500, 1000]
    assert found[0].frame.columns == ["id", "text", "price", "t", "photo", "id_2"]
    assert rows_of(found[0])[1] == ("1", "物流很快 1", "19.5", "12:30 100%", None, "1")
    assert found[1].lines[0] == 1501
    assert found[0].source.startswith("sqlite:///")


def test_no_rows_still_show_the_columns(url):
    [batch] = read(url, ReadOptions(), query="SELECT id AS 编号, text FROM 评价 WHERE id < 0")
    assert (batch.rows, batch.frame.columns) == (0, ["编号", "text"])


def test_a_header_like_row_is_data(url):
    [batch] = read(url, ReadOptions(), query="SELECT 'id' AS id, 'text' AS text")
    assert rows_of(batch) == [("id", "text")]


def test_memory_stays_flat(url):
    tracemalloc.start()
    try:
        query = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT i, i FROM n"
        assert sum(b.rows for b in read(url, ReadOptions(batch_rows=2000), query=query)) == 100_000
        assert tracemalloc.get_traced_memory()[1] < 20 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "query",
    [
        "DROP TABLE 评价",
        "SELECT 1; DELETE FROM 评价",
        "SELECT ';'; DELETE FROM 评价",
        "WITH x AS (DELETE FROM 评价 RETURNING *) SELECT * FROM x",
        "SELECT * INTO copy FROM 评价",
        "SELECT 1 -- don't\n; DROP TABLE 评价 -- '",
        "SELECT 1 # don't\n; DROP TABLE 评价 -- '",
        "SELECT /* ' */ 1; DROP TABLE 评价 /* ' */",
        "SELECT '\\''; DROP TABLE 评价; '",
        "SELECT $$'$$; DROP TABLE 评价; SELECT $$'$$",
        "PRAGMA writable_schema = 1",
        "ATTACH 'x.db' AS y",
        "EXPLAIN SELECT 1",
        "VALUES (1)",
        "   ",
    ],
)
def test_anything_but_one_select_is_refused(url, query):
    with pytest.raises(SourceError):
        list(read(url, ReadOptions(), query=query))
    assert sum(b.rows for b in read(url, ReadOptions(), query="SELECT * FROM 评价")) == 5000


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM 评价 WHERE text LIKE '%delete; drop%'",
        "select updated_at, created, \"update\" from `insert` where a = 'it''s'",
        "(SELECT 1) UNION SELECT replace(a, 'x', 'y') FROM t",
        "WITH t AS (SELECT 1) SELECT * FROM t;",
    ],
)
def test_plain_selects_pass(query):
    refuse_writing(query)


@pytest.mark.parametrize(
    ("url", "query", "message"),
    [
        ("sqlite:////nowhere/shop.db", "SELECT 1", "no database file"),
        ("sqlite://", "SELECT 1", "path of a SQLite file"),
        ("sqlite:///x.db", None, "needs a query"),
        ("http://example.com/a.csv", None, "web addresses"),
        ("nosuch://u:geheim@host/db", "SELECT 1", "no database of kind 'nosuch'"),
        ("post gres://u:geheim@host/db", "SELECT 1", "not the URL of a database"),
    ],
)
def test_wrong_urls_are_a_sentence_without_the_password(url, query, message):
    with pytest.raises(SourceError, match=message) as caught:
        list(read(url, ReadOptions(), query=query))
    assert "geheim" not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_a_missing_driver_names_its_package():
    with pytest.raises(MissingExtra, match="psycopg2") as caught:
        list(read("postgresql+psycopg2://u:geheim@localhost/db", ReadOptions(), query="SELECT 1"))
    assert "geheim" not in str(caught.value)


def test_what_the_database_says_is_passed_on(url):
    with pytest.raises(SourceError, match="no such table: 没有"):
        list(read(url, ReadOptions(), query="SELECT * FROM 没有"))


def test_without_sqlalchemy_the_extra_is_named(url):
    code = (
        "import sys; sys.modules['sqlalchemy'] = None\n"
        "from needlens.sources.readers.database import read_query\n"
        "from needlens.sources.batch import ReadOptions\n"
        f"read_query({url!r}, 'SELECT 1', ReadOptions())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "needlens[sql]" in done.stderr

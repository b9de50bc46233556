"""The table of labels, and workspaces from before there was one."""

from importlib.resources import files

import duckdb

from needlens.config import StoreConfig
from needlens.labels.label import LABELS
from needlens.labels.stored import load
from needlens.store import SCHEMA_VERSION, Database


def test_the_table_has_the_columns_the_stage_declares(database):
    found = database.query("SELECT * FROM labels")
    assert found.schema == LABELS


def test_a_workspace_of_the_first_version_is_brought_up_to_date(tmp_path):
    path = tmp_path / "shop.duckdb"
    first = files("needlens.store").joinpath("migrations/0001_spine.sql").read_text("utf-8")
    with duckdb.connect(str(path)) as old:
        old.execute("CREATE TABLE meta (schema_version INTEGER NOT NULL)")
        old.execute(first)
        old.execute("INSERT INTO meta VALUES (1)")
        old.execute("INSERT INTO voices VALUES ('review', 'r1', 'r1', 1.0)")
    opened = Database(path, StoreConfig())
    assert load(opened).is_empty()
    assert opened.query("SELECT * FROM voices").height == 1
    assert opened.query("SELECT schema_version FROM meta").rows() == [(SCHEMA_VERSION,)]
    opened.close()

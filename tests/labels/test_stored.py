"""The table of labels, and workspaces from before there was one."""

from importlib.resources import files

import duckdb
import polars as pl

from needlens.config import StoreConfig
from needlens.insight.export import export
from needlens.labels.label import LABELS
from needlens.labels.stored import load
from needlens.labels.table import as_rows
from needlens.store import SCHEMA_VERSION, Database


def test_the_table_has_the_columns_the_stage_declares(database):
    found = database.query("SELECT * FROM labels")
    assert found.schema == LABELS


def test_the_shop_has_verbs_for_labels(opened, tmp_path):
    assert opened.labels().is_empty() and opened.labels().schema == LABELS
    found = opened.unlabelled()
    texts = [t for frame in opened.texts(rows=3) for t in frame["text"]]
    assert len(texts) == len(set(texts)) == 8
    assert all(any(s in t for t in texts) for s in found["text"])
    export(as_rows(found.head(3)), tmp_path / "给李.jsonl")
    done = opened.import_labels(tmp_path / "给李.jsonl", annotator="li", source="llm", checked=True)
    assert (done.kept.added, done.refused) == (3, ())
    assert opened.labels()["annotator"].to_list() == ["li"] * 3
    assert opened.unlabelled().height == found.height - 3
    assert opened.export("labels", tmp_path / "labels.parquet") == 3
    assert pl.read_parquet(tmp_path / "labels.parquet").schema == LABELS


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

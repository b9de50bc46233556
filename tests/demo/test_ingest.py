"""The prepared files go through the normal ingest, with nothing lost or set aside."""

import pytest

from needlens.demo import prepare
from needlens.records import KINDS
from needlens.sources import Ingest, Reading
from needlens.store import Workspace, runs
from needlens.text.pseudonyms import read_or_create_key


@pytest.fixture
def files(archives, tmp_path):
    return prepare(archives, tmp_path / "files")


@pytest.fixture
def database(tmp_path):
    database = Workspace.create(tmp_path / "shop").database()
    yield database
    database.close()


@pytest.fixture
def ingest(database, tmp_path):
    workspace = Workspace.find(tmp_path / "shop")
    run = Ingest(database, workspace.config, read_or_create_key(workspace.key_path))
    return lambda files: [a for f in files for a in run(f.path, Reading(kind=f.kind))]


def stored(database):
    return runs.table_counts(database, [record.table for record in KINDS.values()])


def test_every_row_is_taken_and_a_repeat_adds_nothing(files, database, ingest):
    accounts = ingest(files)
    before = stored(database)
    assert [a.source for a in accounts] == [f.path.name for f in files]
    assert all(a.adds_up and a.quarantined == 0 for a in accounts)
    assert {"real", "assigned", "simulated"} == set(before["provenance"])
    assert all(a.accepted == 0 for a in ingest(files))
    assert stored(database).equals(before)


def test_reviews_arrive_in_both_languages_with_their_links(files, database, ingest):
    accounts = {a.source: a for a in ingest(files)}
    assert accounts["laptop-reviews-zh.csv"].encoding == "gb18030"
    columns = 'text, product_id, provenance, language, "at"'
    rows = {r["text"]: r for r in database.query(f"SELECT {columns} FROM reviews").to_dicts()}
    laptop = rows["驱动难装，系统总蓝屏"]
    assert laptop["product_id"] in ("el-0001", "el-0002")
    assert (laptop["provenance"], laptop["language"], laptop["at"]) == ("assigned", "zh", None)
    english = next(row for text, row in rows.items() if text.startswith("my nokia"))
    assert (english["product_id"], english["language"]) == ("rv-nokia", "en")


def test_reviews_do_not_change_the_catalogue(files, database, ingest):
    catalogue = "SELECT product_id, title, category, provenance FROM products ORDER BY ALL"
    ingest([f for f in files if f.kind == "product"])
    before = database.query(catalogue)
    ingest([f for f in files if f.kind == "review"])
    assert database.query(catalogue).equals(before)

"""The DuckDB file: schema, locking, versions, transactions."""

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from needlens.config import StoreConfig
from needlens.errors import NotFound, StoreError, WorkspaceBusy
from needlens.needs.columns import EVIDENCE, NEEDS
from needlens.records import KINDS
from needlens.store import SCHEMA_VERSION, Database


@pytest.fixture
def database(tmp_path):
    opened = Database(tmp_path / "shop.duckdb", StoreConfig())
    yield opened
    opened.close()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_tables_have_the_columns_the_records_declare(database, kind):
    record = KINDS[kind]
    found = database.query(f"SELECT * FROM {record.table}")
    assert found.columns == record.column_names()
    for name, column in record.columns().items():
        declared = pl.String if isinstance(column.dtype, pl.Enum) else column.dtype
        assert found.schema[name] == declared, name


@pytest.mark.parametrize(("table", "schema"), [("needs", NEEDS), ("evidence", EVIDENCE)])
def test_result_tables_have_the_columns_the_stage_declares(database, table, schema):
    assert database.query(f"SELECT * FROM {table}").schema == schema


def test_a_second_process_is_told_who_holds_the_workspace(tmp_path, database):
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from needlens.config import StoreConfig\nfrom needlens.errors import WorkspaceBusy\n"
        "from needlens.store import Database\n"
        "try:\n    Database(Path(sys.argv[1]), StoreConfig())\n"
        "except WorkspaceBusy as error:\n    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "shop.duckdb")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "is using" in done.stdout and str(tmp_path) in done.stdout
    assert issubclass(WorkspaceBusy, Exception)


def test_a_failed_transaction_leaves_nothing(database):
    with pytest.raises(RuntimeError), database.transaction():
        database.execute("INSERT INTO voices VALUES ('review', 'r1', 'r1', 1.0)")
        raise RuntimeError
    assert database.query("SELECT * FROM voices").is_empty()


def test_a_newer_schema_is_refused_with_advice(tmp_path):
    path = tmp_path / "shop.duckdb"
    opened = Database(path, StoreConfig())
    opened.execute("UPDATE meta SET schema_version = ?", [SCHEMA_VERSION + 1])
    opened.close()
    with pytest.raises(StoreError, match="newer needlens"):
        Database(path, StoreConfig())


def test_somebody_elses_duckdb_file_is_refused_and_left_alone(tmp_path):
    import duckdb

    path = tmp_path / "shop.duckdb"
    with duckdb.connect(str(path)) as other:
        other.execute("CREATE TABLE mine (x INTEGER)")
    with pytest.raises(StoreError, match="not of a needlens workspace"):
        Database(path, StoreConfig())
    with duckdb.connect(str(path)) as other:
        assert other.execute("SELECT count(*) FROM duckdb_tables()").fetchone() == (1,)


def test_reading_a_workspace_without_database_says_what_to_do(tmp_path):
    with pytest.raises(NotFound, match="ingest something first"):
        Database(tmp_path / "shop.duckdb", StoreConfig(), read_only=True)


def test_a_damaged_file_gives_a_sentence(tmp_path):
    path = Path(tmp_path / "shop.duckdb")
    path.write_bytes(b"not a database" * 1000)
    with pytest.raises(StoreError):
        Database(path, StoreConfig())


def test_times_come_back_in_utc_wherever_the_machine_is(tmp_path):
    code = (
        "import sys, datetime as dt\nfrom pathlib import Path\n"
        "from needlens.config import StoreConfig\nfrom needlens.store import Database\n"
        "d = Database(Path(sys.argv[1]), StoreConfig())\n"
        "when = dt.datetime(2026, 1, 1, 2, tzinfo=dt.UTC)\n"
        'd.execute("INSERT INTO runs (name, fingerprint, started_at, batches, accounts) '
        "VALUES ('a', 'b', ?, 0, '[]')\", [when])\n"
        "print(d.query('SELECT started_at FROM runs')['started_at'][0].isoformat())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "shop.duckdb")],
        capture_output=True, text=True, check=True, env={"TZ": "Asia/Shanghai"},
    )  # fmt: skip
    assert done.stdout.strip() == "2026-01-01T02:00:00+00:00"

"""Ingest as a whole: folders, archives, databases, resuming, retrying."""

import json
import sqlite3
import zipfile

import polars as pl
import pytest

from needlens.config import Config, IngestConfig
from needlens.errors import SourceError
from needlens.shop import Shop
from needlens.sources import Reading, ReadOptions

REVIEWS = "评价编号,评价内容,评分\n1,质量很好,5\n2,物流太慢,2\n"
ORDERS = "order_id,product_id,quantity,unit_price\no1,p1,2,9.90\no2,p2,1,19.00\n"


@pytest.fixture
def shop(tmp_path):
    with Shop.open(tmp_path / "shop") as opened:
        yield opened


def rows(shop, table):
    return int(shop.counts().filter(pl.col("table") == table)["n"].sum())


def test_a_folder_is_one_run_with_an_account_per_file(shop, tmp_path):
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "评价.csv").write_text(REVIEWS, encoding="gb18030")
    (folder / "orders.csv").write_text(ORDERS)
    (folder / "notes.docx").write_bytes(b"PK nothing")
    accounts = shop.ingest(folder)
    assert sum(a.accepted for a in accounts) == 4 and all(a.adds_up for a in accounts)
    assert any("notes.docx" in w for a in accounts for w in a.warnings)
    again = shop.ingest(folder)
    assert sum(a.accepted for a in again) == 0 and sum(a.duplicate for a in again) == 4


def test_a_strange_table_in_an_archive_does_not_stop_the_others(shop, tmp_path):
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("a/评价.csv", REVIEWS)
        out.writestr("b/strange.csv", "foo,bar\nspam,eggs\nham,tea\n")
        out.writestr("c/orders.csv", ORDERS)
    accounts = {a.source: a for a in shop.ingest(archive)}
    assert accounts["all.zip/a/评价.csv"].accepted == 2
    assert accounts["all.zip/c/orders.csv"].accepted == 2
    strange = accounts["all.zip/b/strange.csv"]
    assert strange.quarantined == strange.rows > 0 and strange.warnings


def test_a_strange_file_alone_is_refused_with_the_ways_out(shop, tmp_path):
    path = tmp_path / "strange.csv"
    path.write_text("foo,bar\nspam,eggs\nham,tea\n")
    with pytest.raises(SourceError, match="--kind review"):
        shop.ingest(path)


def test_a_query_reads_a_database(shop, tmp_path):
    with sqlite3.connect(tmp_path / "old.db") as old:
        old.execute("CREATE TABLE reviews (id INTEGER, content TEXT, stars INTEGER)")
        old.executemany(
            "INSERT INTO reviews VALUES (?, ?, ?)", [(1, "味道不错", 5), (2, "cold food", 2)]
        )
    old.close()
    reading = Reading(
        query="SELECT id AS review_id, content AS review_text, stars AS rating FROM reviews"
    )
    (account,) = shop.ingest(f"sqlite:///{tmp_path}/old.db", reading)
    assert (account.rows, account.accepted) == (2, 2)
    (again,) = shop.ingest(f"sqlite:///{tmp_path}/old.db", reading)
    assert (again.rows, again.duplicate) == (2, 2)


def test_an_interrupted_run_goes_on_after_its_last_batch(tmp_path):
    path = tmp_path / "r.csv"
    lines = "".join(f"{i},第{i}条评价很好,5\n" for i in range(100))
    path.write_text("评价编号,评价内容,评分\n" + lines, encoding="utf-8")
    config = Config(ingest=IngestConfig(batch_rows=10))

    class Stop(Exception):
        pass

    def stop(what, done, total):
        if done >= 40:
            raise Stop

    with Shop.open(tmp_path / "shop", config) as shop:
        with pytest.raises(Stop):
            shop.ingest(path, progress=stop)
        assert rows(shop, "reviews") == 40
        (account,) = shop.ingest(path)
        assert (account.rows, account.accepted, account.duplicate) == (100, 100, 0)
        assert rows(shop, "reviews") == 100


def test_a_row_with_one_bad_cell_is_set_aside_whole_and_comes_back(shop, tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text(
        "order_id,product_id,quantity,unit_price,title\no1,p1,many,9.9,水壶\no2,p2,1,5,Kettle\n"
    )
    (account,) = shop.ingest(path)
    assert (account.accepted, account.quarantined) == (1, 1)
    assert rows(shop, "products") == 1
    (row,) = shop.quarantine().to_dicts()
    assert row["line"] == 2 and "many" in row["reason"] and row["column"] == "quantity"
    assert shop.retry().quarantined == 1
    retried = shop.retry(Reading(kind="order", fields={"order_id": "order_id", "product_id": "product_id",
                                                        "quantity": "unit_price"}))  # fmt: skip
    assert retried.accepted == 1 and shop.quarantine().is_empty()


def test_the_sealed_row_is_whole_and_the_view_is_masked(shop, tmp_path):
    path = tmp_path / "r.jsonl"
    path.write_text(
        json.dumps({"review_text": "电话13812345678", "rating": "很多"}, ensure_ascii=False) + "\n"
    )
    shop.ingest(path, Reading(kind="review"))
    assert "13812345678" not in shop.quarantine()["shown"][0]
    shop.save_quarantine(tmp_path / "out.jsonl")
    assert "13812345678" in (tmp_path / "out.jsonl").read_text(encoding="utf-8")
    assert b"13812345678" not in (tmp_path / "shop" / "shop.duckdb").read_bytes()


def test_default_praise_is_kept_as_noise_and_never_mined(shop, tmp_path):
    path = tmp_path / "r.csv"
    path.write_text(
        "评价内容,评分\n此用户没有填写评价,5\n系统默认好评,5\n真的很好用,5\n", encoding="utf-8"
    )
    (account,) = shop.ingest(path)
    assert account.accepted == 3
    assert shop.mine().texts == 1


def test_a_flood_of_copies_is_one_voice(shop, tmp_path):
    path = tmp_path / "r.csv"
    flood = "".join(f"{i},物流太慢了真的等了好久好久都不到,1\n" for i in range(50))
    path.write_text(
        "评价编号,评价内容,评分\n" + flood + "90,快递慢,1\n91,发货慢死了,1\n92,配送太慢,2\n",
        encoding="utf-8",
    )
    shop.ingest(path)
    assert shop.mine().copies == 49
    (need,) = [n for n in shop.needs() if n.category == "LOGISTICS#SPEED"]
    assert need.demand.value == pytest.approx(4) and need.demand.n == 53


def test_options_reach_the_reader(shop, tmp_path):
    path = tmp_path / "r.txt"
    path.write_bytes("评价內容|評分\n品質很好|5\n".replace("评价", "評價").encode("big5"))
    reading = Reading(options=ReadOptions(encoding="big5", delimiter="|"))
    (account,) = shop.ingest(path, reading)
    assert (account.accepted, account.encoding) == (1, "big5")

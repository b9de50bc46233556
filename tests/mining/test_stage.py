"""A pass over the texts of a shop: what is read, once, and what another version replaces."""

from __future__ import annotations

import polars as pl
import pytest

import needlens
from needlens.lm.shipped import installed
from needlens.mining import Domain, RuleMiner, implied, stage
from needlens.mining.library.library import PACKAGE
from needlens.mining.stage import read_texts
from needlens.store import Workspace, results

ZH = """评价编号,评价内容,评分,评价时间,用户ID
1,物流太慢了，等了一周才到,2,2026-01-03 10:00:00,甲
2,给爸妈买的，希望字再大一点,4,2026-01-04 10:00:00,乙
3,请问有大码吗？,5,2026-01-05 10:00:00,丙
4,新鞋逛一天街，脚后跟两个血泡,3,2026-01-06 10:00:00,丁
"""
EN = """review_id,review,rating,date,user
a1,"Delivery was very slow, took two weeks",2,2026-01-05,ann
a2,"Bought it for my dad. Please add bigger letters",4,2026-01-15,bob
a3,"Does it come in a larger size?",5,2026-02-05,cat
a4,"my heels were bleeding after one walk",3,2026-02-06,dan
"""
DOMAIN = Domain.load("ecommerce")


@pytest.fixture
def database(tmp_path):
    (tmp_path / "评价.csv").write_text(ZH, encoding="gb18030")
    (tmp_path / "reviews.csv").write_text(EN, encoding="utf-8")
    with needlens.open(tmp_path / "my-shop") as shop:
        shop.ingest(tmp_path / "评价.csv")
        shop.ingest(tmp_path / "reviews.csv")
    opened = Workspace.find(tmp_path / "my-shop").database()
    yield opened
    opened.close()


def remarks(database, origin):
    rows = database.query(
        "SELECT m.statement, m.category, m.facets, substring(r.text, m.start + 1, m.\"end\" - m.start) AS quote "
        "FROM remarks m JOIN reviews r ON r.id = m.signal_id WHERE m.kind = 'review' AND m.origin = ? "
        "ORDER BY m.statement",
        [origin],
    )  # fmt: skip
    return rows.rows(named=True)


def everything(database):
    return {
        table: sorted(map(str, database.query(f"SELECT * FROM {table}").rows()))
        for table in ("mined", *results.FOUND)
    }


def test_questions_and_reasons_are_stored_with_their_quotes(database):
    read = read_texts(database, RuleMiner(DOMAIN), DOMAIN, rows=3)
    assert read.texts == 8 and read.opinions >= 2 and read.suggestions >= 2
    asked = remarks(database, "question")
    assert len(asked) == 2 and any("大码" in row["quote"] for row in asked)
    assert any("larger size" in row["quote"] for row in asked)
    reasons = remarks(database, "reason")
    assert [row["quote"] for row in reasons if "爸妈" in row["quote"]]
    assert [row["quote"] for row in reasons if "dad" in row["quote"]]
    assert {row["category"] for row in reasons} == {"DEMAND#USE"}
    assert {id for row in reasons for id in row["facets"]} >= {
        "audience:parents",
        "audience:father",
    }
    stored = database.query("SELECT count(*) AS n FROM remarks")["n"][0]
    assert read.remarks == stored


@pytest.mark.skipif(
    PACKAGE not in installed(), reason="the package of the library is not installed"
)
def test_what_is_implied_is_stored(database):
    read_texts(database, RuleMiner(DOMAIN), DOMAIN, rows=100)
    hints = {row["quote"] for row in remarks(database, "implied")}
    assert {"新鞋逛一天街，脚后跟两个血泡", "my heels were bleeding after one walk"} <= hints
    versions = database.query("SELECT DISTINCT origin = 'implied' AS hint, version FROM remarks")
    assert set(versions.filter(pl.col("hint"))["version"]) == {implied.version()}
    assert implied.version() not in set(versions.filter(~pl.col("hint"))["version"])


def test_a_text_is_read_once_whatever_the_size_of_a_batch(database):
    miner = RuleMiner(DOMAIN)
    first = read_texts(database, miner, DOMAIN, rows=1)
    stored = everything(database)
    again = read_texts(database, miner, DOMAIN, rows=100)
    assert first.texts == 8 and again == stage.Read(0, 0, 0, 0)
    assert everything(database) == stored
    database.execute("DELETE FROM mined")
    read_texts(database, miner, DOMAIN, rows=100)
    assert everything(database) == stored


@pytest.mark.parametrize("changed", ["tier", "remarks", "implied"])
def test_another_version_of_any_part_replaces_what_was_found(database, monkeypatch, changed):
    miner = RuleMiner(DOMAIN)
    read_texts(database, miner, DOMAIN, rows=100)
    before = everything(database)
    if changed == "tier":
        miner.version = "later"
    elif changed == "remarks":
        monkeypatch.setattr(stage, "REMARKS", "later")
    else:
        monkeypatch.setattr(implied, "version", lambda *_: "later")
    read = read_texts(database, miner, DOMAIN, rows=100)
    after = everything(database)
    assert read.texts == 8 and len(after["mined"]) == 8
    assert after["mined"] != before["mined"] and "later" in after["mined"][0]
    for table in results.FOUND:
        assert len(after[table]) == len(before[table]), table


def test_what_was_found_in_a_removed_text_is_forgotten(database):
    miner = RuleMiner(DOMAIN)
    read_texts(database, miner, DOMAIN, rows=100)
    database.execute("DELETE FROM reviews WHERE text LIKE '%爸妈%' OR text LIKE '%dad%'")
    read = read_texts(database, miner, DOMAIN, rows=100)
    assert read.texts == 0 and len(everything(database)["mined"]) == 6
    assert not [row for row in remarks(database, "reason") if "dad" in row["quote"]]
    left = database.query(
        "SELECT DISTINCT signal_id FROM remarks ANTI JOIN reviews ON signal_id = id"
    )
    assert left.is_empty()


def test_a_pass_that_is_stopped_goes_on_where_it_was(database):
    class Tired(RuleMiner):
        batches = 0

        def mine(self, frame):
            self.batches += 1
            if self.batches == 3:
                raise KeyboardInterrupt
            return super().mine(frame)

    with pytest.raises(KeyboardInterrupt):
        read_texts(database, Tired(DOMAIN), DOMAIN, rows=2)
    assert len(everything(database)["mined"]) == 4
    rest = read_texts(database, RuleMiner(DOMAIN), DOMAIN, rows=2)
    assert rest.texts == 4
    stored = everything(database)
    database.execute("DELETE FROM mined")
    read_texts(database, RuleMiner(DOMAIN), DOMAIN, rows=100)
    assert everything(database) == stored


def test_progress_counts_the_texts_of_each_kind(database):
    seen = []
    read_texts(
        database, RuleMiner(DOMAIN), DOMAIN, rows=3, progress=lambda *told: seen.append(told)
    )
    assert seen == [("mining reviews", n, 8) for n in (3, 6, 8)]

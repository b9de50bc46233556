"""The commands as a user meets them: what they print, what they leave, how they fail."""

import json
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest


def test_check_shows_and_stores_nothing(run, files):
    before = set(Path().iterdir())
    done = run("check", files[0])
    assert done.code == 0
    assert "gb18030" in done.out and "nothing was stored" in done.out
    assert "would be set aside (1)" in done.out and "八十" in done.out
    assert "13812345678" not in done.out
    assert set(Path().iterdir()) == before


def test_ingest_accounts_for_every_row(run, files):
    run("open", "my-shop")
    zh, en = json.loads(run("ingest", *files, "--json").out)
    assert (zh["in"], zh["accepted"], zh["quarantined"], zh["duplicate"]) == (8, 7, 1, 0)
    assert (en["in"], en["accepted"], en["quarantined"], en["duplicate"]) == (3, 3, 0, 0)
    again, _ = json.loads(run("ingest", *files, "--json").out)
    assert (again["in"], again["accepted"], again["quarantined"], again["duplicate"]) == (
        8,
        0,
        1,
        7,
    )


def test_the_same_rows_in_another_file_are_duplicates(shop, files):
    copy = files[1].with_name("copy.csv")
    lines = files[1].read_text().splitlines()
    copy.write_text("\n".join([lines[0], *reversed(lines[1:])]))
    (account,) = json.loads(shop("ingest", copy, "--json").out)
    assert (account["accepted"], account["duplicate"]) == (0, 3)


def test_needs_in_both_languages_with_their_quotes(shop):
    done = shop("needs")
    assert done.code == 0 and "物流" in done.out
    needs = json.loads(shop("needs", "--json").out)
    slow = next(n for n in needs if n["category"] == "LOGISTICS#SPEED")
    assert slow["demand"]["n"] >= 6 and slow["state"] in ("unmet", "underserved")
    quotes = [e["quote"] for e in slow["evidence"]]
    assert any("慢" in q for q in quotes) and any("slow" in q.lower() for q in quotes)


def test_evidence_names_file_and_line(shop):
    needs = json.loads(shop("needs", "--json").out)
    slow = next(n for n in needs if n["category"] == "LOGISTICS#SPEED")
    pieces = json.loads(shop("evidence", slow["id"], "--json").out)
    assert {(e["source"], e["line"]) for e in pieces} >= {("评价.csv", 2), ("reviews.csv", 2)}
    assert all(e["customer_id"].startswith("c-") for e in pieces)
    assert shop("evidence", "n-nothing").code == 2


def test_needs_since(shop):
    recent = json.loads(shop("needs", "--since", "2026-02-01", "--json").out)
    assert all(e["at"] >= "2026-02-01" for need in recent for e in need["evidence"])
    assert shop("needs", "--since", "soon").code == 2


def test_report_is_one_file_without_personal_data(shop):
    done = shop("report", "out.html")
    assert done.code == 0
    page = Path("out.html").read_text(encoding="utf-8")
    assert "物流" in page and "13812345678" not in page
    shop("export", "reviews", "reviews.csv")
    assert "⟨phone⟩" in Path("reviews.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl", "parquet"])
@pytest.mark.parametrize("table", ["needs", "evidence", "reviews", "opinions", "quarantine"])
def test_export(shop, table, ending):
    assert shop("export", table, f"out.{ending}").code == 0
    assert Path(f"out.{ending}").stat().st_size > 0
    if ending == "parquet":
        assert pl.read_parquet("out.parquet").height > 0


def test_export_of_an_unknown_table_lists_the_known(shop):
    done = shop("export", "nothing", "out.csv")
    assert done.code == 2 and "reviews" in done.err


def test_quarantine_is_masked_and_can_be_retried_after_a_fix(run, tmp_path):
    run("open", "my-shop")
    table = tmp_path / "strange.csv"
    table.write_text("foo,bar\n打电话13912345678给我，质量很差,x\n包装很好,y\n", encoding="utf-8")
    first = run("ingest", table, "--kind", "review", "--field", "rating=bar",
                "--field", "text=foo", "--header-row", 1)  # fmt: skip
    assert first.code == 0, first.err
    rows = json.loads(run("quarantine", "--json").out)
    assert len(rows) == 2 and rows[0]["line"] == 2
    assert "13912345678" not in json.dumps(rows)
    account = json.loads(
        run("quarantine", "--retry", "--kind", "review", "--field", "text=foo", "--json").out
    )
    assert (account["in"], account["accepted"], account["quarantined"]) == (2, 2, 0)
    assert json.loads(run("quarantine", "--json").out) == []


def test_the_view_of_quarantined_rows_hides_who_wrote_them(run, tmp_path):
    table = tmp_path / "orders.csv"
    table.write_text(
        "订单编号,买家会员名,宝贝标题,购买数量,收货人姓名,收货地址\n1,云朵小店主,水壶,八,王小明,甲路1号\n",
        encoding="utf-8",
    )
    run("open", "my-shop")
    run("ingest", table)
    seen = run("quarantine").out + run("quarantine", "--json").out
    assert "八" in seen and "水壶" in seen
    assert "云朵小店主" not in seen and "王小明" not in seen and "甲路" not in seen


def test_quarantine_can_be_saved_mended_and_ingested(shop):
    assert shop("quarantine", "--save", "rows.jsonl").code == 0
    saved = Path("rows.jsonl")
    assert saved.stat().st_mode & 0o077 == 0
    saved.write_text(saved.read_text(encoding="utf-8").replace("八十", "4"), encoding="utf-8")
    (account,) = json.loads(shop("ingest", saved, "--json").out)
    assert (account["in"], account["accepted"]) == (1, 1)
    assert shop("quarantine", "--drop").code == 0
    assert json.loads(shop("quarantine", "--json").out) == []


def test_editing_the_domain_and_mining_again_replaces_what_was_found(shop):
    assert json.loads(shop("mine", "--json").out)["texts"] == 0
    domain = Path("my-shop/domains/ecommerce.toml")
    domain.write_text(domain.read_text(encoding="utf-8") + "\n# my own edition\n", encoding="utf-8")
    again = json.loads(shop("mine", "--json").out)
    assert again["texts"] == 9
    opinions = Path("opinions.parquet")
    shop("export", "opinions", opinions)
    assert pl.read_parquet(opinions)["version"].n_unique() == 1


def test_a_broken_domain_file_is_named(shop):
    Path("my-shop/domains/ecommerce.toml").write_text("[[[", encoding="utf-8")
    done = shop("mine")
    assert done.code == 2 and "ecommerce.toml" in done.err


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["ingest", "missing.csv"], 2, "no file or folder"),
        (["needs", "-n", "0"], 2, "greater than or equal to 1"),
        (["nonsense"], 2, "nonsense"),
        (["ingest"], 2, ""),
        (["ingest", "评价.csv", "--field", "text"], 2, "FIELD=COLUMN"),
        (["ingest", "评价.csv", "--platform", "nowhere"], 2, "taobao"),
        (["ingest", "评价.csv", "--encoding", "nonsense"], 2, "nonsense"),
    ],
)
def test_a_users_mistake_is_a_sentence_and_exit_code_2(shop, arguments, code, says):
    done = shop(*arguments)
    assert done.code == code and says in done.err


def test_without_a_workspace_the_way_to_one_is_told(run):
    done = run("needs")
    assert done.code == 2 and "needlens open" in done.err


def test_a_wrong_setting_is_told(shop):
    Path("my-shop/needlens.toml").write_text("[needs]\nmin_evidense = 2\n")
    done = shop("needs")
    assert done.code == 2 and "did you mean needs.min_evidence" in done.err


def test_config_prints_a_file_that_loads(run):
    from needlens.config import Config

    assert Config.from_text(run("config", "--default").out) == Config()
    assert json.loads(run("config", "--json").out)["needs"]["min_evidence"] == 3


def test_doctor_is_content_with_a_good_workspace(shop):
    findings = json.loads(shop("doctor", "--json").out)
    assert all(f["ok"] for f in findings)
    os.chmod("my-shop/key", 0o644)
    assert shop("doctor").code == 2


def test_open_shows_what_is_there(shop):
    done = shop("open", "my-shop")
    assert "reviews" in done.out and "real" in done.out


def test_review_text_cannot_steer_the_terminal(run, tmp_path):
    evil = tmp_path / "evil.csv"
    ways = ("等了一个多星期", "包裹还在路上", "催了三次没人理", "比别家晚到五天")
    rows = [f"物流太慢\x1b[2J\x1b]0;pwned\x07 [red]x[/red]{way}" for way in ways]
    evil.write_text("review,rating\n" + ",2\n".join(rows) + ",2\n", encoding="utf-8")
    run("open", "my-shop")
    run("ingest", evil)
    run("mine")
    done = run("needs")
    assert "\x1b]0" not in done.out and "\x07" not in done.out and "物流" in done.out


def test_no_progress_bars_in_a_log(files, tmp_path):
    subprocess.run([sys.executable, "-m", "needlens", "open", "my-shop"], check=True, cwd=tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "needlens", "ingest", *map(str, files)],
        capture_output=True, text=True, check=True, cwd=tmp_path,
    )  # fmt: skip
    assert done.stderr == "" and "\x1b" not in done.stdout

"""T8: dirty files by the hundred go through the shop: nothing crashes, every row is accounted for.

The counts of an account are checked against the store, not against each other: records
that can be asked for, rows set aside that can be opened.
"""

import json
import os
import sys
from collections import Counter
from pathlib import Path

import pytest

from needlens.cli import main
from needlens.errors import SourceError
from needlens.shop import Shop
from needlens.sources import Reading
from sources.dirty_files import dirty_file

FULL = os.environ.get("NEEDLENS_TRUST") == "full"
FILES = 10_000 if FULL else 520
PER_SHOP = 65
"""Files that go into one workspace; as many again read the same ones under other names."""
FIRST_SEED = 20_000
STARTS = range(FIRST_SEED, FIRST_SEED + FILES, PER_SHOP)
GROUPS = [pytest.param(s, marks=pytest.mark.xdist_group(f"fuzz {s % 2}")) for s in STARTS]
TABLES = {"review": "reviews", "order": "orders", "product": "products", "image": "images"}


def take_in(shop, path):
    """Return the accounts of a file, or None when it is refused with a sentence."""
    try:
        return shop.ingest(path)
    except SourceError as error:
        assert len(str(error)) > 20
        return None


def checked(accounts, made):
    """Check what the accounts say by themselves; return the number of rows."""
    for account in accounts:
        counts = (account.accepted, account.quarantined, account.duplicate)
        assert account.rows == sum(counts) and min(counts) >= 0, (made, account)
        assert account.accepted <= sum(account.records.values()), (made, account)
    rows = sum(account.rows for account in accounts)
    assert made.rows is None or rows == made.rows, (made, accounts)
    return rows


def stored(shop):
    return Counter(dict(shop.counts().select("table", "n").iter_rows()))


@pytest.mark.parametrize("first", GROUPS)
def test_every_row_of_dirty_files_is_stored_or_set_aside_or_known(tmp_path, first):
    new, aside = Counter(), Counter()
    with Shop.open(tmp_path / "shop") as shop:
        for seed in range(first, first + PER_SHOP):
            made = dirty_file(seed, tmp_path)
            accounts = take_in(shop, made.path)
            if accounts is None:
                assert made.rows is None, made
                continue
            checked(accounts, made)
            for account in accounts:
                new.update({TABLES[kind]: n for kind, n in account.records.items()})
                aside[account.source] += account.quarantined
            again = take_in(shop, made.path)
            assert checked(again, made) == sum(a.rows for a in accounts)
            assert not any(a.accepted for a in again), made
        assert stored(shop) == new
        rows = shop.quarantine()
        assert Counter(rows["source"].to_list()) == +aside
        assert rows["reason"].str.len_chars().min() >= 8 and rows["line"].min() >= 1
        whole = can_be_opened(shop, tmp_path / "aside.jsonl", rows.height)
        retried_loses_nothing(shop, whole, tmp_path)


def can_be_opened(shop, path, n):
    """Save the rows set aside; each is one line, a JSON object. Return them."""
    assert shop.save_quarantine(path) == n
    lines = path.read_text(encoding="utf-8").split("\n")
    assert lines.pop() == "" and len(lines) == n
    assert all(isinstance(json.loads(line), dict) for line in lines)
    return Counter(lines)


def retried_loses_nothing(shop, whole, folder):
    """What leaves quarantine is stored or was known; what stays is as it was."""
    before = stored(shop)
    account = shop.retry()
    assert account.rows == sum(whole.values())
    assert min(account.accepted, account.quarantined, account.duplicate) >= 0
    assert account.adds_up
    left = shop.quarantine().height
    assert left == account.quarantined
    added = sum((stored(shop) - before).values())
    assert added >= account.accepted
    assert can_be_opened(shop, folder / "left.jsonl", left) <= whole


@pytest.mark.xdist_group("fuzz 1")
def test_known_rows_add_nothing_under_another_name_or_batch_size(tmp_path, monkeypatch):
    monkeypatch.setenv("NEEDLENS_INGEST_BATCH_ROWS", "37")
    with Shop.open(tmp_path / "shop") as shop:
        for seed in range(FIRST_SEED, FIRST_SEED + (400 if FULL else 25)):
            made = dirty_file(seed, tmp_path)
            accounts = take_in(shop, made.path)
            if accounts is None:
                continue
            other = made.path.with_name(f"again-{made.path.name}")
            made.path.rename(other)
            before = stored(shop)
            again = shop.ingest(other)
            assert checked(again, made) == checked(accounts, made)
            assert not any(a.accepted for a in again), made
            assert stored(shop) == before


def run(capsys, monkeypatch, *arguments):
    """Run the command line in this process; return its exit code, output and errors."""
    monkeypatch.setattr(sys, "argv", ["needlens", *map(str, arguments)])
    code = 0
    try:
        main()
    except SystemExit as stop:
        code = stop.code or 0
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err and "inside needlens" not in err
    return code, out, err


@pytest.mark.xdist_group("fuzz 0")
def test_the_command_line_takes_any_file_or_says_a_sentence(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(capsys, monkeypatch, "open", "shop")[0] == 0
    for seed in range(FIRST_SEED, FIRST_SEED + (1_000 if FULL else 30)):
        made = dirty_file(seed, tmp_path)
        code, out, err = run(capsys, monkeypatch, "check", made.path, "--json")
        assert code == 0 or (code == 2 and err.startswith("needlens: ") and not out), made
        told = json.loads(out) if code == 0 else None
        code_again, out, err = run(capsys, monkeypatch, "-s", "shop", "ingest", made.path, "--json")
        assert code_again == code, (made, err)
        if code:
            continue
        accounts = json.loads(out)
        assert made.rows is None or sum(a["in"] for a in accounts) == made.rows
        same = ("source", "in", "quarantined", "blank", "platform", "encoding")
        assert [[a[k] for k in same] for a in accounts] == [[a[k] for k in same] for a in told]
        assert run(capsys, monkeypatch, "check", made.path)[0] == 0
    rows = json.loads(run(capsys, monkeypatch, "-s", "shop", "quarantine", "--json")[1])
    saved = run(capsys, monkeypatch, "-s", "shop", "quarantine", "--save", "aside.jsonl")
    assert saved[0] == 0 and len(Path("aside.jsonl").read_text().splitlines()) == len(rows) > 0
    for command in (["quarantine"], ["quarantine", "--retry"], ["mine"], ["needs"], ["doctor"],
                    ["report", "out.html"], ["export", "quarantine", "aside.xlsx"]):  # fmt: skip
        assert run(capsys, monkeypatch, "-s", "shop", *command)[0] == 0, command


MINIFIED = {
    "zh": '[{"评价编号":"1","评价内容":"物流太慢","评分":"九十"},{"评价编号":"1","评价内容":"物流太慢","评分":"九十"},'
          '{"评分":null},{"评分":null},7,7,{},{},{"评价编号":"2","评价内容":"很好","评分":"5"}]',
    "en": '[{"review_id":"1","review":"slow","rating":"lots"},{"review_id":"1","review":"slow","rating":"lots"},'
          '{"rating":null},{"rating":null},7,7,{},{},{"review_id":"2","review":"good","rating":"5"}]',
}  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("batch_rows", ["20000", "2"])
def test_equal_bad_rows_on_one_line_are_all_kept(tmp_path, monkeypatch, language, batch_rows):
    monkeypatch.setenv("NEEDLENS_INGEST_BATCH_ROWS", batch_rows)
    path = tmp_path / "评价.json"
    path.write_text(MINIFIED[language], encoding="utf-8")
    with Shop.open(tmp_path / "shop") as shop:
        (account,) = shop.ingest(path)
        assert (account.rows, account.accepted, account.quarantined) == (9, 1, 8)
        assert shop.quarantine().height == 8
        can_be_opened(shop, tmp_path / "aside.jsonl", 8)
        assert shop.retry().quarantined == 8 and shop.quarantine().height == 8
        path.rename(tmp_path / "other.json")
        (again,) = shop.ingest(tmp_path / "other.json")
        assert (again.accepted, again.quarantined, again.duplicate) == (0, 8, 1)


def test_documents_of_a_platform_on_one_line_do_not_hide_one_another(tmp_path):
    user = '{"UserId":"u1","Labels":["vip"]}'
    item = '{"ItemId":"i1","Categories":["水壶"],"Labels":["红"]}'
    act = '{"FeedbackType":"read","UserId":"u1","ItemId":"i1","Timestamp":"2025-01-02T03:04:05Z"}'
    path = tmp_path / "gorse.json"
    path.write_text(f"[{user},{act},{item},{user}]", encoding="utf-8")
    with Shop.open(tmp_path / "shop") as shop:
        (account,) = shop.ingest(path)
        assert account.platform == "gorse"
        assert (account.accepted, account.quarantined, account.duplicate) == (2, 2, 0)
        assert shop.quarantine().height == 2


def test_a_row_with_more_cells_than_the_header_stays_aside_and_so_does_the_header(tmp_path):
    path = tmp_path / "评价.csv"
    path.write_text(
        "评价内容,商品编号\n很好,k1,多了\n评价内容,商品编号\n物流慢,k2\n", encoding="utf-8"
    )
    with Shop.open(tmp_path / "shop") as shop:
        (account,) = shop.ingest(path)
        assert (account.accepted, account.quarantined) == (1, 2)
        assert shop.retry().quarantined == 2
        assert stored(shop)["reviews"] == 1


def test_rows_of_two_files_of_one_name_are_retried_apart(tmp_path):
    """The same line of two exports: one can be used now, the other cannot."""
    with Shop.open(tmp_path / "shop") as shop:
        for folder, row in (("a", "1,物流慢,many"), ("b", "kk2,很好,？？")):
            (tmp_path / folder).mkdir()
            path = tmp_path / folder / "评价.csv"
            path.write_text(f"评价编号,评价内容,评分\n{row}\n", encoding="utf-8")
            assert shop.ingest(path)[0].quarantined == 1
        account = shop.retry(Reading(kind="review", fields={"rating": "评价编号"}))
        assert (account.rows, account.accepted, account.quarantined) == (2, 1, 1)
        assert shop._database.query("SELECT text, line FROM reviews").rows() == [("物流慢", 2)]
        assert "kk2" in shop.quarantine()["shown"][0]

"""T13, T12, T15: files and words made to do harm, through the command line as a user's are.

A bomb is refused with a sentence and nothing of it is stored; a line of 100 MB costs its
own row and little memory; words that look like SQL, patterns, formulas or escape codes
are words, in cells, headers, file names and arguments alike.
"""

import gzip
import io
import json
import os
import re
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import polars as pl
import pytest

from needlens.cli import main
from needlens.records import KINDS
from needlens.shop import Shop

FULL = os.environ.get("NEEDLENS_TRUST") == "full"
MOST_MEMORY = 512 << 10  # KiB
GOOD = {
    "zh": "评价编号,评价内容,评分\n1,物流很快,5\n2,包装太差,1\n".encode("gb18030"),
    "en": b"review_id,review_text,rating\n1,fast delivery,5\n2,poor box,1\n",
}

pytestmark = pytest.mark.xdist_group("hostile")


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Run the command line in this process; only exit codes 0 and 2 are allowed."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["needlens", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code or 0
        out, err = capsys.readouterr()
        assert code in (0, 2), (arguments, err)
        assert "Traceback" not in out + err
        assert bool(err) == (code == 2)
        return code, out, err

    assert run("open", "my-shop")[0] == 0
    return run


def stored(shop="my-shop"):
    with Shop.open(shop, read_only=True) as opened:
        return {
            row["table"]: row["n"] for row in opened.counts().to_dicts()
        } | {"aside": opened.quarantine().height}  # fmt: skip


# --- bombs ----------------------------------------------------------------------------


def zipped(members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in members:
            new.writestr(name, content)
    return file.getvalue()


def workbook(change, part="sheet1.xml"):
    """Return a real workbook of which one part is changed."""
    from openpyxl import Workbook

    book, file = Workbook(), io.BytesIO()
    book.active.append(["评价编号", "评价内容", "评分"])
    book.active.append(["1", "很好", 5])
    book.save(file)
    with zipfile.ZipFile(file) as old:
        members = [(n, change(old.read(n)) if n.endswith(part) else old.read(n)) for n in old.namelist()]  # fmt: skip
    return zipped(members)


def entities(xml):
    """A billion laughs, in ten lines."""
    names = [f'<!ENTITY a{i} "{f"&a{i - 1};" * 10 if i else "lol"}">' for i in range(10)]
    return (
        b'<?xml version="1.0"?><!DOCTYPE x [' + "".join(names).encode() + b"]>"
        + xml.partition(b"?>")[2].replace(b"<sheetData>", b"<sheetData><row><c><v>&a9;</v></c></row>")
    )  # fmt: skip


def outside(xml):
    doctype = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    return doctype + xml.partition(b"?>")[2]


ZEROS = b"0" * (100 << 20)
BOMBS = {
    "ratio.zip": lambda: zipped([("评价.csv", ZEROS)]),
    "nested.zip": lambda: zipped([("a.zip", zipped([("a.csv", ZEROS)]))]),
    "deep.zip": lambda: zipped([("a.zip", zipped([("b.zip", zipped([("c.zip", b"PK\5\6" + bytes(18))]))]))]),
    "members.zip": lambda: zipped([(f"{i}.csv", b"") for i in range(10_001)]),
    "zeros.csv.gz": lambda: gzip.compress(ZEROS, 1),
    "strings.xlsx": lambda: workbook(lambda xml: xml + b" " * (100 << 20)),
    "entities.xlsx": lambda: workbook(entities),
    "outside.xlsx": lambda: workbook(outside),
    "outside-strings.xlsx": lambda: workbook(outside, "workbook.xml"),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_at_once_and_nothing_is_stored(run, name):
    Path(name).write_bytes(BOMBS[name]())
    for command in (["check", name], ["-s", "my-shop", "ingest", name]):
        began = time.perf_counter()
        code, _, err = run(*command)
        assert time.perf_counter() - began < 2
        assert code == 2 and err.startswith("needlens: ") and len(err) > 40
    assert stored() == {"aside": 0}


def test_what_came_before_a_bomb_in_an_archive_is_there_once(run):
    bomb = zipped([("a.csv", GOOD["en"]), ("z.csv.gz", gzip.compress(ZEROS))])
    Path("both.zip").write_bytes(bomb)
    for _ in range(2):
        assert run("-s", "my-shop", "ingest", "both.zip")[0] == 2
        assert stored() == {"reviews": 2, "aside": 0}


def test_names_in_archives_that_climb_out_are_only_names(run, tmp_path):
    names = ["../../evil.csv", "/etc/cron.d/evil.csv", "C:\\Windows\\evil.csv", "x\\..\\evil.csv",
             "a/../../evil.csv", "\x1b[31mevil.csv", "evil\n.csv"]  # fmt: skip
    members = [(n, GOOD["en"].replace(b",fast", b",%d fast" % i)) for i, n in enumerate(names)]
    Path("names.zip").write_bytes(zipped(members))
    before = {p for p in tmp_path.parent.parent.rglob("*evil*")}
    code, out, _ = run("-s", "my-shop", "ingest", "names.zip", "--json")
    assert code == 0 and stored()["reviews"] == len(names) + 1
    assert {p for p in tmp_path.parent.parent.rglob("*evil*")} == before
    assert not Path("/etc/cron.d/evil.csv").exists()
    assert "\x1b" not in out and len(json.loads(out)) >= len(names) - 2


# --- lines without end ----------------------------------------------------------------

MEASURED = """
import re, sys
from needlens.cli import main
sys.argv[0] = "needlens"
try:
    main()
finally:
    peak = re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]
    sys.stderr.write(f"peak {peak} KiB")
"""
MEGABYTE = b"x" * 1_000_000
LONG = {
    "cell.csv": ([b"review_id,review,rating\n1,fine,5\n2,"], MEGABYTE, [b",1\n3,good,4\n"]),
    "object.json": ([b'[{"review_id":"1","review":"fine","rating":5},{"review":"'], MEGABYTE,
                    [b'"},{"review_id":"3","review":"good","rating":4}]']),
    "评价.csv": (["评价编号,评价内容,评分\n1,很好,5\n2,".encode("gb18030")], "长".encode("gb18030") * 500_000,
               [",1\n3,不错,4\n".encode("gb18030")]),
    "quotes.csv": ([b"review_id,review,rating\n1,fine,5\n"], b'"' * 1_000_000, [b"\n3,good,4\n"]),
    "commas.csv": ([b"review_id,review,rating\n1,fine,5\n"], b"," * 1_000_000, [b"\n3,good,4\n"]),
    "line.jsonl": ([b'{"review_id":"1","review":"fine","rating":5}\n{"review":"'], MEGABYTE,
                   [b'"}\n{"review_id":"3","review":"good","rating":4}\n']),
    "wide.csv": (["评价编号,评价内容,评分\n1,很好,5\n2,".encode("utf-16-le")], "长".encode("utf-16-le") * 500_000,
               [",1\n3,不错,4\n".encode("utf-16-le")]),
}  # fmt: skip


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
@pytest.mark.parametrize("name", LONG if FULL else list(LONG)[:3])
def test_a_line_of_100_megabytes_costs_its_own_row_and_little_memory(run, name):
    before, piece, after = LONG[name]
    with Path(name).open("wb") as file:
        if name == "wide.csv":
            file.write(b"\xff\xfe")
        file.writelines([*before, *[piece] * 100, *after])
    assert Path(name).stat().st_size > 100_000_000
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, "-s", "my-shop", "ingest", name, "--json"],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    (account,) = json.loads(done.stdout)
    assert (account["in"], account["accepted"], account["quarantined"]) == (3, 2, 1)
    assert int(re.search(r"peak (\d+) KiB", done.stderr)[1]) <= MOST_MEMORY


def test_tables_without_end_of_columns_are_refused_and_keys_that_are_data_are_borne(run):
    header = ",".join(["review_text", "rating", *(f"c{i}" for i in range(100_000))])
    Path("wide.csv").write_text(f"{header}\ngood,5\n")
    code, _, err = run("-s", "my-shop", "ingest", "wide.csv")
    assert code == 2 and "100,002 columns" in err and len(err) < 400
    rows = [{"review_id": str(i), "review_text": f"好 good {i}", "rating": "5", f"k{i}": i} for i in range(3_000)]  # fmt: skip
    Path("keys.jsonl").write_text("\n".join(map(json.dumps, rows)))
    assert run("-s", "my-shop", "ingest", "keys.jsonl")[0] == 0
    assert stored() == {"reviews": 3_000, "aside": 0}
    code, _, err = run("-s", "my-shop", "ingest", "keys.jsonl", "--kind", "order")
    assert code == 2 and len(err) < 3_000


# --- words that are no commands -------------------------------------------------------

SQL = ("'; DROP TABLE reviews; --", "' OR '1'='1", '"; DELETE FROM reviews; --', "1; ATTACH 'x.db'",
       "') UNION SELECT * FROM quarantine --", "%' AND 1=1 --", "$1", "?", "{}", "{0.__class__}", "%s",
       "\\'; DROP TABLE needs; --", "read_csv('/etc/passwd')")  # fmt: skip
FIELDS = {
    "reviews.csv": ["review_id", "product_id", "product_title", "customer_id", "review_title", "review_text",
                    "variant", "category", "merchant_reply"],
    "订单.csv": ["订单编号", "商品编号", "商品名称", "买家会员名", "规格", "订单状态", "省份", "城市", "数量"],
    "events.csv": ["event_type", "product_id", "customer_id", "session_id", "query_id", "channel"],
    "chats.csv": ["message", "speaker", "conversation_id", "customer_id", "message_id"],
    "搜索.csv": ["搜索词", "用户ID", "会话ID", "商品编号"],
    "products.csv": ["product_id", "product_title", "brand", "category", "description", "tags", "image_url"],
}  # fmt: skip
FIXED = {"event_type": "view", "speaker": "customer", "数量": "2"}


def write_rows(path, columns, words):
    rows = [{c: FIXED.get(c, word) for c in columns} for word in words]
    pl.DataFrame(rows).write_csv(path)


def test_words_that_look_like_sql_are_stored_as_they_are_and_do_nothing(run):
    for name, columns in FIELDS.items():
        write_rows(name, columns, [f"plain {i}" for i in range(len(SQL))])
        assert run("-s", "my-shop", "ingest", name)[0] == 0
    plain = stored()
    run("open", "other")
    for name, columns in FIELDS.items():
        write_rows(name, columns, SQL)
        assert run("-s", "other", "ingest", name)[0] == 0
    assert stored("other") == plain and plain["reviews"] == plain["chats"] == len(SQL)
    with Shop.open("other", read_only=True) as shop:
        database = shop._database
        texts = set(database.query("SELECT text FROM reviews")["text"])
        tables = set(database.query("SELECT table_name FROM duckdb_tables()")["table_name"])
    assert "'; DROP TABLE reviews; --" in texts and len(texts) >= len(SQL) - 1
    assert {record.table for record in KINDS.values()} <= tables
    for command in (["mine"], ["needs", "--json"], ["report", "r.html"], ["quarantine"], ["doctor"],
                    ["export", "reviews", "r.csv"], ["export", "products", "p.xlsx"],
                    ["quarantine", "--retry"]):  # fmt: skip
        assert run("-s", "other", *command)[0] == 0
    assert stored("other") == plain


@pytest.mark.parametrize(
    "word",
    [*(SQL if FULL else SQL[::3]), "../../etc/passwd", "\x1b[2J", "quarantine q", "[red]x[/red]"],
)
def test_arguments_that_look_like_sql_get_a_sentence_and_change_nothing(run, word):
    Path("评价.csv").write_bytes(GOOD["zh"])
    run("-s", "my-shop", "ingest", "评价.csv")
    before = stored()
    refused = (
        ["evidence", word], ["export", word, "out.csv"], ["export", "reviews", "--", f"out.{word}"],
        ["ingest", "评价.csv", "--kind", word], ["ingest", "评价.csv", "--platform", word],
        ["ingest", "评价.csv", "--field", f"text={word}"], ["ingest", "评价.csv", "--field", f"{word}=评价内容"],
        ["ingest", "评价.csv", "--encoding", word], ["needs", "--since", word],
        ["ingest", "--", word], ["report", "--", f"nowhere/{word}.html"],
        ["ingest", "sqlite:///评价.db", "--query", word], ["quarantine", "--save", f"nowhere/{word}"],
    )  # fmt: skip
    for arguments in refused:
        code, _, err = run("-s", "my-shop", *arguments)
        assert code == 2 and err.startswith("needlens: "), arguments
        assert "\x1b" not in err
    assert stored() == before


def test_a_workspace_with_a_hostile_name_is_a_folder_like_any_other(run):
    name = "a'; DROP TABLE reviews; --\n[red]"
    Path("评价.csv").write_bytes(GOOD["zh"])
    for command in (["open", name], ["-s", name, "ingest", "评价.csv"], ["-s", name, "mine"],
                    ["-s", name, "report", "r.html"], ["-s", name, "doctor"]):  # fmt: skip
        assert run(*command)[0] == 0
    assert stored(name)["reviews"] == 2


HEADERS = ("*", "^.*$", "^评价内容$", "row", "id", "source", "line", ":region", "_title", "known_title",
           "", "评价内容\n二", "'; DROP TABLE reviews; --", '"', "\x1b[31m", "=1+1", "{}", "$1")  # fmt: skip


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_headers_that_are_patterns_or_words_of_ours_are_only_names(run, ending):
    accepted = 0
    for i, header in enumerate(HEADERS):
        rows = [{header: f"{i} {word}", "评价内容\t": f"{word} {i}", "评分": grade}
                for word, grade in (("很好", "5"), ("差", "??"))]  # fmt: skip
        path = Path(f"{i}.{ending}")
        if ending == "csv":
            pl.DataFrame(rows).write_csv(path)
        else:
            path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
        assert run("check", path)[0] == 0
        code, out, _ = run("-s", "my-shop", "ingest", path, "--json")
        (account,) = json.loads(out)
        assert (code, account["accepted"], account["quarantined"]) == (0, 1, 1), header
        accepted += 1
    assert stored() == {"reviews": accepted, "aside": accepted}
    assert run("-s", "my-shop", "quarantine", "--retry")[0] == 0
    assert run("-s", "my-shop", "quarantine")[1].count("\x1b") == 0


# --- names that show ------------------------------------------------------------------

NAMES = (b"a\nneedlens: all is well.csv", b"\x1b[2J\x1b[31mred.csv", "\u202egnp.csv".encode(), b"[red]x[bold].csv",
         b"<script>alert(1)<svg onload=alert(1)>.csv", b"\xff\xfe.csv", "\u009b31m.csv".encode(), b"--json.csv",
         b"=1+1.csv", b"$(touch evil).csv", b"'; DROP TABLE reviews; --.csv", "评价\u200b.csv".encode())  # fmt: skip
STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_names_of_files_steer_no_terminal_page_or_sheet(run, language):
    Path("folder").mkdir()
    for i, name in enumerate(NAMES):
        content = GOOD[language].replace(b"\n2,", b"\n%d,%d " % (i + 9, i)) + b"7,bad,??\n"
        for path in (name, b"folder/" + name):
            Path(os.fsdecode(path)).write_bytes(content)
        path = os.fsdecode(name)
        for command in (["check", "--", path], ["check", "--json", "--", path],
                        ["-s", "my-shop", "ingest", "--", path]):  # fmt: skip
            code, out, err = run(*command)
            assert code == 0 and not STEERING.search(out + err), command
            assert not re.search(r"^needlens: all is well", out, re.MULTILINE)
    assert run("-s", "my-shop", "ingest", "--", "no such \x1b[31m\udcff.csv")[0] == 2
    assert run("-s", "my-shop", "ingest", "folder")[0] == 0
    assert run("-s", "my-shop", "mine")[0] == 0
    for command in (["quarantine"], ["quarantine", "--json"], ["needs"]):
        assert not STEERING.search(run("-s", "my-shop", *command)[1])
    assert run("-s", "my-shop", "report", "r.html")[0] == 0
    page = Path("r.html").read_text(encoding="utf-8")
    assert "<svg onload" not in page and "<script>alert" not in page and not STEERING.search(page)
    for table in ("reviews", "quarantine"):
        run("-s", "my-shop", "export", table, f"{table}.csv")
        cells = pl.read_csv(f"{table}.csv", infer_schema=False)["source"]
        assert (
            not cells.str.contains(r"^[=+\-@]").any()
            and cells.str.contains("'=1\\+1|'--json").any()
        )
    assert not Path("evil").exists()

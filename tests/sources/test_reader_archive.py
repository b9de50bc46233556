"""Zip and gzip: names, nesting, passwords and bombs."""

from __future__ import annotations

import gzip
import io
import struct
import time
import tracemalloc
import zipfile

import pytest

from needlens.errors import Refused, SourceError
from sources.reading import batches, rows_of

CSV = "sku,评价内容\nA1,物流很快\n".encode()
GBK = "sku,评价内容\nA1,物流很快，质量也不错\n".encode("gbk")


def zipped(members: dict[str, bytes], method=zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as new:
        for name, content in members.items():
            new.writestr(name, content)
    return file.getvalue()


def saved(tmp_path, content: bytes, name="orders.zip"):
    (tmp_path / name).write_bytes(content)
    return tmp_path / name


def test_each_file_is_a_source_in_the_order_of_names(tmp_path):
    members = {
        "2024/评价.csv": GBK,
        "2024/b.jsonl": b'{"id": 1}',
        "a.csv": CSV,
        "__MACOSX/._a.csv": b"x",
        ".DS_Store": b"x",
        "2024/": b"",
        "readme.pdf": b"%PDF",
    }
    found = batches(saved(tmp_path, zipped(members)))
    assert [b.source for b in found] == [
        "orders.zip",
        "orders.zip/2024/b.jsonl",
        "orders.zip/2024/评价.csv",
        "orders.zip/a.csv",
    ]
    assert found[0].warnings == ["1 file(s) of a kind that is not read: readme.pdf"]
    assert rows_of(found[2]) == [("A1", "物流很快，质量也不错")]
    assert found[2].encoding == "gb18030"


@pytest.mark.parametrize(
    ("name", "codec"),
    [("订单/三月评价.csv", "gbk"), ("訂單/評價內容.csv", "big5"), ("订单.csv", "utf-8")],
)
def test_names_without_the_unicode_flag(tmp_path, name, codec):
    raw = name.encode(codec)
    stand_in = "x" * len(raw)
    [batch] = batches(saved(tmp_path, zipped({stand_in: CSV}).replace(stand_in.encode(), raw)))
    assert batch.source == f"orders.zip/{name}"


def test_a_path_trick_is_only_a_name(tmp_path):
    members = {"../../evil.csv": CSV, "/etc/passwd.csv": CSV, "C:\\x.csv": CSV}
    found = batches(saved(tmp_path, zipped(members)))
    assert sum(b.rows for b in found) == 3
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["orders.zip"]


def test_nested_archives_and_workbooks(tmp_path):
    inner = zipped({"b.csv": CSV, "c.csv.gz": gzip.compress(CSV)})
    [first, second] = batches(saved(tmp_path, zipped({"inner.zip": inner})))
    assert first.source == "orders.zip/inner.zip/b.csv"
    assert second.source == "orders.zip/inner.zip/c.csv.gz/c.csv"
    assert rows_of(first) == rows_of(second) == [("A1", "物流很快")]


def test_too_deep_is_refused(tmp_path):
    content = zipped({"a.csv": CSV})
    for name in ("1.zip", "2.zip"):
        content = zipped({name: content})
    with pytest.raises(Refused, match="archive in an archive in an archive"):
        batches(saved(tmp_path, content))


def test_gzip(tmp_path):
    path = saved(tmp_path, gzip.compress(GBK), "评价.csv.gz")
    [batch] = batches(path)
    assert batch.source == "评价.csv.gz/评价.csv"
    assert rows_of(batch) == [("A1", "物流很快，质量也不错")]
    with pytest.raises(SourceError, match="damaged or incomplete"):
        batches(saved(tmp_path, gzip.compress(CSV * 1000)[:-20], "a.csv.gz"))


def test_a_password_is_a_sentence(tmp_path):
    content = bytearray(zipped({"a.csv": CSV}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(SourceError, match="protected by a password"):
        batches(saved(tmp_path, bytes(content)))


def test_a_damaged_member_costs_itself(tmp_path):
    content = zipped({"a.csv": CSV, "b.csv": CSV * 50}, zipfile.ZIP_STORED)
    content = content.replace(CSV * 50, CSV * 49 + b"?" * len(CSV))
    found = batches(saved(tmp_path, content))
    assert rows_of(found[0]) == [("A1", "物流很快")]
    assert "cannot be unpacked" in found[1].rejected[0].reason


@pytest.mark.parametrize("content", [b"PK\x05\x06" + b"\0" * 18, zipped({"a.exe": b"MZ"})])
def test_nothing_to_read(tmp_path, content):
    [batch] = batches(saved(tmp_path, content))
    assert batch.rows == 0
    assert batch.warnings


def many_members() -> bytes:
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", *[0] * 9, 1, *[0] * 6) + b"a"
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, 65535 * len(entry), 0, 0)
    return b"PK\x03\x04" + entry * 65535 + end


BOMBS = {
    "ratio": lambda: zipped({"a.csv": b"0" * (100 << 20)}),
    "many": lambda: zipped({f"{i}.csv": b"0" * (1 << 20) for i in range(100)}),
    "nested": lambda: zipped({"a.zip": zipped({"a.csv": b"0" * (100 << 20)})}),
    "members": lambda: zipped({f"{i}.csv": b"" for i in range(10_001)}),
    "directory": many_members,
    "gzip": lambda: gzip.compress(b"0" * (100 << 20), 1),
    "gzip in zip": lambda: zipped({"a.csv.gz": gzip.compress(b"0" * (100 << 20))}),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_at_once(tmp_path, name):
    path = saved(tmp_path, BOMBS[name](), "bomb.gz" if name == "gzip" else "bomb.zip")
    tracemalloc.start()
    began = time.perf_counter()
    try:
        with pytest.raises(Refused):
            batches(path)
        took, peak = time.perf_counter() - began, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert took < 2
    assert peak < 50 << 20


def test_a_file_that_only_looks_like_a_zip(tmp_path):
    with pytest.raises(SourceError, match=r"not a \.zip file"):
        batches(saved(tmp_path, b"hello"))

"""Folders, and what is no file at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from needlens.errors import Refused, SourceError
from needlens.sources.readers import read
from sources.reading import batch_of, batches

CSV = "sku,评价内容\nA1,物流很快\n"


def test_every_known_file_in_the_order_of_names(tmp_path):
    folder = tmp_path / "导出"
    outside = tmp_path / "outside.csv"
    outside.write_text(CSV, encoding="utf-8")
    for name in (
        "b.csv",
        "2024/订单.csv",
        "a.jsonl",
        ".hidden.csv",
        ".git/x.csv",
        "photo.jpg",
        "~$a.xlsx",
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('{"id": 1}' if name.endswith("jsonl") else CSV, encoding="utf-8")
    (folder / "link.csv").symlink_to(outside)
    (folder / "same.csv").symlink_to(folder / "b.csv")
    (folder / "loop").symlink_to(folder)
    found = batches(folder)
    assert [b.source for b in found] == [
        "导出",
        "导出/a.jsonl",
        "导出/b.csv",
        "导出/same.csv",
        "导出/2024/订单.csv",
    ]
    assert found[0].warnings == ["1 file(s) of a kind that is not read: photo.jpg"]


def test_one_bad_file_does_not_stop_the_others(tmp_path):
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "a.xls").write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 100)
    (folder / "b.csv").write_text(CSV, encoding="utf-8")
    first, second = batches(folder)
    assert "old or password-protected" in first.rejected[0].reason
    assert second.rows == 1


def test_an_empty_folder(tmp_path):
    (tmp_path / "leer").mkdir()
    [batch] = batches(tmp_path / "leer")
    assert batch.warnings == ["there is no file in it that can be read"]


def test_a_bomb_in_a_folder_is_set_aside(tmp_path):
    import gzip

    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"0" * (64 << 20), 1))
    (tmp_path / "b.csv").write_text(CSV, encoding="utf-8")
    first, second = batches(tmp_path)
    assert "as zip bombs do" in first.rejected[0].reason
    assert second.rows == 1
    with pytest.raises(Refused):
        batches(tmp_path / "a.csv.gz")


@pytest.mark.parametrize(
    "path", ["/nowhere/a.csv", "没有.csv", "/etc/hostname/a.csv", "a\0b", "x" * 5000]
)
def test_a_missing_file_is_a_sentence(path):
    with pytest.raises(SourceError):
        read(path)


def test_devices_and_pipes_are_not_read(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (Path("/dev/zero"), tmp_path / "pipe.csv"):
        with pytest.raises(SourceError, match="device or pipe"):
            read(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission_is_a_sentence(tmp_path):
    file, folder = tmp_path / "a.csv", tmp_path / "b"
    file.write_text(CSV, encoding="utf-8")
    folder.mkdir()
    file.chmod(0)
    folder.chmod(0)
    for path in (file, folder):
        with pytest.raises(SourceError, match="permission"):
            list(read(path))
    folder.chmod(0o700)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n", "picture"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"SQLite format 3\0", "sqlite:///PATH"),
        (b"\x01\x02\x03\x04" * 100, "no known kind"),
    ],
)
def test_other_kinds_of_files_are_a_sentence(tmp_path, content, message):
    with pytest.raises(SourceError, match=message):
        batch_of(tmp_path, "a.dat", content)


def test_a_query_needs_a_database(tmp_path):
    (tmp_path / "a.csv").write_text(CSV, encoding="utf-8")
    with pytest.raises(SourceError, match="URL of a database"):
        read(tmp_path / "a.csv", query="SELECT 1")

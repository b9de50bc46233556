"""``needlens train library``: what it refuses, as a sentence; the training has its own tests."""

from __future__ import annotations

import pytest

from need_lines import LINES, written

pytest.importorskip("torch", reason="PyTorch comes with needlens[train]")


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (None, "there are no .jsonl files in texts"),
        ([{"need": "x", "zh": ["慢"]}], "own.jsonl:1"),
        ([{"need": None, "en": "slow"}], "own.jsonl:1"),
    ],
    ids=["no texts", "zh", "en"],
)
def test_texts_that_cannot_be_read_are_a_sentence(run, tmp_path, lines, words):
    if lines is not None:
        written(tmp_path / "texts", lines)
    done = run("train", "library", "--data", "texts", "--out", "out")
    assert done.code == 2 and words in done.err
    assert not (tmp_path / "out").exists()


def test_a_background_that_is_not_there(run, tmp_path):
    written(tmp_path / "texts")
    done = run("train", "library", "--data", "texts", "--out", "out", "--background", "没有.txt")
    assert done.code == 2 and "没有.txt is no file" in done.err


@pytest.mark.parametrize(("n", "words"), [(1, "at least two needs"), (3, "and 0 want none")])
def test_texts_that_teach_nothing_are_a_sentence(run, tmp_path, n, words):
    wanting = [{k: v for k, v in line.items() if "calm" not in k} for line in LINES[:n]]
    written(tmp_path / "texts", wanting)
    done = run("train", "library", "--data", "texts", "--out", "out")
    assert done.code == 2 and (words in done.err or "is not installed" in done.err)
    assert not (tmp_path / "out").exists()


def test_without_a_workspace_it_asks_where_to(run, tmp_path):
    written(tmp_path / "texts")
    done = run("train", "library", "--data", "texts")
    assert done.code == 2 and "say where with --out FOLDER" in done.err

"""``needlens train library``: a library of a user's own, from a folder of texts."""

from __future__ import annotations

import json

import pytest

from mining.library.conftest import LINES, encoder, written  # noqa: F401

pytest.importorskip("sklearn", reason="scikit-learn comes with needlens[train]")


def test_a_folder_of_texts_makes_a_library(run, encoder, tmp_path):  # noqa: F811
    written(tmp_path / "texts")
    done = run("train", "library", "--data", "texts", "--out", "new/own")
    assert done.code == 0 and "3 needs from" in done.out
    content = json.loads((tmp_path / "new" / "own" / "needs.json").read_text(encoding="utf-8"))
    assert content["encoder"] == encoder.digest
    assert [(one["name_zh"], one["name_en"]) for one in content["needs"]] == [
        (line["name_zh"], line["name_en"]) for line in LINES[:3]
    ]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (None, "there are no .jsonl files in texts"),
        (LINES[:1], "at least two needs"),
        (LINES[:3], "and 0 of none"),
        ([{"need": "x", "zh": ["慢"]}], "own.jsonl:1"),
        ([{"need": None, "en": "slow"}], "own.jsonl:1"),
    ],
)
def test_texts_that_teach_nothing_are_a_sentence(run, encoder, tmp_path, lines, words):  # noqa: F811
    if lines is not None:
        written(tmp_path / "texts", lines)
    done = run("train", "library", "--data", "texts", "--out", "out")
    assert done.code == 2 and words in done.err
    assert not (tmp_path / "out").exists()


def test_a_place_that_is_no_folder(run, encoder, tmp_path):  # noqa: F811
    written(tmp_path / "texts")
    (tmp_path / "out").write_text("", encoding="utf-8")
    done = run("train", "library", "--data", "texts", "--out", "out")
    assert done.code == 2 and "give another folder" in done.err

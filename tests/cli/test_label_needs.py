"""``needlens label needs`` and ``label verdicts``: a sample out, people's answers in."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from cli import needs_shop


@pytest.fixture(scope="module")
def mined(tmp_path_factory):
    return needs_shop.make(tmp_path_factory.mktemp("checked"))


@pytest.fixture
def shop(run, mined, tmp_path):
    shutil.copytree(mined, tmp_path / "copy")
    return lambda *arguments: run("--shop", tmp_path / "copy", *arguments)


def rows(path):
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def save(path, found, encoding="utf-8"):
    with Path(path).open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(found[0]))
        writer.writeheader()
        writer.writerows(found)


def test_a_sample_asks_both_questions_in_both_languages(shop):
    done = shop("label", "needs", "to-check.csv")
    assert done.code == 0 and "label verdicts to-check.csv" in done.out
    found = rows("to-check.csv")
    assert {row["question"] for row in found} == {"evidence", "text"}
    evidence = [row for row in found if row["question"] == "evidence"]
    assert {row["need_id"] for row in evidence} == {one["id"] for one in needs_shop.needs(shop)}
    assert all(row["quote"] in row["text"] and "·" in row["need"] for row in evidence)
    assert {row["text"].isascii() for row in found} == {True, False}
    assert not any(row["right"] or row["holds"] for row in found)


def test_how_many(shop):
    assert shop("label", "needs", "few.csv", "--per-need", 1, "--texts", 2).code == 0
    found = rows("few.csv")
    assert sum(row["question"] == "text" for row in found) == 2
    assert len(found) == 2 + len(needs_shop.needs(shop))
    assert shop("label", "needs", "none.csv", "--per-need", -1).code == 2


def test_answers_change_the_interval_and_are_not_asked_again(shop):
    slow = needs_shop.about(shop, "快递")
    shop("label", "needs", "to-check.csv")
    found = rows("to-check.csv")
    for row in found:
        if row["question"] == "evidence":
            row["right"] = "错" if row["need_id"] == slow["id"] else "yes"
        else:
            row["holds"] = "无"
    save("to-check.csv", found)
    done = shop("label", "verdicts", "to-check.csv", "--annotator", "小李")
    assert done.code == 0 and "0 refused" in done.out
    left = [one for one in needs_shop.needs(shop) if one["id"] == slow["id"]]
    assert not left or left[0]["demand"]["value"] < slow["demand"]["value"]
    assert shop("label", "needs", "again.csv").code == 0
    asked = {(row["need_id"], row["signal_id"]) for row in found if row["question"] == "evidence"}
    assert not asked & {(row["need_id"], row["signal_id"]) for row in rows("again.csv")}


def test_a_row_that_cannot_be_used_is_named_with_its_line(shop):
    shop("label", "needs", "to-check.csv")
    found = rows("to-check.csv")
    found[0]["right"] = "也许"
    found[1]["right"] = "yes"
    found[-1]["holds"] = "n-1"
    save("to-check.csv", found, "utf-8-sig")
    done = shop("label", "verdicts", "to-check.csv")
    assert done.code == 0 and "1 pieces of evidence" in done.out and "2 refused" in done.out
    assert "line 2: '也许' is no answer; give yes or no" in done.out
    assert f"line {len(found) + 1}: 'n-1' is no answer; give ids of needs" in done.out


@pytest.mark.parametrize("content", ["评价,分\n好,5\n", b"\xff\xfe\x00\xd8"], ids=["zh", "no text"])
def test_another_file_is_a_sentence(shop, content):
    file = Path("other.csv")
    file.write_bytes(content) if isinstance(content, bytes) else file.write_text(content, "utf-8")
    done = shop("label", "verdicts", file)
    assert done.code == 2 and "other.csv" in done.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["needs", "to-check.xlsx"], "give e.g. to-check.csv"),
        (["needs", "没有/to-check.csv"], "there is no folder"),
        (["verdicts", "missing.csv"], "cannot be read"),
    ],
)
def test_mistakes_are_a_sentence(shop, arguments, words):
    done = shop("label", *arguments)
    assert done.code == 2 and words in done.err


def test_without_a_workspace(run):
    done = run("label", "needs", "to-check.csv")
    assert done.code == 2 and "is no needlens workspace" in done.err

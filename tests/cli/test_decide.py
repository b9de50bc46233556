"""``needlens decide``: what a person decides is seen at once, and after another run."""

from __future__ import annotations

import json
import shutil

import pytest

from cli import needs_shop


@pytest.fixture(scope="module")
def mined(tmp_path_factory):
    return needs_shop.make(tmp_path_factory.mktemp("decided"))


@pytest.fixture
def shop(run, mined, tmp_path):
    shutil.copytree(mined, tmp_path / "copy")
    return lambda *arguments: run("--shop", tmp_path / "copy", *arguments)


@pytest.fixture
def slow(shop):
    return needs_shop.about(shop, "快递")["id"]


@pytest.fixture
def packing(shop):
    return needs_shop.about(shop, "包装")["id"]


def history(shop, need):
    return [one["event"] for one in json.loads(shop("need", need, "--json").out)["history"]]


def ids(shop):
    return [one["id"] for one in needs_shop.needs(shop)]


def test_rename_in_both_languages(shop, slow):
    done = shop("decide", "rename", slow, "--zh", "两天内送到", "--en", "arrives in two days")
    assert done.code == 0 and "两天内送到 · arrives in two days" in done.out
    assert shop("mine").code == 0
    found = needs_shop.about(shop, "快递")
    assert (found["statement_zh"], found["statement_en"]) == ("两天内送到", "arrives in two days")
    assert (found["id"], found["worded_by"]) == (slow, "person")
    assert "renamed" in history(shop, slow)
    assert "renamed" in shop("need", slow).out


def test_pin_puts_a_need_first_and_unpin_lets_it_go(shop, slow, packing):
    before = ids(shop)
    last = before[-1]
    assert shop("decide", "pin", last).code == 0
    assert needs_shop.needs(shop)[0]["status"] == "pinned" and ids(shop)[0] == last
    assert shop("mine").code == 0 and ids(shop)[0] == last
    assert shop("decide", "unpin", last).code == 0
    assert ids(shop) == before
    assert history(shop, last)[-2:] == ["pinned", "unpinned"]


def test_reject_hides_and_restore_shows_again(shop, slow):
    count = len(ids(shop))
    done = shop("decide", "reject", slow)
    assert done.code == 0 and "no longer shown" in done.out
    assert slow not in ids(shop) and shop("mine").code == 0 and slow not in ids(shop)
    assert len(ids(shop)) == count - 1
    assert shop("need", slow).code == 2
    assert shop("decide", "restore", slow).code == 0
    assert slow in ids(shop) and len(ids(shop)) == count


def test_merge_makes_one_need_of_two(shop, slow, packing):
    both = {one["id"]: one["demand"]["n"] for one in needs_shop.needs(shop)}
    done = shop("decide", "merge", packing, slow)
    assert done.code == 0 and f"{packing} is part of {slow} now" in done.out
    assert packing not in ids(shop) and shop("mine").code == 0 and packing not in ids(shop)
    told = json.loads(shop("need", slow, "--json").out)
    assert told["demand"]["n"] > both[slow]
    assert {"包装很差", "包装太差"} & {e["quote"] for e in told["evidence"]}
    done = shop("decide", "unmerge", packing)
    assert done.code == 0 and f"{packing} is a need of its own again" in done.out
    assert {one["id"]: one["demand"]["n"] for one in needs_shop.needs(shop)} == both


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["pin", "n-000000000000"], "there is no need"),
        (["reject", "没有"], "there is no need"),
        (["rename", "n-000000000000", "--zh", "甲", "--en", "a"], "there is no need"),
        (["rename", "SLOW", "--zh", " ", "--en", "a"], "give both"),
        (["rename", "SLOW", "--zh", "甲\n乙", "--en", "a"], "one line"),
        (["rename", "SLOW", "--zh", "甲"], "--en"),
        (["unpin", "SLOW"], "nothing to take back"),
        (["restore", "SLOW"], "nothing to take back"),
        (["unmerge", "SLOW"], "nothing to take back"),
        (["merge", "SLOW", "SLOW"], "into itself"),
        (["merge", "SLOW", "n-000000000000"], "there is no need"),
        (["split", "n-000000000000", "--statement", "慢"], "there is no need"),
    ],
)
def test_mistakes_are_a_sentence_and_change_nothing(shop, slow, arguments, words):
    before = needs_shop.needs(shop)
    done = shop("decide", *[slow if one == "SLOW" else one for one in arguments])
    assert done.code == 2 and words in done.err
    assert needs_shop.needs(shop) == before


def test_without_a_workspace(run):
    done = run("decide", "pin", "n-1")
    assert done.code == 2 and "is no needlens workspace" in done.err

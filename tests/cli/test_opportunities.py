"""``needlens opportunities`` and ``needlens need`` as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import needlens

ZH = """评价编号,评价内容,评分,评价时间,用户ID,商品ID
1,物流太慢了，等了一周才到,2,2026-01-03 10:00:00,甲,kb-1
2,快递很慢,1,2026-01-04 10:00:00,乙,kb-1
3,发货速度太慢,2,2026-02-03 10:00:00,丙,kb-2
4,屏幕太暗，看不清,2,2026-02-05 10:00:00,丁,kb-1
5,屏幕很差,1,2026-02-06 10:00:00,戊,kb-1
6,屏幕太差了,2,2026-02-07 10:00:00,己,kb-1
"""
EN = """review_id,review,rating,date,user,product_id
a1,"The screen is terrible",2,2026-01-05,ann,kb-1
a2,"Slow shipping",3,2026-01-15,bob,kb-2
a3,"The screen is awful, delivery was very slow",1,2026-02-05,cat,kb-1
"""


@pytest.fixture(scope="module")
def mined(tmp_path_factory):
    """A shop all tests of this file read."""
    folder = tmp_path_factory.mktemp("mined")
    (folder / "评价.csv").write_text(ZH, encoding="gb18030")
    (folder / "reviews.csv").write_text(EN, encoding="utf-8")
    with needlens.open(folder / "my-shop") as opened:
        opened.ingest(folder / "评价.csv")
        opened.ingest(folder / "reviews.csv")
        opened.mine()
    return folder / "my-shop"


@pytest.fixture
def shop(run, mined):
    return lambda *arguments: run("--shop", mined, *arguments)


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", ["改进服务", "改进商品", "满意度"]), ("en", ["Improve service", "Fix"])],
)
def test_a_table_in_either_language(shop, language, words):
    done = shop("opportunities", "--language", language)
    assert done.code == 0 and [word for word in words if word not in done.out] == []
    assert "n-" in done.out


def test_json_has_every_measure_with_its_interval(shop):
    found = json.loads(shop("opportunities", "--json").out)
    by_action = {one["advice"]["action"]: one for one in found["opportunities"]}
    fix = by_action["fix"]
    assert fix["value"]["low"] <= fix["value"]["value"] <= fix["value"]["high"]
    assert fix["products"][0]["product_id"] == "kb-1" and fix["tied"][0] <= fix["rank"]
    voices = f"{fix['need']['demand']['value']:.0f}"
    assert all(text.startswith(voices) for text in fix["advice"]["reason"])
    quotes = [piece["quote"] for piece in fix["need"]["evidence"]]
    assert 2 * sum("屏" in quote or "screen" in quote for quote in quotes) > len(quotes)


def test_how_many(shop):
    found = json.loads(shop("opportunities", "--json", "-n", 1).out)
    assert len(found["opportunities"]) == 1 and found["open_needs"] >= 2


@pytest.mark.parametrize("name", ["op.html", "op.xlsx", "op.md"])
def test_files(shop, name):
    done = shop("opportunities", name, "--language", "en")
    assert done.code == 0 and "written" in done.out and Path(name).stat().st_size > 1000


def test_a_file_and_json(shop):
    """A program that writes the file reads clean JSON too."""
    done = shop("opportunities", "op.md", "--json")
    assert Path("op.md").is_file() and json.loads(done.out)["opportunities"]


def test_the_languages_of_markdown(shop):
    shop("opportunities", "zh.md", "--language", "zh")
    shop("opportunities", "en.md", "--language", "en")
    assert "产品机会报告" in Path("zh.md").read_text() and "Method" not in Path("zh.md").read_text()
    assert "opportunities report" in Path("en.md").read_text()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["op.pdf"], ".html, .xlsx, .md"),
        (["none/op.md"], "no folder"),
        (["--since", "soon"], "no period"),
    ],
)
def test_mistakes_are_a_sentence(shop, arguments, words):
    done = shop("opportunities", *arguments)
    assert done.code == 2 and words in done.err


def test_since_leaves_out_what_is_older(shop):
    found = json.loads(shop("opportunities", "--json", "--since", "2026-02-04").out)
    assert all(one["need"]["demand"]["value"] <= 4 for one in found["opportunities"])


def test_an_empty_shop_says_what_to_do(run):
    run("open", "my-shop")
    done = run("opportunities")
    assert done.code == 0 and "needlens mine" in done.out
    assert run("opportunities", "op.html").code == 0
    assert "没有尚未满足的需求" in Path("op.html").read_text(encoding="utf-8")


def slow(shop):
    needs = json.loads(shop("needs", "--json").out)
    return next(one for one in needs if one["category"] == "LOGISTICS#SPEED")


def test_one_need_in_both_languages_with_its_evidence(shop):
    need = slow(shop)
    done = shop("need", need["id"])
    piece = need["evidence"][0]
    assert done.code == 0
    for words in (need["statement_zh"], need["statement_en"], "机会值", "Opportunity", "改进服务", "Improve service",
                  f"{piece['source']}:{piece['line']}", "kb-1"):  # fmt: skip
        assert words in done.out, words


def test_one_need_as_json(shop):
    found = json.loads(shop("need", slow(shop)["id"], "--json").out)
    assert found["advice"]["action"] == "service" and isinstance(found["history"], list)
    assert found["demand"]["n"] >= 3 and found["evidence"][0]["line"] >= 2


def test_an_unknown_need(shop):
    done = shop("need", "n-000000000000")
    assert done.code == 2 and "needlens needs" in done.err

"""The opportunities report as a page, a workbook and Markdown: whole, readable, harmless."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from insight.built import MADE, TITLES, facts, measured, need, piece, told, wished
from insight.payloads import FORMULAS, SCRIPTS
from insight.test_report import Page
from needlens.errors import UserError
from needlens.insight.opportunities import opportunities
from needlens.insight.opportunities.markdown import markdown
from needlens.insight.opportunities.page import page
from needlens.insight.opportunities.summary import summary
from needlens.insight.opportunities.writing import write
from needlens.records import Interval

MARKDOWN = MarkdownIt("gfm-like", {"linkify": False, "html": True})


def some():
    needs = measured(
        need("n-1", 120, 2.4, products=[("p1", 70.0), ("p2", 9.0)], supply=[("p3", 12.0, 7.4)], kano="must-be",
             money=Interval(1234567, 1e6, 2e6, 120), currency="CNY", suspicious=0.08, facets=("audience:parents", "place:dormitory"),
             origins=wished(opinion=110, question=14)),
        need("n-2", 90, 5, n=0, statement=("更长的数据线", "a longer cable"), origins=wished(suggestion=90),
             worded_by="llm", products=[("p2", 30.0)]),
        need("n-3", 60, 4.2, "LOGISTICS#SPEED", statement=("更快的物流", "faster delivery"), state="underserved",
             status="pinned"),
        need("n-4", 40, 4.3, "PRICE#LEVEL", statement=("更低的价格", "lower prices"), state="underserved"),
        need("n-5", 200, 7.5, state="met"),
    )  # fmt: skip
    rows = told(
        ("n-1", 70, {"product_id": "p1"}), ("n-1", 50, {}), ("n-2", 90, {"source": "b.csv"})
    )
    return opportunities(needs, facts(), rows), facts()


@cache
def shown():
    return page(*some())


def test_the_page_is_whole_and_loads_nothing():
    read = Page(shown())
    assert read.open == [] and len(read.ids) == len(set(read.ids))
    assert {link.removeprefix("#") for link in read.links} <= set(read.ids)
    assert all(link.startswith("#") for link in read.links)
    assert read.tags.count("script") == read.tags.count("style") == 1
    assert not {"src", "srcset", "action", "style", "onclick"} & set(read.attributes)
    assert "http://" not in shown() and "default-src 'none'" in shown().replace("&#39;", "'")


@pytest.mark.parametrize(
    "text",
    [
        "改进商品", "Fix", "扩展现有商品", "Extend", "改进服务", "Improve service", "检查价格",
        "更安静的键盘", "a quieter keyboard", "键盘太吵了", "The keys are far too loud", "云野 静音键盘 87 键",
        "净山 保温杯 500 ml", "Kano 类别: 必备", "Kano class: must-be", "可疑占 8%，已降权", "8% suspicious",
        "CNY 123万（100万–200万）", "CNY 1.2M (1M–2M)", "语言模型措辞", "worded by a language model", "已置顶",
        "什么会改变名次", "What would change the rank", "提问", "questions",
        "父母", "parents", "宿舍", "dormitory",
    ],
)  # fmt: skip
def test_the_page_says(text):
    assert text in re.sub(r"</?mark[^>]*>", "", shown())


def test_both_languages_and_every_number_opens_its_sentences():
    assert shown().count('class="zh" lang="zh-CN"') == shown().count('class="en" lang="en"')
    rows = re.findall(r'<li class="opp".*?</li>', shown(), re.S)
    assert len(rows) == 4
    for row in rows:
        assert len(set(re.findall(r'href="#(s\d+)"', row))) == 1


def test_filters_name_each_action_and_how_many():
    chips = re.findall(r'<button type="button" data-state="(\w*)" aria', shown())
    assert chips[:5] == ["", "fix", "extend", "service", "reprice"]
    assert re.findall(r'<li class="opp" data-state="(\w+)"', shown()) == [
        "fix", "extend", "service", "reprice",
    ]  # fmt: skip


def test_a_page_without_opportunities():
    empty = page(opportunities([], facts()), facts())
    assert "没有尚未满足的需求" in empty and "There is no need that is not met" in empty
    assert Page(empty).open == []


def hostile(text):
    """Return a report with ``text`` wherever words of customers, files or the catalogue go."""
    pieces = (piece(quote=f"{text}x", source=text, product_id=text, aspect=text, opinion=text),)
    one = need("n-1", 90, 2.0, statement=(text, text), evidence=pieces, products=[("p1", 60.0), (text, 3.0)],
               supply=[("p2", 4.0, 7.0)], category=text, currency=text, money=Interval(5, 4, 6, 9))  # fmt: skip
    told_of = told(("n-1", 60, {"product_id": "p1", "source": text}), ("n-1", 5, {"source": "b"}))
    others = [need(f"m-{i}", 80 - i, 2.1) for i in range(6)]
    about = facts(shop=text, titles={"p1": text, "p2": text, "p3": text})
    rows = told_of.vstack(told(*((one.id, 70, {"source": "c"}) for one in others)))
    return opportunities(measured(one, *others), about, rows), about


@pytest.mark.parametrize("text", SCRIPTS)
def test_hostile_text_is_only_text(text):
    read, plain = Page(page(*hostile(text))), harmless()
    assert set(read.tags) <= set(plain.tags) | {"mark"} and read.open == []
    assert set(read.attributes) <= set(plain.attributes)
    assert read.tags.count("script") == read.tags.count("style") == 1
    for tongue in ("zh", "en"):
        assert shape(markdown(*hostile(text), tongue)) == plain_shape(tongue)


@cache
def harmless():
    return Page(page(*hostile("很好")))


def shape(text):
    """Return the tokens Markdown is read as; texts do not matter, only what they are."""
    found = []
    for token in MARKDOWN.parse(text):
        found.append((token.type, token.tag))
        kinds = [child.type for child in token.children or ()]
        found += [kind for kind in kinds if kind not in {"text", "text_special"}]
    return found


@cache
def plain_shape(tongue):
    return shape(markdown(*hostile("很好"), tongue))


MARKUP = [
    "[点我](http://evil.example)", "![x](http://evil.example/a.png)", "<http://evil.example>", "# 标题", "x\n# 标题",
    "x\n\n## heading", "- a\n- b", "1. a", "> quote", "```\ncode\n```", "`code`", "**bold** __bold__ *i* _i_ ~~s~~",
    "| a | b |\n|---|---|\n| 1 | 2 |", "---", "x\n===", "[a]: http://evil.example\n[a]", "&#60;b&#62; &lt;b&gt;",
    "\\[点我\\](http://evil.example)", "    indented", "[x][y]", "<!-- hidden", "www.evil.example", "a@evil.example",
    "https://evil.example", "[^1]", "x  \ny", "\\", "\\\n", "<br>", "]", ")](http://evil.example",
]  # fmt: skip


@pytest.mark.parametrize("text", MARKUP)
@pytest.mark.parametrize("tongue", ["zh", "en"])
def test_markdown_of_customers_is_only_text(text, tongue):
    made = markdown(*hostile(text), tongue)
    assert shape(made) == plain_shape(tongue)
    # Bare addresses become links in some readers: none is left whole.
    assert not re.search(r"https?://|www\.|\w@\w", made)


def test_markdown_shows_the_words_as_they_were():
    words = "很好用！5*5=25 (真的) [见图] <b> & “引号” #1 a_b"
    tokens = MARKDOWN.parse(markdown(*hostile(words), "zh"))
    inline = ["".join(c.content for c in token.children) for token in tokens if token.children]
    assert any(words in text for text in inline)


@pytest.mark.parametrize(
    ("tongue", "texts"),
    [
        ("zh", ["产品机会报告", "改进商品", "更安静的键盘", "什么会改变名次", "涉及金额: CNY 123", "口径说明"]),
        ("en", ["opportunities report", "Fix", "a quieter keyboard", "What would change", "CNY 1\\.2M"]),
    ],
)  # fmt: skip
def test_markdown_in_one_language(tongue, texts):
    made = markdown(*some(), tongue)
    assert [text for text in texts if text not in made] == []
    assert ("Satisfaction" in made) is (tongue == "en")


def sheets(tmp_path, report, about, tongue="zh"):
    return load_workbook(write(report, about, tmp_path / "机会.xlsx", tongue))


@pytest.mark.parametrize(("tongue", "action"), [("zh", "改进商品"), ("en", "Fix")])
def test_the_workbook(tmp_path, tongue, action):
    book = sheets(tmp_path, *some(), tongue)
    assert book.sheetnames == ["Opportunities", "Evidence", "Method"]
    header, *rows = book["Opportunities"].iter_rows(values_only=True)
    first = dict(zip(header, rows[0], strict=True))
    assert len(rows) == 4 and first["rank"] == 1 and first["action"] == action
    assert first["need_zh"] == "更安静的键盘" and first["need_en"] == "a quieter keyboard"
    assert first["opportunity_low"] < first["opportunity"] < first["opportunity_high"]
    assert (first["voices"], first["money"], first["currency"]) == (120, 1234567, "CNY")
    assert first["products"] == f"{TITLES['p1']} (70); {TITLES['p2']} (9)"
    assert first["facets"] == {"zh": "父母; 宿舍", "en": "parents; in a dormitory"}[tongue]
    assert first["satisfied_by"] == f"{TITLES['p3']} (12)" and first["suspicious"] == 0.08
    second = dict(zip(header, rows[1], strict=True))
    assert second["satisfaction"] is None and second["voices_to_rise"] is not None
    evidence = list(book["Evidence"].iter_rows(values_only=True))
    assert len(evidence) == 9 and "评价.csv" in evidence[1] and 7 in evidence[1]
    assert len(list(book["Method"].iter_rows())) > 10


def test_no_cell_of_the_workbook_is_a_formula(tmp_path):
    needs = [
        need(f"n-{i}", 20 + i, statement=(f, f), evidence=(piece(quote=f, source=f, product_id=f),),
             products=[(f, 9.0)], currency=f, money=Interval(5, 4, 6, 9))
        for i, f in enumerate(FORMULAS)
    ]  # fmt: skip
    report = opportunities(measured(*needs), facts(shop="=1+1"), n=500)
    for sheet in sheets(tmp_path, report, facts()):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f" and not cell.hyperlink
                if isinstance(cell.value, str) and cell.value[:1] in "=+@":
                    assert cell.data_type == "s" and cell.quotePrefix


def test_the_workbook_of_nothing(tmp_path):
    assert sheets(tmp_path, opportunities([], facts()), facts()).sheetnames[0] == "Opportunities"


@pytest.mark.parametrize("ending", ["html", "xlsx", "md"])
def test_written_whole_by_ending(tmp_path, ending):
    path = write(*some(), tmp_path / f"报告.{ending}")
    assert path.stat().st_size > 1000 and [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("name", ["report.pdf", "report", "report.csv"])
def test_an_unknown_ending(tmp_path, name):
    with pytest.raises(UserError, match=r"\.html, \.xlsx, \.md"):
        write(*some(), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_no_folder(tmp_path):
    with pytest.raises(UserError, match="no folder"):
        write(*some(), tmp_path / "none" / "a.md")


@pytest.mark.parametrize(("which", "words"), [(0, ["需求", "改进商品"]), (1, ["Need", "Fix"])])
def test_the_summary_for_a_terminal(which, words):
    columns, rows = summary(some()[0], which)
    assert words[0] in columns and words[1] in rows[0] and len({len(columns), *map(len, rows)}) == 1


def test_the_same_report_is_written_the_same(tmp_path):
    report, about = some()
    assert report.generated_at == MADE
    assert page(report, about) == page(*some())
    assert markdown(report, about, "zh") == markdown(*some(), "zh")
    assert replace(report) == report

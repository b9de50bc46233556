from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from html.parser import HTMLParser

import pytest

from insight.generated import TITLES, shop
from insight.payloads import SCRIPTS
from needlens.config import NeedsConfig
from needlens.insight import Facts, SourceCount, by_category, over_time, report
from needlens.insight.words import WORDS
from needlens.needs import as_needs, induce
from needlens.records import NeedProduct, Origins
from needs.said import said

VOID = {"meta", "input", "br", "link", "img", "rect", "circle", "line", "path", "polygon"}


class Page(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.ids, self.links, self.open = [], [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        values = dict(attrs)
        if "id" in values:
            self.ids.append(values["id"])
        if "href" in values:
            self.links.append(values["href"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, (tag, self.open[-5:])
        self.open.pop()


@pytest.fixture(scope="module")
def page():
    return report(*shop(2500))


def test_tags_are_closed_ids_are_unique_and_links_lead_somewhere(page):
    read = Page(page)
    assert read.open == []
    assert len(read.ids) == len(set(read.ids))
    assert {link.removeprefix("#") for link in read.links} <= set(read.ids)


def test_nothing_is_loaded_and_only_our_own_style_and_script_may_run(page):
    read = Page(page)
    assert not {"src", "srcset", "action", "style", "onclick", "poster", "data"} & set(
        read.attributes
    )
    assert not [a for a in read.attributes if a.startswith("on")]
    assert all(link.startswith("#") for link in read.links)
    assert read.tags.count("script") == read.tags.count("style") == 1
    assert "http://" not in page and "https://" not in page and "url(http" not in page
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1].replace("&#39;", "'")
    for tag in ("style", "script"):
        text = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.S)[1]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy and "unsafe" not in policy


def test_every_number_of_a_need_opens_its_sentences(page):
    rows = re.findall(r"<tr data-state=.*?</tr>", page, re.S)
    assert len(rows) > 10
    for row in rows:
        ids = set(re.findall(r'class="n(?: all)?" href="#(s\d+)"', row))
        assert len(ids) == 1
        assert f'<div id="{ids.pop()}">' in page


def test_it_says_when_it_shows_fewer(page):
    assert re.search(r"显示 50 / \d{3} 条", page) and re.search(r"50 of \d{3} shown", page)
    assert re.search(r"<code>needlens evidence n-[0-9a-f]{12}</code>", page)


def test_every_text_is_there_in_both_languages(page):
    assert page.count('class="zh" lang="zh-CN"') == page.count('class="en" lang="en"')
    assert all(two.zh and two.en for two in WORDS.values())
    assert [
        k
        for k, two in WORDS.items()
        if re.findall(r"{\w+}", two.zh).sort() != re.findall(r"{\w+}", two.en).sort()
    ] == []
    assert [k for k, two in WORDS.items() if re.search("[一-鿿]", two.en)] == []


def test_no_text_is_written_into_a_template():
    from importlib.resources import files

    chinese = re.compile("[一-鿿]")
    folder = files("needlens.insight") / "templates"
    used = ""
    for file in folder.iterdir():
        text = file.read_text(encoding="utf-8")
        used += text
        rest = text.replace("语言 Language", "").replace(">中文<", "")
        assert not chinese.search(rest), file.name
    folder = files("needlens.insight")
    written = [file for place in (folder, folder / "opportunities") for file in place.iterdir()]
    sources = used + "".join(f.read_text() for f in written if f.name.endswith(".py"))
    # Chosen at run time: action_fix, kano_must-be, …
    chosen = ("action_", "kano_", "origin_", "reason_", "without_", "worded_")
    unused = [
        key
        for key in WORDS
        if sources.count(f'"{key}"') < 2 and key not in used and not key.startswith(chosen)
    ]
    assert unused == []


def test_units_and_signs(page):
    assert "147万" in page and "1.5M" in page and "92,331" in page
    assert re.search(r"[+−]\d+%", page)


@pytest.mark.parametrize("text", SCRIPTS)
def test_hostile_text_is_only_text(text):
    assert len(SCRIPTS) >= 60
    page = report(*parts(text))
    read, plain = Page(page), harmless()
    assert set(read.tags) <= set(plain.tags) | {"mark"} and read.open == []
    assert set(read.attributes) == set(plain.attributes)
    assert read.tags.count("script") == read.tags.count("style") == 1
    for unseen in "\u202e\u2028\u2066\x00\ufeff":
        assert unseen not in page
    assert "{{7*7}}" not in text or "{{7*7}}" in page


@cache
def harmless():
    return Page(report(*parts("很好")))


def parts(text):
    """Return needs and facts with ``text`` wherever a customer's or a file's words go."""
    row = {
        "quote": f"{text}x", "ask": f"{text}", "product_id": f"p{text}", "source": text, "aspect": text,
        "opinion": text, "at": datetime(2026, 5, 1, tzinfo=UTC),
    }  # fmt: skip
    told = [{k: v for k, v in row.items() if k != "ask"}] * 3
    frame = said(*told, *[row | {"category": text, "ask": text + "甲"}] * 3)
    found, evidence = induce(frame, {}, NeedsConfig(min_evidence=1))
    timeline, unit = over_time(frame)
    facts = Facts(
        shop=text, generated_at=datetime(2026, 11, 21, tzinfo=UTC), categories=by_category(frame, {}),
        sources=(SourceCount(text, text, 1, 1, 0, 0, text, text, text),), timeline=timeline, timeline_unit=unit,
        notes=((text, text),),
    )  # fmt: skip
    return [replace(n, category=text) for n in as_needs(found, evidence)], facts


def test_without_anything():
    page = report([], Facts(shop="空店", generated_at=datetime(2026, 1, 1)))
    assert "还没有发现需求" in page and "No needs yet" in page
    assert Page(page).open == []


def test_very_many_needs_are_cut_and_it_says_so():
    needs, facts = shop(2500)
    many = [replace(n, id=f"n-{i}-{j}") for i, n in enumerate(needs) for j in range(30)]
    page = report(many, facts)
    assert re.search(r"显示 40 / \d{3} 个", page) and len(page) < 6_000_000


def test_met_needs_come_after_all_others(page):
    states = re.findall(r'<tr data-state="(\w+)"', page)
    first_met = states.index("met")
    assert "met" not in states[:first_met] and set(states[first_met:]) == {"met"}


def test_what_is_known_of_a_need_stands_beside_it():
    needs, facts = shop(2500)
    acting = next(n for n in needs if n.state != "met")
    told = replace(
        acting, facets=("audience:parents",), origins=Origins(opinion=30, query=7), suspicious=0.12, kano="attractive",
        worded_by="llm", supply=(NeedProduct("sku-004", 6.0, 7.5),),
    )  # fmt: skip
    page = report([told if n is acting else n for n in needs], replace(facts, titles=TITLES))
    row = re.search(rf'<tr data-state="\w+" id="{acting.id}">.*?</tr>', page, re.S)[0]
    for text in ("父母", "parents", "观点", "opinions", "搜索", "searches", "可疑占 12%，已降权", "12% suspicious", "魅力",
                 "attractive", "语言模型措辞", "worded by a language model", TITLES["sku-004"]):  # fmt: skip
        assert text in row, text
    assert re.search(r'<span class="action \w+">', row)
    plain = re.search(rf'<tr data-state="\w+" id="{needs[1].id}">.*?</tr>', page, re.S)[0]
    assert "suspicious" not in plain and "worded by" not in plain

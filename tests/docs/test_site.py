"""The site holds together: links, navigation, both languages, and it builds."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [
    *sorted(DOCS.rglob("*.md")),
    *(ROOT / n for n in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
]
FENCE = re.compile(r"^( *)(```|~~~).*?^\1\2 *$", re.M | re.S)
LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^(#{1,6}) +(.+?)(?: *\{#([\w-]+)\})? *$", re.M)


def prose(page):
    """The page without its blocks of code."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def anchors(page):
    """What can be linked to in a page: as the site and as GitHub name its headings."""
    found = set()
    for _, title, given in HEADING.findall(prose(page)):
        plain = re.sub(r"[`*_]|\[([^\]]*)\]\([^)]*\)", r"\1", title)
        words = "".join(
            c
            for c in plain.lower()
            if c.isalnum() or c in " -_" or unicodedata.category(c)[0] == "L"
        )
        found |= {given, words.strip().replace(" ", "-"), re.sub(r"[-\s]+", "-", words.strip())}
    return found


def name_of(page):
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_within_the_project_lead_somewhere(page):
    for link in LINK.findall(prose(page)):
        if re.match(r"\w+:", link):
            continue
        file, _, anchor = unquote(link).partition("#")
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), f"{name_of(page)} links to {link}"
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target) or re.fullmatch(r"_\d+", anchor), (
                f"{name_of(page)}: {link}"
            )


def named(nav):
    for entry in nav:
        for value in entry.values() if isinstance(entry, dict) else [entry]:
            yield from named(value) if isinstance(value, list) else [value]


def test_every_page_is_in_the_navigation_and_the_other_way_round():
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    nav = set(named(yaml.safe_load(re.sub(r"!!python/\S+", "", text))["nav"]))
    assert nav == {p.relative_to(DOCS).as_posix() for p in DOCS.rglob("*.md")}


def test_both_start_pages_have_the_same_headings_and_examples():
    english, chinese = ((DOCS / n).read_text(encoding="utf-8") for n in ("index.md", "index.zh.md"))
    levels = [
        [len(h[0]) for h in HEADING.findall(FENCE.sub("", text))] for text in (english, chinese)
    ]
    assert levels[0] == levels[1]
    commands = [re.findall(r"^\$ (.+)$", text, re.M) for text in (english, chinese)]
    assert commands[0] == commands[1]
    assert commands[0]


def test_example_files_are_as_the_start_pages_show_them():
    for name, encoding in (("评价.csv", "gb18030"), ("reviews.csv", "utf-8")):
        rows = (DOCS / "examples" / name).read_bytes().decode(encoding).replace("\r\n", "\n")
        for start in ("index.md", "index.zh.md"):
            shown = re.search(
                rf'^```csv title="{name}"\n(.*?)^```',
                (DOCS / start).read_text("utf-8"),
                re.M | re.S,
            )
            assert shown, f"{start} does not show {name}"
            assert shown[1] in rows.replace("\t", "")


def test_the_site_builds_without_a_network(tmp_path):
    built = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip
    assert built.returncode == 0, built.stdout + built.stderr
    start = (tmp_path / "index.zh.html").read_text(encoding="utf-8")
    assert "需求" in start
    assert not re.search(r'(?:src|href)="https?://(?:fonts|cdn|unpkg)', start)

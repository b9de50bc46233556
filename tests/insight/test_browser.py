"""The report in a real browser: nothing hostile runs, everything ours works."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from insight.built import facts, measured, need
from insight.generated import shop
from insight.payloads import SCRIPTS
from needlens.config import NeedsConfig
from needlens.insight import Facts, SourceCount, by_category, over_time, report
from needlens.insight.opportunities import opportunities
from needlens.insight.opportunities.page import page
from needlens.needs import as_needs, induce
from needs.said import said

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="needs Debian's chromium")
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@pytest.fixture(scope="module")
def browser():
    api = pytest.importorskip("playwright.sync_api", reason="needs the package playwright")
    with api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield running
        running.close()


class Visit:
    """An open page, and what it did that it should not."""

    def __init__(self, browser, path, fragment="", **how):
        self.faults = []
        self.page = browser.new_context(**how).new_page()
        self.page.on("dialog", lambda d: (self.faults.append(f"dialog {d.message}"), d.dismiss()))
        self.page.on("pageerror", lambda e: self.faults.append(f"error {e}"))
        self.page.on(
            "console",
            lambda m: self.faults.append(f"console {m.text}") if m.type == "error" else None,
        )
        self.page.on(
            "request", lambda r: None if r.url.startswith("file:") else self.faults.append(r.url)
        )
        self.stopped = []
        self.page.on("requestfailed", lambda r: self.stopped.append((r.url, r.failure)))
        self.page.goto(path.as_uri() + fragment)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.page.context.close()


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(report(*shop(700)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    rows = []
    for i, text in enumerate(SCRIPTS):
        plain = {
            "quote": f"{text} {i}",
            "aspect": text,
            "opinion": text,
            "source": text,
            "product_id": f"{i}{text}",
        }
        at = datetime(2026, 5, 1 + i % 28, tzinfo=UTC)
        rows += [
            plain | {"category": text, "at": at},
            plain | {"category": f"{i}", "ask": f"{text} 甲", "at": at},
        ]
    frame = said(*rows)
    needs = as_needs(*induce(frame, {}, NeedsConfig(min_evidence=1)))
    categories, (timeline, unit) = by_category(frame, {}), over_time(frame)
    pages = []
    for part in range(0, len(SCRIPTS), 40):
        facts = Facts(
            shop=SCRIPTS[part], generated_at=datetime(2026, 11, 21, tzinfo=UTC),
            categories=categories[2 * part:], timeline=timeline, timeline_unit=unit,
            sources=tuple(SourceCount(t, t, 1, 1, 0, 0, t, t, t) for t in SCRIPTS[part:part + 40]),
            notes=tuple((t, t) for t in SCRIPTS[part:part + 40]),
        )  # fmt: skip
        chosen = [
            n
            for n in needs
            if any(e.quote.startswith(tuple(SCRIPTS[part : part + 40])) for e in n.evidence)
        ]
        for state in ("unmet", "met"):
            some = [replace(n, state=state) for n in chosen][:40]
            path = tmp_path_factory.mktemp("hostile") / f"{part}-{state}.html"
            path.write_text(report(some, facts), encoding="utf-8")
            pages.append(path)
    return pages


def test_nothing_hostile_runs_or_is_fetched(browser, hostile):
    for path in hostile:
        with Visit(browser, path) as visit:
            visit.page.evaluate(
                "document.querySelectorAll('details').forEach(d => { d.open = true })"
            )
            for link in visit.page.query_selector_all("table.needs td.r.big a.n")[::5]:
                link.evaluate("a => a.click()")
                visit.page.evaluate("document.getElementById('panel').close()")
            visit.page.wait_for_timeout(100)
            assert visit.faults == []
            assert (
                visit.page.evaluate(
                    "document.querySelectorAll('img,iframe,object,embed,link,base,form,video').length"
                )
                == 0
            )
            assert visit.page.evaluate("document.scripts.length") == 1


def test_a_script_in_the_page_would_not_run(browser, written, tmp_path):
    """The policy holds even if the escaping failed."""
    broken = tmp_path / "broken.html"
    text = written.read_text(encoding="utf-8")
    hole = "<main><script>alert(1)</script><img src=http://evil.example/x.png onerror=alert(1)>"
    broken.write_text(text.replace('<main id="main" tabindex="-1">', hole), encoding="utf-8")
    with Visit(browser, broken) as visit:
        visit.page.wait_for_timeout(100)
        assert not [fault for fault in visit.faults if fault.startswith("dialog")]
        assert visit.stopped == [("http://evil.example/x.png", "csp")]
        assert any("Content Security Policy" in fault for fault in visit.faults)


@pytest.mark.parametrize(
    ("locale", "shown"), [("zh-CN", "先做什么"), ("en-GB", "What to act on first")]
)
def test_the_language_follows_the_browser_and_is_remembered(browser, written, locale, shown):
    with Visit(browser, written, locale=locale) as visit:
        assert visit.page.inner_text("#needs-h") == shown
        other = "en" if locale == "zh-CN" else "zh"
        visit.page.click(f"label[for=lang-{other}]")
        assert visit.page.inner_text("#needs-h") != shown
        assert f"lang={other}" in visit.page.url
        visit.page.reload()
        assert visit.page.inner_text("#needs-h") != shown
        assert visit.faults == []


@pytest.mark.parametrize(("language", "size"), [("zh", (1366, 768)), ("en", (390, 844))])
def test_every_number_opens_its_sentences(browser, written, language, size):
    viewport = {"width": size[0], "height": size[1]}
    with Visit(browser, written, f"#lang={language}", viewport=viewport) as visit:
        page = visit.page
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        opened = page.evaluate("""() => [...document.querySelectorAll('main a.n')].filter((a, i) => i % 9 === 0).map((a) => {
            a.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}));
            const panel = document.getElementById('panel');
            const quotes = panel.open ? panel.querySelectorAll('li').length : 0;
            panel.close();
            return quotes;
        })""")
        assert len(opened) > 30 and min(opened) > 0
        assert visit.faults == []


def test_the_panel_by_keyboard(browser, written):
    with Visit(browser, written, "#lang=en") as visit:
        page = visit.page
        page.focus("#needs tbody tr:first-child td.big a")
        page.keyboard.press("Enter")
        assert page.is_visible("#panel") and "open=s1" in page.url
        page.click("#panel-sides button[data-side=negative]")
        sides = page.eval_on_selector_all(
            "#panel li", "all => all.filter(q => !q.hidden).map(q => q.dataset.side)"
        )
        assert set(sides) == {"negative"}
        page.keyboard.press("Escape")
        assert not page.is_visible("#panel")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#s1"


def test_filters(browser, written):
    with Visit(browser, written, "#lang=zh") as visit:
        page = visit.page
        rows = "all => all.filter(r => !r.hidden).map(r => r.dataset.state)"
        page.click("#filters button[data-state=unmet]")
        assert set(page.eval_on_selector_all("#needs tbody tr", rows)) == {"unmet"}
        page.fill("#search", "没有这个词")
        assert page.is_visible("#none")
        page.fill("#search", "说明书")
        assert len(page.eval_on_selector_all("#needs tbody tr", rows)) >= 1
        page.click("#filters button[data-state='']")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_only_one_language_is_seen(browser, written, language):
    with Visit(browser, written, f"#lang={language}") as visit:
        other = "en" if language == "zh" else "zh"
        assert visit.page.evaluate(
            f"[...document.querySelectorAll('.{other}')].filter((e, i) => i % 9 === 0).every(e => getComputedStyle(e).display === 'none')"
        )
        assert visit.page.title().endswith("需求报告" if language == "zh" else "needs report")


def test_it_reads_without_script(browser, written):
    with Visit(browser, written, java_script_enabled=False) as visit:
        page = visit.page
        assert not page.is_visible("#filters")
        page.click("label[for=lang-en]")
        assert page.is_visible("text=What to act on first")
        page.click("#needs tbody tr:first-child td.big a")
        assert page.is_visible("#s1 blockquote >> nth=0")


def test_contrast(browser, written):
    """WCAG 2.2 AA: 4.5 to 1, worked out on what is drawn."""
    with Visit(browser, written, "#lang=zh") as visit:
        weak = visit.page.evaluate("""() => {
          const channel = (v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
          const rgb = (c) => (c.match(/[\\d.]+/g) || []).map(Number);
          const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
          const back = (e) => {
            for (; e; e = e.parentElement) {
              const c = rgb(getComputedStyle(e).backgroundColor);
              if (c.length === 3 || c[3] > 0) return c;
            }
            return [255, 255, 255];
          };
          document.querySelectorAll('details').forEach((d, i) => { d.open = i < 4; });
          const bad = new Set();
          for (const e of document.querySelectorAll('body *:not(svg *)')) {
            const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
            if (!own || !e.offsetParent) continue;
            const [a, b] = [light(rgb(getComputedStyle(e).color)), light(back(e))].sort((x, y) => y - x);
            if ((a + 0.05) / (b + 0.05) < 4.5) bad.add(e.className + ' ' + e.tagName);
          }
          return [...bad];
        }""")
        assert weak == []


def test_the_opportunities_page(browser, tmp_path):
    needs = measured(
        need("n-1", 90, 2.5), need("n-2", 60, 3.0, "LOGISTICS#SPEED", statement=("更快的物流", "faster delivery"))
    )  # fmt: skip
    path = tmp_path / "opportunities.html"
    path.write_text(page(opportunities(needs, facts()), facts()), encoding="utf-8")
    with Visit(browser, path, "#lang=en", viewport={"width": 390, "height": 844}) as visit:
        seen = "all => all.filter(row => !row.hidden).map(row => row.dataset.state)"
        rows = "#needs .opps > li"
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
        assert visit.page.eval_on_selector_all(rows, seen) == ["fix", "service"]
        visit.page.click("#filters button[data-state=service]")
        assert visit.page.eval_on_selector_all(rows, seen) == ["service"]
        visit.page.click("#filters button[data-state='']")
        visit.page.fill("#search", "更安静")
        assert visit.page.eval_on_selector_all(rows, seen) == ["fix"]
        visit.page.click("#needs .opps .big a")
        assert visit.page.is_visible("#panel blockquote >> nth=0")
        assert visit.page.title().endswith("opportunities report") and visit.faults == []

"""The opportunities report as Markdown, for a wiki, a ticket or a message."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from needlens.insight.facts import Facts
from needlens.insight.numbers import moment
from needlens.insight.opportunities.finding import Opportunity, Report
from needlens.insight.opportunities.method import method
from needlens.insight.opportunities.sureness import sentences
from needlens.insight.portrait import portrait
from needlens.insight.render import worded
from needlens.insight.report import period_of, titles
from needlens.insight.visible import visible
from needlens.records import Evidence

_QUOTES = 3
# What makes links (also bare ones), images, HTML, entities, headings, lists, tables, code.
_MARKS = re.compile(r"[\\`*_{}\[\]()<>#+\-.!|~&:@$=^]")


def markdown(report: Report, facts: Facts, language: Literal["zh", "en"]) -> str:
    """Return the report as Markdown in one language; customers' words stay plain text."""
    return "\n".join(_lines(report, facts, 0 if language == "zh" else 1)) + "\n"


def plain(text: str) -> str:
    r"""Return text that Markdown shows as it is: no link, no HTML, no heading, one line.

    >>> print(plain("[点我](http://x.example) <b>好</b>"))
    \[点我\]\(http\://x\.example\) \<b\>好\</b\>
    """
    return _MARKS.sub(r"\\\g<0>", visible(text)).strip()


def _lines(report: Report, facts: Facts, which: int) -> Iterator[str]:
    named = titles(facts)
    yield f"# {plain(worded('op_title_of', shop=report.shop)[which])}"
    yield ""
    yield plain(
        f"{worded('period')[which]} {period_of(facts)[which]} · "
        f"{worded('made')[which]} {moment(report.generated_at)}"
    )
    yield ""
    if not report.opportunities:
        yield plain(worded("op_none")[which])
        return
    counts = {"n": len(report.opportunities), "met": report.met_needs}
    yield plain(worded("op_shown", open=report.open_needs, **counts)[which])
    for one in report.opportunities:
        yield ""
        yield from _opportunity(one, named, which)
    yield ""
    yield f"## {plain(worded('method_title')[which])}"
    yield ""
    for term, text in method():
        yield f"- **{plain(term[which])}**: {plain(text[which])}"


def _opportunity(one: Opportunity, named: Mapping[str, str], which: int) -> Iterator[str]:
    need, action = one.need, worded(f"action_{one.advice.action}")[which]
    yield f"## {one.rank}\\. {plain((need.statement_zh, need.statement_en)[which])}"
    yield ""
    yield f"**{plain(action)}** · {plain(worded(need.state)[which])} · `{need.id}`"
    yield ""
    yield plain(one.advice.reason[which])
    yield ""
    for name, text in portrait(need, named, one.value):
        yield f"- {plain(name[which])}: {plain(text[which])}"
    yield ""
    for piece in need.evidence[:_QUOTES]:
        yield f"> “{plain(piece.quote)}” {plain(_origin(piece))}"
        yield ">"
    yield ""
    change_word = plain(worded("would_change")[which])
    yield f"**{change_word}**: {plain(' '.join(text[which] for text in sentences(one, named)))}"


def _origin(piece: Evidence) -> str:
    when = f"{piece.at:%Y-%m-%d}, " if piece.at else ""
    return f"({when}{piece.source}:{piece.line})"

"""Questions 提问 that show a want or a lack: 有大码吗, do you ship to Canada?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from needlens.mining._suggestions import _asker
from needlens.mining.domain import Domain
from needlens.mining.facet_finder import finder
from needlens.mining.question_forms import (
    ANSWERED_EN,
    ASKED_ZH,
    EN,
    NARRATED_ZH,
    NOT_ALONE_ZH,
    NOT_EN,
    NOT_ZH,
    POLITE_ZH,
    QUARREL_ZH,
    STARTS_EN,
    ZH,
)
from needlens.records.remark import Remark
from needlens.text.folding import fold

_CLAUSE_ZH = re.compile(r"[^\n。！？!?;；,，.~～…\s]*[\u4e00-\u9fff][^\n。！？!?;；,，~～…\s]*")
_CUES_ZH = (
    r"[吗嘛?]|么(?:[,，。!！\s]|$)|有没有|木有|能不能|能否|可不可以|可否|是否|是不是|什么|啥|多久|何时|几时|几天"
    r"|几号|多少|多长|怎么|怎样|如何|咋|哪|多大|几码|支不支持|包不包|送不送|带不带|含不含|会不会|要不要|用不用"
    r"|防不防|收不收|卖不卖|开不开|发不发|退不退|掉不掉|(?:不|没有?)(?:[,，。!！\s]|$)"
)
CUES = (
    _CUES_ZH
    + r"|\b(?:do|does|can|could|may|will|would|is|are|how|when|where|what|which|why|has|have|any|if|whether)\b"
)
"""A folded text without any of these asks nothing; looking for them is quick."""
_CUE_ZH = re.compile(_CUES_ZH)
_SENTENCE_EN = re.compile(r"[^\n.!?。！？]+[?!.]*")
_HAN = re.compile("[\u4e00-\u9fff]")
_CHATTY = 90
"""A text of at most so many characters may ask in English without a question mark."""
_HELD = re.compile(
    r"^(?:请问|亲|我想问|那|这[个款件]|的|还|,|，)+|(?:呢|啊|呀|吗|么|嘛|的|了|吧)+$"
)
_WORDS_EN = re.compile(r"\b(?:my|our|your|the|an?|this|these|please|any|it|me) |\bguys\b ?")
_LONGEST_ZH, _MOST_WORDS = 24, 12
_SHORT_ZH = 25
_SHARE = 2.0
"""A Chinese text of at most so many characters, and most of them the question, is read as a turn
of a chat; in a review most questions are rhetorical, so more is asked of them there."""
_TOPICS = ("function:", "attribute:", "service:")


@dataclass(frozen=True, slots=True)
class Question:
    """A question in folded text."""

    start: int
    end: int
    statement: str
    confidence: float


def questions(text: str, domain: Domain | str = "ecommerce") -> list[Remark]:
    """Return the questions of a text that show a want or a lack, each with its category.

    Rhetorical questions (能不好吗), greetings (在吗, are you there?), questions the writer
    answers himself and questions as tags (好吗) are left out.

    >>> [(q.statement, q.category) for text in ["在吗？能开发票吗", "Is it waterproof?"]
    ...  for q in questions(text)]
    [('开发票', 'SHOP#INVOICE'), ('waterproof', '')]
    """
    domain = Domain.load(domain) if isinstance(domain, str) else domain
    folded = fold(text)
    plain = folded.text
    remarks = []
    for q in found(plain):
        quote = plain[q.start : q.end]
        facets = tuple(sorted({id for hit in finder().hits(quote) for id in hit.ids}))
        category = category_of(domain, quote, q.statement)
        span = folded.span(q.start, q.end)
        remarks.append(Remark("question", category, q.statement, facets, q.confidence, *span))
    return remarks


def category_of(domain: Domain, quote: str, statement: str) -> str:
    """Return the category a question is about by the domain's words, '' when none tells."""
    found = _asker(domain).category(quote, statement)
    return "" if found == domain.general else found


def found(text: str) -> Iterator[Question]:
    """Yield the questions of one folded text."""
    if _HAN.search(text):
        if _CUE_ZH.search(text):
            yield from _chinese(text)
        return
    if "?" in text or len(text) <= _CHATTY:
        yield from _english(text)


def _chinese(text: str) -> Iterator[Question]:
    for match in _CLAUSE_ZH.finditer(text):
        clause, start = match[0], match.start()
        mark = text[match.end() : match.end() + 1] == "?"
        if not _CUE_ZH.search(clause + "?" * mark) or NOT_ZH.search(clause):
            continue
        near = text[max(0, start - 10) : match.end()]
        turn = len(text) <= min(_SHORT_ZH, _SHARE * len(clause))
        chat = turn or POLITE_ZH.search(near) is not None
        if NARRATED_ZH.search(near) or (QUARREL_ZH.search(clause) and not chat):
            continue
        if clause.endswith("嘛") and not mark:
            continue
        said, confidence = _read_zh(clause, chat, mark)
        if said:
            yield Question(start, match.end() + mark, said, confidence)


def _read_zh(clause: str, chat: bool, mark: bool) -> tuple[str, float]:
    """Return what a clause asks, '' when nothing; stricter in the middle of a review."""
    asked = mark or bool(ASKED_ZH.search(clause) and (chat or clause[-1] == "吗"))
    for pattern, confidence, marked in ZH:
        form = pattern.fullmatch(clause)
        if form is None or (marked and not asked and not chat):
            continue
        said = _said_zh(form)
        topical = not said or _is_topical(said)
        if not chat or form.groupdict().get("topic"):
            said = said if topical else ""
        return said, confidence if chat else round(confidence - 0.1, 2)
    return "", 0.0


def _is_topical(words: str) -> bool:
    """Tell whether something a shop can answer is named: a function, a property, a service."""
    return any(id.startswith(_TOPICS) for hit in finder().hits(words) for id in hit.ids)


def _said_zh(form: re.Match[str]) -> str:
    groups = form.groupdict()
    if groups.get("size"):
        return "选尺码"
    if groups.get("price"):
        return _HELD.sub("", groups["ask"]) + "价格"
    said = groups.get("topic") or (groups.get("ask") or "") + (groups.get("rest") or "")
    said = _HELD.sub("", said)
    if said in NOT_ALONE_ZH or len(said) < 2:
        return ""
    return said[:_LONGEST_ZH]


def _english(text: str) -> Iterator[Question]:
    chat = len(text) <= _CHATTY
    for match in _SENTENCE_EN.finditer(text):
        start, sentence = _asking_part(match)
        mark = sentence.endswith("?")
        told = sentence.endswith((".", "!")) or not (mark or chat)
        if told or not STARTS_EN.match(sentence) or NOT_EN.search(sentence):
            continue
        if ANSWERED_EN.match(text, match.end()):
            continue
        said, confidence = _read_en(sentence.rstrip("?!. "), chat or mark)
        if len(said) > 2 and (chat or _is_topical(said)):
            yield Question(
                start, match.end(), said, confidence if mark else round(confidence - 0.1, 2)
            )


def _asking_part(match: re.Match[str]) -> tuple[int, str]:
    """Return where a sentence's question begins, and it: I have big feet, *is it roomy?*."""
    sentence = match[0]
    start = match.start() + len(sentence) - len(sentence.lstrip())
    comma = max(sentence.rfind(", "), sentence.rfind("- "))
    if comma < 0 or not sentence.endswith("?") or STARTS_EN.match(sentence):
        return start, sentence
    return match.start() + comma + 2, sentence[comma + 2 :]


def _read_en(sentence: str, asked: bool) -> tuple[str, float]:
    for pattern, confidence, marked in EN:
        form = pattern.fullmatch(sentence)
        if form is None or (marked and not asked):
            continue
        words = _WORDS_EN.sub("", form["ask"] + " ").split()
        return " ".join(words[:_MOST_WORDS]), confidence
    return "", 0.0

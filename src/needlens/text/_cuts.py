"""Decide at which of the marks a sentence or a clause really ends."""

from __future__ import annotations

import re
from collections.abc import Callable

from needlens.text._marks import (
    ABBREVIATIONS,
    ADDRESS_HINTS,
    ADDRESSES,
    CLOSERS,
    CONTRAST_AT_END,
    CONTRASTS,
    ENGLISH_CONTRASTS,
    HAN,
    MARKS,
    MARKS_BUT_SPACES,
    MAYBE_LAST,
    NUMBERED,
    UNITS,
)

_WORD_BEFORE = re.compile(r"(?:(?P<amount>\d)\s?)?(?P<word>[A-Za-z][A-Za-z.]*)$")
_NEXT = re.compile(r"\s*[\"“'(]*(\S)")
_LETTERS = re.compile("[A-Za-z]{3}")
_HAN = re.compile(f"[{HAN}]")
_HAN_RUN = re.compile(f"[{HAN}]{{3}}")
_DRAWN_OUT = frozenset("超很太真巨特最更")
_OBJECT_FOLLOWS = frozenset("我你爱愛I")
_SAYS_SOMETHING = re.compile(
    "[很太好不没沒快慢差贵貴棒赞讚强強烂爛坏壞破美挺超]|便宜|满意|滿意|喜欢|喜歡|漂亮|清晰|流畅|流暢"
    "|舒服|实惠|實惠|方便|周到|耐心|合适|合適|一般|还行|還行|高效|给力|給力"
)
_NEAR = 100
"""How far a rule looks back, so that a text without marks costs no more than its length."""

_Rule = Callable[[str, int, int, int], bool]
"""(text, start of the mark, its end, end of the last cut) -> is it a cut?"""


def sentence_cuts(text: str) -> list[int]:
    """Return where sentences end, in order."""
    return _cuts(text, _SENTENCE, MARKS_BUT_SPACES)


def clause_cuts(text: str) -> list[int]:
    """Return where clauses end, in order; every end of a sentence is among them."""
    if not text.isascii() and _HAN.search(text):
        cuts = set(_cuts(text, _CLAUSE, MARKS))
        cuts.update(m.start() for m in CONTRASTS.finditer(text))
    else:
        cuts = set(_cuts(text, _CLAUSE, MARKS_BUT_SPACES))
    if _LETTERS.search(text):
        cuts.update(m.start() for m in ENGLISH_CONTRASTS.finditer(text))
    return sorted(cuts)


def _cuts(text: str, rules: dict[str, _Rule], marks: re.Pattern[str]) -> list[int]:
    items = _numbered(text)
    addresses = _addresses(text)
    cuts: list[int] = []
    last = said = 0
    for mark in marks.finditer(text):
        rule = rules.get(mark.lastgroup or "")
        start, end = mark.span()
        if rule is None or start in items or start in addresses:
            continue
        # A sentence does not depend on where its clauses end.
        since = max(said if rule in _SENTENCE.values() else last, start - _NEAR)
        if rule is _emoji and cuts and not text[since:start].strip():
            cuts[-1] = last = said = end
        elif rule(text, start, end, since):
            last = _after_closers(text, since, end)
            said = last if rule in _SENTENCE.values() else said
            cuts.append(last)
    return sorted({*cuts, *items.values()}) if items else cuts


def _addresses(text: str) -> frozenset[int]:
    if not any(hint in text for hint in ADDRESS_HINTS):
        return frozenset()
    return frozenset(i for m in ADDRESSES.finditer(text) for i in range(*m.span()))


def _after_closers(text: str, since: int, end: int) -> int:
    while end < len(text) and text[end] in CLOSERS:
        if text[end] in "\"'" and text.count(text[end], since, end) % 2 == 0:
            break
        end += 1
    return end


def _numbered(text: str) -> dict[int, int]:
    """Map the mark of each item of a numbered list to where the item begins."""
    found: list[tuple[int, int]] = []
    wanted = 1
    for match in NUMBERED.finditer(text):
        if _number(match) == wanted:
            found.append((match.end() - 1, match.start()))
            wanted += 1
    return dict(found) if len(found) > 1 else {}


def _number(match: re.Match[str]) -> int:
    if match["number"]:
        return int(match["number"])
    if match["circled"]:
        return ord(match["circled"]) - ord("①") + 1
    return int(match["keycap"][0])


def _always(text: str, start: int, end: int, since: int) -> bool:
    return True


def _ender(text: str, start: int, end: int, since: int) -> bool:
    return not (text[start] == "…" and _next(text, end).islower())


def _ellipsis(text: str, start: int, end: int, since: int) -> bool:
    following = _next(text, end)
    return not (following.islower() or (following.isdigit() and text[start - 1 : start].isdigit()))


def _semicolon(text: str, start: int, end: int, since: int) -> bool:
    return not re.match("-?[)D(P]", text[end : end + 2]) or text[start] == "；"


def _wave(text: str, start: int, end: int, since: int) -> bool:
    if text[start - 1 : start].isdigit() and text[end : end + 1].isdigit():
        return False
    return len(text[since:start].strip()) > 1 and text[start - 1] not in _DRAWN_OUT


def _emoji(text: str, start: int, end: int, since: int) -> bool:
    before = text[since:start].rstrip()
    if not before or before[-1] in _OBJECT_FOLLOWS:
        return False
    following = _next(text, end)
    return bool(_HAN.match(following)) or following.isupper()


def _stop(text: str, start: int, end: int, since: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    following = _next(text, end)
    if (before.isdigit() and after.isdigit()) or after in {",", "，"}:
        return False
    if not following or not before.isascii() or _HAN.match(after):
        return True
    word = _WORD_BEFORE.search(text, max(0, start - 12), start)
    if word and not _ends_sentence(word, following):
        return False
    if after.isspace() or after in CLOSERS:
        return True
    return before.islower() and after.isupper() and text[end + 1 : end + 2].islower()


def _ends_sentence(word: re.Match[str], following: str) -> bool:
    """Tell whether a full stop after ``word`` can end a sentence before ``following``."""
    name = word["word"].lower()
    if name == "no":
        return not following.isdigit()
    if ABBREVIATIONS.fullmatch(name) or (len(name) == 1 and name != "i"):
        return False
    if MAYBE_LAST.fullmatch(name) or (word["amount"] and UNITS.fullmatch(name)):
        return following.isupper() or bool(_HAN.match(following))
    return True


def _comma(text: str, start: int, end: int, since: int) -> bool:
    if text[start] == "," and text[start - 1 : start].isdigit() and text[end : end + 1].isdigit():
        return False
    return not CONTRAST_AT_END.search(text, max(since, start - 12), start)


def _list(text: str, start: int, end: int, since: int) -> bool:
    return bool(_SAYS_SOMETHING.search(text, since, start))


def _space(text: str, start: int, end: int, since: int) -> bool:
    return (
        start - since >= 3 and bool(_HAN.match(text, start - 1)) and bool(_HAN_RUN.match(text, end))
    )


def _next(text: str, end: int) -> str:
    """Return the next character that is neither a space nor an opening sign."""
    match = _NEXT.match(text, end)
    return match[1] if match else ""


_SENTENCE: dict[str, _Rule] = {
    "line": _always,
    "ender": _ender,
    "semicolon": _semicolon,
    "ellipsis": _ellipsis,
    "stop": _stop,
    "wave": _wave,
    "emoji": _emoji,
}
_CLAUSE: dict[str, _Rule] = {**_SENTENCE, "comma": _comma, "list": _list, "space": _space}

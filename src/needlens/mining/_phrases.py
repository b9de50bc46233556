"""Read the opinion words of a clause with the words that change their strength."""

from __future__ import annotations

import re
from itertools import pairwise

from needlens.mining._lexicon import Entry, Token
from needlens.mining._parts import Clause, Phrase

_BEFORE = frozenset("也又都就还更最挺真是得而且有太、,，。 被却")
_AFTER = frozenset(
    "的了啊吧呢哦呀啦哈噢喔嘛呐哇滴哒耶唷欸,，。!！?？~～… 、;；点一些又且而但和得到死爆)）\"'”’"
)
_NOUN_FOLLOWS = frozenset("好差烂破脏")
_TAKES_LE = frozenset("太可最")
_TAKES_DE = frozenset(["挺", "蛮", "满", "怪", "还挺", "真的挺", "很"])
_GAP_ZH = re.compile(r"(?:是|会|能|够|有|得|地|的|那么|这么|感觉|觉得|算|显得|让人|令人|让我|,| )?")
_SPACE = re.compile(r"\s?")
_WORDS_BETWEEN = re.compile(r"\s*(?:[a-z'0-9-]+\s+)*")
_SEEN_AS = frozenset(["look", "looks", "looked", "feel", "fit", "fits"])
"""Verbs that name an aspect and may stand between a negation and its word."""
_OR = re.compile(r",? (?:or|nor) ")
_VERBS = frozenset(["works", "worked", "work", "working", "looks good", "fits", "fit"])
_REACH_OF_BOTH = 6
_NONE = frozenset(["都没有", "也没有"])


def phrases(clause: Clause) -> tuple[list[Phrase], list[Token]]:
    """Return the opinions in a clause and the words that name aspects."""
    text, tokens = clause.text, clause.tokens
    if not clause.says:
        return [], [token for token in tokens if token[2].aspect]
    words, aspects = _kinds(text, clause.start, clause.end, tokens)
    found = [_phrase(text, tokens, i, words) for i in words]
    for before, phrase in pairwise(found) if len(found) > 1 else ():
        if (
            before.negations
            and not phrase.negations
            and _OR.fullmatch(text, before.end, phrase.start)
        ):
            phrase.negations = list(before.negations)
    if clause.guess is not None:
        for phrase in found:
            if clause.guess[0] < phrase.start:
                phrase.guess = clause.guess
    return found, aspects


def _kinds(text: str, start: int, end: int, tokens: list[Token]) -> tuple[list[int], list[Token]]:
    """Decide which tokens are opinions and which are aspects, where a word can be both."""
    words: list[int] = []
    both: list[int] = []
    aspects: list[Token] = []
    for i, token in enumerate(tokens):
        entry = token[2]
        if entry.opinion is None or not _is_opinion(text, start, end, tokens, i):
            if entry.aspect:
                aspects.append(token)
        elif entry.aspect:
            both.append(i)
        else:
            words.append(i)
    for i in both:
        if not words or (i > 0 and _modifies(text, tokens[i - 1], tokens[i])):
            words.append(i)
        else:
            aspects.append(tokens[i])
    if both:
        words.sort()
        aspects.sort(key=lambda token: token[0])
    return words, aspects


def _is_opinion(text: str, start: int, end: int, tokens: list[Token], i: int) -> bool:
    """Tell whether a word that can be an opinion is one here."""
    entry = tokens[i][2]
    last = tokens[i][1]
    if text[last : last + 1] in (":", "："):
        return False
    if entry.degree and _strengthens_next(text, tokens, i):
        return False
    if (
        "after" in entry.kind
        and i
        and tokens[i - 1][2].opinion
        and tokens[i - 1][1] == tokens[i][0]
    ):
        return False
    if entry.text in _NONE and i and _denies(text, tokens, i - 1, tokens[i - 1][1]):
        return False
    if entry.negation and any(
        t[2].opinion and t[0] - last <= _REACH_OF_BOTH for t in tokens[i + 1 :]
    ):
        return False
    if entry.text in _VERBS and _leads_to_opinion(text, tokens, i):
        return False
    if not entry.choosy:
        return True
    if entry.english:
        return _ends_there(text, end, tokens, i)
    return _stands_alone(text, start, end, tokens, i)


def _leads_to_opinion(text: str, tokens: list[Token], i: int) -> bool:
    for j in range(i + 1, len(tokens)):
        if text[tokens[j - 1][1] : tokens[j][0]].strip():
            return False
        if tokens[j][2].opinion:
            return True
        if not tokens[j][2].degree:
            return False
    return False


def _ends_there(text: str, end: int, tokens: list[Token], i: int) -> bool:
    """Tell whether an English word ends its phrase or stands before its noun."""
    last = tokens[i][1]
    if last >= end or not (text[last] == " " or text[last].isalnum()):
        return True
    if text.startswith(
        (" and ", " or ", " but ", " for ", " at ", " in ", " as ", " too", " on me", " it"), last
    ):
        return True
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    return (
        following is not None
        and following[0] == last + 1
        and bool(following[2].aspect or following[2].opinion or "joining" in following[2].kind)
    )


def _modifies(text: str, before: Token, word: Token) -> bool:
    entry = before[2]
    return bool(entry.degree or entry.negation) and text[before[1] : word[0]].strip() == ""


def _stands_alone(text: str, start: int, end: int, tokens: list[Token], i: int) -> bool:
    """Tell whether a short Chinese word is a word here, judging by what stands beside it."""
    first, last, entry = tokens[i]
    before = tokens[i - 1] if i and tokens[i - 1][1] == first else None
    after = tokens[i + 1] if i + 1 < len(tokens) and tokens[i + 1][0] == last else None
    right = last >= end or text[last] in _AFTER or not text[last].isalnum()
    if not right and after is not None:
        right = _may_follow(entry, after[2], before)
    if before is not None and (before[2].degree or before[2].negation):
        return right
    if len(entry.text) > 1:
        return right
    left = first <= start or text[first - 1] in _BEFORE or not text[first - 1].isalnum()
    left = left or (before is not None and bool(before[2].aspect or before[2].opinion))
    left = left or any("comparing" in token[2].kind for token in tokens[:i])
    return left and right


def _may_follow(entry: Entry, after: Entry, before: Token | None) -> bool:
    if after.aspect:
        return entry.text in _NOUN_FOLLOWS or (before is not None and bool(before[2].aspect))
    return bool(
        (after.opinion and before)
        or after.negation
        or after.kind & {"after", "joining", "contrast", "additive"}
    )


def _strengthens_next(text: str, tokens: list[Token], i: int) -> bool:
    if i + 1 >= len(tokens):
        return False
    following = tokens[i + 1]
    gap = text[tokens[i][1] : following[0]]
    entry = following[2]
    return (
        bool(entry.opinion or entry.degree)
        and gap.strip() == ""
        and not (entry.aspect and not entry.opinion)
    )


def _phrase(text: str, tokens: list[Token], i: int, words: list[int]) -> Phrase:
    start, end, entry = tokens[i]
    phrase = Phrase(start + entry.trim, end, tokens[i])
    _look_left(text, tokens, i, phrase, words)
    if i + 1 < len(tokens):
        after = tokens[i + 1]
        if "after" in after[2].kind and text[end : after[0]].strip() == "":
            phrase.degrees.append(after)
            phrase.end = after[1]
        elif after[1] - end <= 4 and _denies(text, tokens, i, end):
            phrase.negations.append(tokens[-1])
            phrase.end = tokens[-1][1]
    if not entry.english and phrase.degrees and text[phrase.end : phrase.end + 1]:
        first = phrase.degrees[-1][2].text
        particle = text[phrase.end]
        if (particle == "了" and first[-1] in _TAKES_LE) or (particle == "的" and first in _TAKES_DE
                and not text[phrase.end + 1 : phrase.end + 2].isalnum()):  # fmt: skip
            phrase.end += 1
    return phrase


_NONE_OF_IT = re.compile(r"(?:都|也|倒)?(?:没有|没|无)[的呢哦啊了]?[,，。!！.~～\s]*")


def _denies(text: str, tokens: list[Token], i: int, end: int) -> bool:
    """Tell whether 都没有 at the end takes back a fault: 一点异味都没有."""
    word = tokens[i][2].opinion
    fault = word is not None and word.alone is not None and word.alone.valence < 4.5
    match = _NONE_OF_IT.match(text, end)
    return fault and match is not None and match.end() >= tokens[-1][1]


def _look_left(text: str, tokens: list[Token], i: int, phrase: Phrase, words: list[int]) -> None:
    """Take in degrees and negations before the word, as far as each can reach."""
    gaps = _SPACE if tokens[i][2].english else _GAP_ZH
    edge = tokens[i][0]
    for j in range(i - 1, -1, -1):
        start, end, entry = tokens[j]
        gap = text[end:edge]
        if j in words:
            break
        if entry.negation and _reaches(entry, gap):
            phrase.negations.insert(0, tokens[j])
            phrase.outer.clear()
            phrase.start = edge = start
        elif "additive" in entry.kind and gaps.fullmatch(gap):
            edge = start
        elif entry.degree and "after" not in entry.kind and gaps.fullmatch(gap):
            if phrase.negations:
                phrase.outer.append(tokens[j])
            else:
                phrase.degrees.append(tokens[j])
                phrase.excess |= "excess" in entry.kind
            phrase.start = edge = start
        elif not _stands_between(entry, j == i - 1, gap):
            break


def _stands_between(entry: Entry, beside: bool, gap: str) -> bool:
    """Tell whether words further left can still belong to the opinion."""
    if not entry.aspect or entry.opinion or not beside:
        return False
    return gap == "" or (gap == " " and entry.text in _SEEN_AS)


def _reaches(entry: Entry, gap: str) -> bool:
    if entry.english:
        return len(gap.split()) <= entry.reach and bool(_WORDS_BETWEEN.fullmatch(gap + " "))
    if _GAP_ZH.fullmatch(gap):
        return True
    return len(gap) <= entry.reach and len(entry.text) > 1 and gap.isalnum()

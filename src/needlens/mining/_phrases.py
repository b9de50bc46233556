"""Read the opinion words of a clause with the words that change their strength."""

from __future__ import annotations

import re

from needlens.mining._lexicon import Entry, Token
from needlens.mining._parts import Clause, Phrase

_BEFORE_SINGLE = "也又都就还更最挺真是得的而且和有太、,，。 了被"
_AFTER_SINGLE = "的了啊吧呢哦呀啦哈噢喔嘛呐哇滴哒,，。!！?？~～… 、;；:：点一些又且而但和得到死爆)）\"'”’"
_GAP_ZH = re.compile(r"(?:是|会|能|够|有|得|地|的|那么|这么|感觉|觉得|算|显得|让人|令人|让我|,)?")
_SPACE = re.compile(r"\s?")
_WORDS_BETWEEN = re.compile(r"\s*(?:[a-z'0-9-]+\s+)*")


def phrases(clause: Clause) -> tuple[list[Phrase], list[Token]]:
    """Return the opinions in a clause and the words that name aspects."""
    text, tokens = clause.text, clause.tokens
    if not clause.says:
        return [], [token for token in tokens if token[2].aspect]
    words, aspects = _kinds(text, clause.start, clause.end, tokens)
    found = [_phrase(text, tokens, i) for i in words]
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
    for i, (first, last, entry) in enumerate(tokens):
        if entry.opinion is None:
            if entry.aspect:
                aspects.append(tokens[i])
        elif entry.single and not _stands_alone(text, start, end, tokens, i):
            if entry.aspect:
                aspects.append(tokens[i])
        elif entry.degree and _strengthens_next(text, tokens, i):
            pass
        elif entry.aspect:
            both.append(i)
        else:
            words.append(i)
    for i in both:
        modified = i > 0 and _modifies(text, tokens[i - 1], tokens[i])
        if modified or not words:
            words.append(i)
        else:
            aspects.append(tokens[i])
    if both:
        words.sort()
        aspects.sort(key=lambda token: token[0])
    return words, aspects


def _modifies(text: str, before: Token, word: Token) -> bool:
    entry = before[2]
    return bool(entry.degree or entry.negation) and text[before[1] : word[0]].strip() == ""


def _stands_alone(text: str, start: int, end: int, tokens: list[Token], i: int) -> bool:
    """Tell whether one character is a word here, judging by what stands beside it."""
    first, last, _ = tokens[i]
    before = tokens[i - 1] if i and tokens[i - 1][1] == first else None
    after = tokens[i + 1] if i + 1 < len(tokens) and tokens[i + 1][0] == last else None
    right = (
        last >= end
        or text[last] in _AFTER_SINGLE
        or (after is not None and _may_follow(after[2], before))
    )
    if before is not None and (before[2].degree or before[2].negation):
        return right or not text[last].isalnum() or (before[2].degree > 0 and before[2].text != "多")
    left = first <= start or text[first - 1] in _BEFORE_SINGLE or not text[first - 1].isalnum()
    left = left or (before is not None and bool(before[2].aspect or before[2].opinion))
    return left and right


def _may_follow(after: Entry, before: Token | None) -> bool:
    return bool(after.aspect or (after.opinion and before) or "after" in after.kind
                or "joining" in after.kind or "contrast" in after.kind)  # fmt: skip


def _strengthens_next(text: str, tokens: list[Token], i: int) -> bool:
    if i + 1 >= len(tokens):
        return False
    following = tokens[i + 1]
    gap = text[tokens[i][1] : following[0]]
    entry = following[2]
    return bool(entry.opinion or entry.degree) and gap.strip() == "" and not (
        entry.aspect and not entry.opinion
    )


def _phrase(text: str, tokens: list[Token], i: int) -> Phrase:
    phrase = Phrase(tokens[i][0], tokens[i][1], tokens[i])
    english = tokens[i][2].english
    _look_left(text, tokens, i, phrase, english)
    if i + 1 < len(tokens):
        after = tokens[i + 1]
        if "after" in after[2].kind and text[tokens[i][1] : after[0]].strip() == "":
            phrase.degrees.append(after)
            phrase.end = after[1]
    return phrase


def _look_left(text: str, tokens: list[Token], i: int, phrase: Phrase, english: bool) -> None:
    """Take in degrees and negations before the word, as far as each can reach."""
    gaps = _SPACE if english else _GAP_ZH
    for j in range(i - 1, -1, -1):
        start, end, entry = tokens[j]
        gap = text[end : phrase.start]
        if entry.negation and _reaches(entry, gap, tokens, j, i):
            phrase.negations.insert(0, tokens[j])
            phrase.outer.clear()
            phrase.start = start
        elif entry.degree and "after" not in entry.kind and gaps.fullmatch(gap):
            if phrase.negations:
                phrase.outer.append(tokens[j])
            else:
                phrase.degrees.append(tokens[j])
                phrase.excess |= "excess" in entry.kind
            phrase.start = start
        elif entry.aspect and not entry.opinion and j == i - 1 and gap == "":
            continue
        else:
            break


def _reaches(entry: Entry, gap: str, tokens: list[Token], j: int, i: int) -> bool:
    if entry.english:
        between = len(gap.split())
        return between <= entry.reach and bool(_WORDS_BETWEEN.fullmatch(gap + " "))
    if gap == "" or _GAP_ZH.fullmatch(gap):
        return True
    return len(gap) <= entry.reach and len(entry.text) > 1 and gap.isalnum()

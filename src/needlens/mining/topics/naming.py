"""The name of a topic: its most telling words, each in the language of the texts behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence

WORDS = 10
_IN_NAME = 3
_ENDINGS = re.compile(r"(?<=\w{3})(?:ing|ed|ies|es|s|ly|y|e|er|able)$")
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1$")


def chosen(terms: Sequence[tuple[str, int]], most: int = WORDS) -> list[str]:
    """Return the best of the terms (term, number of texts), without repeating one another.

    A phrase stands for its words where most texts that hold the word hold the phrase; forms
    of one English word count once; a single Chinese character is taken when nothing else is
    there.

    >>> chosen([("电池", 9), ("电池续航", 7), ("续航", 7), ("耐用", 4), ("用", 9)])
    ['电池续航', '耐用']
    >>> chosen([("wash", 9), ("washed", 8), ("dry", 5), ("dry clean", 2), ("shrunk", 3)])
    ['wash', 'dry', 'shrunk']
    """
    long = [pair for pair in terms if len(pair[0]) > 1]
    kept: list[tuple[str, int]] = []
    for term, n in (long if len(long) >= _IN_NAME else terms)[: 6 * most]:
        rivals = [pair for pair in kept if _overlap(term, pair[0])]
        if not rivals:
            kept.append((term, n))
        elif _holds(term, rivals[0][0]) and 2 * n > rivals[0][1]:
            place = kept.index(rivals[0])
            kept[place] = (term, n)
            kept = [pair for pair in kept if pair not in rivals[1:]]
    return [term for term, _ in kept[:most]]


def name(words: Sequence[str]) -> str:
    """Return the name from the chosen words.

    >>> name(["快递", "很慢", "送货", "客服"])
    '快递 · 很慢 · 送货'
    """
    return " · ".join(words[:_IN_NAME])


def _overlap(one: str, other: str) -> bool:
    if one[0].isascii() and other[0].isascii():
        return bool({_stem(w) for w in one.split()} & {_stem(w) for w in other.split()})
    return one in other or other in one or len(set(one) & set(other)) >= 2


def _holds(phrase: str, word: str) -> bool:
    if phrase[0].isascii():
        return set(word.split()) < set(phrase.split())
    return word in phrase and word != phrase


def _stem(word: str) -> str:
    return _DOUBLED.sub(r"\1", _ENDINGS.sub("", word))

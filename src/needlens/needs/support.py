"""Is every word of a statement supported by what customers said? If not, it is not used.

A word is supported when at least two independent quotes have it (or its counterpart in the
other language, or the opposite of what they complain of), or when the name of the category
or of a facet has it. One customer alone, whatever he writes, cannot put a word into a
statement.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from needlens.needs.concepts import HAN, concepts_in, lexicon, stem, terms

ENOUGH = 2
"""Independent quotes that a word needs."""
_ALIKE = 0.6
"""Quotes that share more of their words than this are one voice."""
_TOKEN = re.compile(f"[{HAN}]+|[a-z]+(?:'[a-z]+)?|[0-9]+(?:\\.[0-9]+)?")
_NEGATED = re.compile(
    r"不|没|无|免|防|减少|降低|更[小少低]|别"
    r"|\b(?:no|not|non|without|avoids?|less|fewer|lower|smaller|never|reduced?|free)\b"
)
_MORE_ZH = re.compile(f"(?:更加|更|再)([{HAN}]{{1,2}})")
_MORE_EN = re.compile(r"\bmore ([a-z]+)|\b([a-z]+er)\b")


class Grounds:
    """What the statements of one need may rest on: its quotes and its names.

    >>> grounds = Grounds(["充电太慢了", "充电要一整晚，慢", "it charges slowly"], ["电池", "battery"])
    >>> grounds.fault("更快的充电"), grounds.fault("faster charging")
    ('', '')
    >>> grounds.fault("更快的无线充电"), grounds.fault("slower charging")
    ('unsupported', 'complaint')
    """

    def __init__(self, quotes: Sequence[str], names: Iterable[str]) -> None:
        self.quotes = independent(quotes)
        counts: Counter[str] = Counter()
        for quote in self.quotes:
            counts.update(terms(quote) | {f"#{name}" for name in concepts_in(quote)})
        self._counts = counts
        self._said = {word for word, count in counts.items() if count >= ENOUGH}
        for name in names:
            self._said |= terms(name) | {f"#{concept}" for concept in concepts_in(name)}

    def fault(self, statement: str) -> str:
        """Return why a statement may not be used, '' when it may.

        ``unsupported``: a word nobody said; ``empty``: no word with content; ``complaint``:
        it asks for what customers complain of.
        """
        plain = statement.lower()
        content = 0
        for token in _TOKEN.findall(plain):
            pieces = self._pieces(token)
            if pieces is None:
                return "unsupported"
            content += sum(piece not in lexicon().plain for piece in pieces)
        if not content:
            return "empty"
        return "complaint" if self._complains(plain) else ""

    def _pieces(self, token: str) -> list[str] | None:
        """Return a token as supported words; a Chinese one may be made of several."""
        if token[0].isascii():
            return [stem(token)] if self._supported(stem(token)) else None
        best: list[list[str] | None] = [[], *[None] * len(token)]
        for end in range(1, len(token) + 1):
            for start in range(end):
                before, word = best[start], token[start:end]
                if before is not None and self._supported(word):
                    best[end] = [*before, word]
                    break
        return best[-1]

    def _supported(self, word: str) -> bool:
        known = lexicon()
        if word in known.plain or word in self._said:
            return True
        for concept in known.concepts.get(word, ()):
            if f"#{concept}" in self._said or f"#{known.opposite.get(concept)}" in self._said:
                return True
        return False

    def _complains(self, plain: str) -> bool:
        """Say whether a statement asks for what is complained of: slower, more small."""
        found = concepts_in(plain)
        if found & lexicon().complaints and not _NEGATED.search(plain):
            return True
        wished = set(_more(" ".join(self.quotes).lower()))
        for concept in _more(plain):
            other = lexicon().opposite.get(concept, "")
            if concept not in wished and self._counts[f"#{concept}"] > self._counts[f"#{other}"]:
                return bool(other)
        return False


def _more(plain: str) -> Iterable[str]:
    """Yield the concepts a text wants more of: 更大, bigger, more quiet."""
    known = lexicon().concepts
    for match in _MORE_ZH.finditer(plain):
        yield from known.get(match[1], known.get(match[1][:1], ()))
    for match in _MORE_EN.finditer(plain):
        yield from known.get(stem(match[1] or match[2]), ())


def independent(quotes: Iterable[str]) -> list[str]:
    """Return the quotes without those that repeat one before in nearly the same words.

    >>> independent(["物流太慢了", "物流太慢了！", "等了一周才到"])
    ['物流太慢了', '等了一周才到']
    """
    kept: list[tuple[str, frozenset[str]]] = []
    for quote in quotes:
        words = terms(quote)
        if words and all(len(words & old) <= _ALIKE * len(words | old) for _, old in kept):
            kept.append((quote, words))
    return [quote for quote, _ in kept]

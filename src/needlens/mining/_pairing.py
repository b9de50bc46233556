"""Say what each opinion of a clause is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from needlens.mining._lexicon import Token
from needlens.mining._parts import Clause, Phrase, Term
from needlens.mining.domain import Domain, Reading, parts

_ATTRIBUTIVE_EN = re.compile(r" (?:and \w+ |\w+,? )?(?:\w+ )?")
_OBJECT_EN = re.compile(
    r" (?:(?:with|by|in|of|at|from|about|the|this|that|these|those|my|its|their|your|our|it's|all|how|having|getting|using|to|a|an|every|everything|most|and|is|was) )*(?:\w+ ){0,1}"
)
_FAR = re.compile(
    r"\b(?:for|on|in|to|at|than|with|when|if|because|since|after|until|before|as|while|where|that|which)\b"
)
_COPULA = re.compile(
    r"(?: is| are| was| were| looks?| feels?| seems?| sounds?| works?| runs?| arrived| came| has been| have been|'s)? ?(?:(?!with|without|for|from|of)\w+ )?"
)
_OBJECT_ZH = re.compile(
    r"[这该此那其它的款种个家了上过我你件双本部台]{0,4}|这[款个家种件双本]\w{0,3}|.{0,2}的?"
)


class Pair(NamedTuple):
    """An opinion, the term it is about (or None), its meaning and category."""

    phrase: Phrase
    term: Term | None
    reading: Reading
    category: str
    how: str


_GOES_ON = re.compile(r"又|且|而且|并且|、| and | but |, (?:and )?|,|-|/| ?& ?|")
"""Between two opinions on the same aspect: 简单大方, soft and warm."""
_NEW_SENTENCE = re.compile(r" (?:is|are|was|were|has|had|looks?|feels?|felt|fits?|seems?)\b")


@dataclass(slots=True)
class Topic:
    """The last aspects spoken of, for clauses that name none."""

    terms: list[Term]
    open: bool
    """Nothing has been said of them yet."""


class Pairing:
    """Pair the opinions of one clause with its terms, and choose the meaning."""

    def __init__(self, domain: Domain) -> None:
        self._domain = domain
        self._main = parts(domain.general)[0]

    def pairs(
        self, clause: Clause, phrases: list[Phrase], terms: list[Term], topic: Topic | None
    ) -> list[Pair]:
        """Return a pair for each opinion that says something, several for joined terms."""
        text = clause.text
        found: list[Pair] = []
        stops = -1
        for i, phrase in enumerate(phrases):
            candidates = terms
            if clause.compared:
                candidates = _without_compared(terms, phrase, clause.compared)
            stop = phrases[i - 1].end if i else -1
            if i and _GOES_ON.fullmatch(text[stop : phrase.start]):
                stop = stops
            stops = stop
            following = phrases[i + 1].start if i + 1 < len(phrases) else len(text)
            term, how = _nearest(text, phrase, candidates, stop, following)
            if term is None:
                found += self._without_term(phrase, topic)
                continue
            for member in _joined(text, term, candidates, phrase):
                pair = self._with_term(phrase, member, how if member is term else "joined")
                if pair is not None:
                    found.append(pair)
            if not any(pair.phrase is phrase for pair in found):
                found += self._without_term(phrase, None)
        return found

    def _with_term(self, phrase: Phrase, term: Term, how: str) -> Pair | None:
        word = phrase.token[2].opinion
        reading = word.beside_aspect(term.category) if word else None
        if word is None or reading is None:
            return None
        category = self._category(reading, term.category)
        beside_used = term.used and reading is word.alone and reading.category
        if beside_used and category != term.category:
            return Pair(phrase, None, reading, reading.category, "own")
        if beside_used and not _compatible(reading.category, term.category):
            return Pair(phrase, None, reading, reading.category, "own")
        term.used = True
        return Pair(phrase, term, reading, category, how)

    def _without_term(self, phrase: Phrase, topic: Topic | None) -> list[Pair]:
        word = phrase.token[2].opinion
        if word is None:
            return []
        overall = "overall" in phrase.token[2].kind
        if topic is not None and (topic.open or not overall):
            pairs = [self._inherit(phrase, term, topic.open) for term in topic.terms]
            kept = [pair for pair in pairs if pair is not None]
            if kept:
                return kept
        reading = word.alone
        if reading is None:
            return []
        category = reading.category or self._domain.general
        return [Pair(phrase, None, reading, category, "own" if reading.category else "whole")]

    def _inherit(self, phrase: Phrase, term: Term, open_topic: bool) -> Pair | None:
        word = phrase.token[2].opinion
        reading = word.beside_aspect(term.category) if word else None
        if word is None or reading is None:
            return None
        if reading.category and reading is word.alone:
            category = self._category(reading, term.category)
            if not open_topic and (reading.always or category != term.category):
                return None
            return Pair(phrase, term, reading, category, "before")
        return Pair(phrase, term, reading, self._category(reading, term.category), "before")

    def _category(self, reading: Reading, aspect: str) -> str:
        """Return what is meant by a reading beside an aspect: the more specific of both."""
        category = self._more_specific(reading, aspect)
        return self._domain.aliases.get(category, category)

    def _more_specific(self, reading: Reading, aspect: str) -> str:
        if not reading.category:
            return aspect
        if reading.always:
            return reading.category
        entity, attribute = parts(aspect)
        if attribute != "GENERAL":
            return aspect
        if aspect == self._domain.general:
            return reading.category
        entity2, attribute2 = parts(reading.category)
        known = self._domain.known(f"{entity}#{attribute2}")
        if known:
            return known
        whole = entity == entity2 or self._domain.is_whole(entity)
        return reading.category if whole or entity2 != self._main else aspect


def _joined(text: str, term: Term, terms: list[Term], phrase: Phrase) -> list[Term]:
    """Return the terms that share what is said of ``term``: 质量和包装都很好.

    After an English opinion a new sentence may begin: love the color and the fit is good.
    """
    group = [t for t in terms if t.group == term.group]
    if len(group) == 1 or term.start < phrase.start or not phrase.token[2].english:
        return group
    return [t for t in group if t is term or not _NEW_SENTENCE.match(text, t.end)]


def _compatible(one: str, other: str) -> bool:
    return one == other or parts(other)[1] == "GENERAL"


def _without_compared(terms: list[Term], phrase: Phrase, compared: list[Token]) -> list[Term]:
    """Leave out what the thing is compared with: 比超市便宜, better than the old phone."""
    kept = terms
    for start, _, entry in compared:
        if entry.english:
            kept = [term for term in kept if term.start < start]
        elif start < phrase.start:
            kept = [t for t in kept if not start < t.start < phrase.start] or [
                t for t in kept if t.start > phrase.end
            ]
    return kept


def _nearest(
    text: str, phrase: Phrase, terms: list[Term], stop: int, following: int
) -> tuple[Term | None, str]:
    """Return the term an opinion is about and how sure that is: beside, near, object."""
    left = right = None
    for term in terms:
        if phrase.start <= term.start and term.end <= phrase.token[0]:
            return term, "beside"
        if term.end <= phrase.start:
            left = term
        elif term.start >= phrase.end and right is None:
            right = term
    if phrase.token[2].english:
        return _nearest_en(text, phrase, left, right, stop, following)
    return _nearest_zh(text, phrase, left, right, stop, following)


def _nearest_zh(
    text: str, phrase: Phrase, left: Term | None, right: Term | None, stop: int, following: int
) -> tuple[Term | None, str]:
    gap_left = text[left.end : phrase.start] if left else ""
    gap_right = text[phrase.end : right.start] if right else ""
    own = left is not None and stop <= left.start
    word = phrase.token[2].opinion
    if right and word and word.takes_object and right.end <= following and len(gap_right) <= 5:
        return right, "beside"
    if left and own and len(gap_left) <= 3:
        return left, "beside"
    if right and gap_right in ("的", "") and right.end <= following + 1:
        return right, "beside"
    if left:
        return left, "near" if own else "shared"
    if right and len(gap_right) <= 2 and right.end <= following:
        return right, "near"
    return None, ""


def _nearest_en(
    text: str, phrase: Phrase, left: Term | None, right: Term | None, stop: int, following: int
) -> tuple[Term | None, str]:
    gap_left = text[left.end : phrase.start] if left else ""
    gap_right = text[phrase.end : right.start] if right else ""
    own = left is not None and stop <= left.start
    word = phrase.token[2].opinion
    if right and word and word.takes_object and _OBJECT_EN.fullmatch(gap_right):
        return right, "beside"
    if left and own and _COPULA.fullmatch(gap_left):
        return left, "beside"
    if right and right.start <= following and _attributive(gap_right):
        return right, "beside"
    if left and len(gap_left) <= 60:
        return left, "near" if own else "shared"
    if right and len(gap_right) <= 30 and right.start <= following and not _FAR.search(gap_right):
        return right, "near"
    return None, ""


def _attributive(gap: str) -> bool:
    return bool(_ATTRIBUTIVE_EN.fullmatch(gap)) and not _FAR.search(gap)

"""Read the opinions of a text, clause by clause."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from needlens.mining._grammar import grammar
from needlens.mining._lexicon import Lexicon, Token, lexicon_of
from needlens.mining._naming import named
from needlens.mining._pairing import Pair, Pairing, Topic
from needlens.mining._parts import Clause, Found, Phrase
from needlens.mining._phrases import phrases
from needlens.mining._terms import Terms
from needlens.mining.domain import Domain
from needlens.text.folding import Folded, fold
from needlens.text.splitting import Span, clauses

ENDERS = frozenset("。！？!?.…\n;；")
_TRIM = " ,，.。!！;；、~～…\t\n"


@dataclass(slots=True)
class Read:
    """A text as read: folded, cut into clauses, its opinions (offsets in the folded text)."""

    folded: Folded
    clauses: list[Span]
    opinions: list[Found]


class Reader:
    """Reads texts by the words of one domain."""

    def __init__(self, domain: Domain) -> None:
        self._lexicon: Lexicon = lexicon_of(domain)
        self._terms = Terms(domain)
        self._pairing = Pairing(domain)
        self._unreal_ends = grammar().unreal_ends

    def read(self, text: str) -> Read:
        """Read one text."""
        folded = fold(text)
        spans = clauses(text) if folded.offsets is None else clauses(folded.text)
        tokens = self._lexicon.tokens(folded.text)
        found: list[Found] = []
        topic: Topic | None = None
        sentence = at = 0
        n = len(tokens)
        for start, end in spans:
            first = at
            while at < n and tokens[at][0] < end:
                at += 1
            if at > first:
                clause = _clause(folded.text, start, end, tokens[first:at])
                pairs, topic = self._pairs(clause, topic)
                new = self._found(pairs, clause, sentence)
                if new and clause.contrast is not None and clause.contrast[0] <= start + 1:
                    _weigh_contrast(found, new, sentence, clause.contrast)
                found += new
            if folded.text[end - 1] in ENDERS:
                topic = None
                sentence += 1
        return Read(folded, spans, found)

    def _pairs(self, clause: Clause, topic: Topic | None) -> tuple[list[Pair], Topic | None]:
        """Return the pairs of one clause and what the next one may refer to."""
        if clause.contrast is not None and topic is not None and not topic.open:
            topic = None
        if not (clause.says or clause.names):
            return [], topic
        words, aspects = phrases(clause)
        terms = self._terms.join(clause.text, aspects)
        if words:
            words = self._real(clause, words)
        if not words:
            return [], Topic(terms, open=True) if terms else topic
        pairs = self._pairing.pairs(clause, words, terms, topic)
        if terms:
            topic = Topic([terms[-1]], open=False)
        elif topic is not None:
            topic.open = False
        return pairs, topic

    def _found(self, pairs: list[Pair], clause: Clause, sentence: int) -> list[Found]:
        found: list[Found] = []
        since = clause.start
        for pair in pairs:
            if pair.term is None:
                term = named(clause, pair.phrase, since, pair.category)
                if term is not None:
                    pair = pair._replace(term=term, how="named")
            found.append(_found(pair, clause, sentence))
            since = pair.phrase.end
        return found

    def _real(self, clause: Clause, words: list[Phrase]) -> list[Phrase]:
        """Leave out what is only wished, asked or supposed."""
        text = clause.text[clause.start : clause.end].rstrip(_TRIM)
        if text.endswith(self._unreal_ends):
            return []
        if clause.unreal is not None:
            words = [word for word in words if word.start < clause.unreal]
        return [w for w in words if _is_strong_blame(w)] if text.endswith("?") else words


def _clause(text: str, start: int, end: int, tokens: list[Token]) -> Clause:
    clause = Clause(text, start, end, tokens)
    for token in tokens:
        entry = token[2]
        clause.says |= entry.opinion is not None
        clause.names |= bool(entry.aspect)
        if entry.kind:
            if "contrast" in entry.kind:
                clause.contrast = clause.contrast or token
            if "unreal" in entry.kind and clause.unreal is None:
                clause.unreal = token[0]
            if "comparing" in entry.kind:
                clause.compared.append(token)
            if "guess" in entry.kind:
                clause.guess = clause.guess or token
    return clause


@lru_cache(maxsize=8)
def reader_of(domain: Domain) -> Reader:
    """Return the reader of a domain, built once."""
    return Reader(domain)


def _is_strong_blame(phrase: Phrase) -> bool:
    word = phrase.token[2].opinion
    return bool(word and word.alone and word.alone.valence < 2.2)


def _found(pair: Pair, clause: Clause, sentence: int) -> Found:
    text, start, end = clause.text, clause.start, clause.end
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    while start < end and text[start] in _TRIM:
        start += 1
    return Found(
        pair.phrase, pair.reading, pair.term, pair.category, pair.how, start, end, sentence
    )


def _weigh_contrast(
    earlier: list[Found], later: list[Found], sentence: int, contrast: Token
) -> None:
    """What is said before a but weighs less, when the but takes it up again."""
    categories = {found.category for found in later}
    for found in later:
        found.contrast, found.contrast_word = "after", contrast
    for found in earlier:
        if found.sentence == sentence and (found.category in categories or found.how == "whole"):
            found.contrast, found.contrast_word = "before", contrast

"""The parts of a clause: aspect terms, opinion words, what an opinion was made of."""

from __future__ import annotations

from dataclasses import dataclass, field

from needlens.mining._lexicon import Token
from needlens.mining.domain import Reading


@dataclass(slots=True)
class Clause:
    """A clause of folded text with its words, and what the words of grammar say of it."""

    text: str
    """The whole text; the clause is ``text[start:end]``."""
    start: int
    end: int
    tokens: list[Token]
    says: bool = False
    """It has an opinion word."""
    names: bool = False
    """It has an aspect word."""
    contrast: Token | None = None
    unreal: int | None = None
    """Where a wish, a question or a condition begins."""
    compared: list[Token] = field(default_factory=list)
    guess: Token | None = None


@dataclass(slots=True)
class Term:
    """An aspect term: one or several aspect words that belong together."""

    start: int
    end: int
    category: str
    group: int = 0
    """Terms joined by 和, 、, and … share a group: what is said holds of all."""
    used: bool = False


@dataclass(slots=True)
class Phrase:
    """An opinion word with the words before and after it that change its strength."""

    start: int
    end: int
    token: Token
    degrees: list[Token] = field(default_factory=list)
    """Degrees on the word itself, those inside a negation left out."""
    outer: list[Token] = field(default_factory=list)
    """Degrees on a negated word: 很不好."""
    negations: list[Token] = field(default_factory=list)
    excess: bool = False
    guess: Token | None = None


@dataclass(slots=True)
class Found:
    """An opinion as read, with everything its strength and confidence rest on."""

    phrase: Phrase
    reading: Reading
    term: Term | None
    category: str
    how: str
    """How the aspect was found: beside, near, joined, before, own, whole."""
    start: int
    end: int
    sentence: int
    contrast: str = ""
    """"before" or "after" a word of contrast, when that changes the strength."""
    contrast_word: Token | None = None

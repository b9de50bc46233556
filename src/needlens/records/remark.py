"""Remark 旁白: a question that shows a want, a reason for use, or a need that is implied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

RemarkOrigin = Literal["question", "reason", "implied"]


@dataclass(frozen=True, slots=True)
class Remark:
    """What a text says besides opinions and suggestions: a question, a reason for use, a hint.

    ``implied`` is a sentence in which the library of needs recognises one, named or not: «could
    fry an egg on it».

    Offsets count characters of the original text: the quote is ``text[start:end]``.
    """

    origin: RemarkOrigin
    category: str
    """DEMAND#USE for a reason, the taxonomy's category or '' for a question, '' if implied."""
    statement: str
    """The content alone: 有大码吗 → 有大码, got it for my dad → for father."""
    facets: tuple[str, ...]
    """Ids of the facet lexicon, sorted: ``audience:father``."""
    confidence: float
    start: int
    end: int

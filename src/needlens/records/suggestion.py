"""Suggestion 改进建议: what a customer asks for in so many words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A wish or proposal: which words, what is asked for, in which category.

    Offsets count characters of the original text: the quote is ``text[start:end]``,
    the thing asked for ``text[ask_start:ask_end]``.
    """

    ask: str
    """What is asked for, without the words of wishing: 希望有中文说明书 → 有中文说明书."""
    ask_start: int
    ask_end: int
    category: str
    confidence: float
    start: int
    end: int
    tier: str = "rule"
    version: str = ""

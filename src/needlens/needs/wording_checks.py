"""What of a language model's answer is taken as the words of a need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from needlens.needs.statement_form import form_fault
from needlens.needs.support import Grounds


class Words(NamedTuple):
    """A statement in Chinese and in English."""

    zh: str
    en: str


def formed(told: Mapping[str, Any], quotes: int) -> Words | None:
    """Return the words of an answer that fits the schema, else None."""
    zh, en, ids = (told.get(key) for key in ("statement_zh", "statement_en", "quote_ids"))
    if set(told) != {"statement_zh", "statement_en", "quote_ids"}:
        return None
    if not isinstance(zh, str) or not isinstance(en, str) or not isinstance(ids, list) or not ids:
        return None
    if not all(type(one) is int and 0 <= one < quotes for one in ids):
        return None
    return Words(zh.strip(), en.strip())


def fault(words: Words, grounds: Grounds, never: Sequence[str]) -> str:
    """Return why words may not be used, '' when they may."""
    for said, language in ((words.zh, "zh"), (words.en, "en")):
        if why := form_fault(said, language, never) or grounds.fault(said):
            return why
    return ""


def kept_words(given: Any) -> Words | None:
    """Return words read back from the cache, if they still have the form of a statement."""
    if not isinstance(given, dict) or not all(isinstance(given.get(k), str) for k in ("zh", "en")):
        return None
    words = Words(given["zh"], given["en"])
    return None if form_fault(words.zh, "zh") or form_fault(words.en, "en") else words

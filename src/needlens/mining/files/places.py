"""Where the words of an aspect stand in a text."""

from __future__ import annotations

import re

from needlens.text.folding import fold

NOWHERE = (-1, -1)
_LETTER = "[a-z0-9]"


def place(text: str, words: str) -> tuple[int, int]:
    """Return the span of the first place of ``words``, in whatever script and case.

    An English word is not looked for within another one unless it stands nowhere else.

    >>> place("這個螢幕很亮", "萤幕"), place("Keyboard, key feel", "Key"), place("好", "屏幕")
    ((2, 4), (10, 13), (-1, -1))
    """
    folded, wanted = fold(text), fold(words.strip()).text
    if not wanted:
        return NOWHERE
    whole = f"(?<!{_LETTER}){re.escape(wanted)}(?!{_LETTER})" if wanted.isascii() else wanted
    found = re.search(whole, folded.text) if wanted.isascii() else None
    start = found.start() if found else folded.text.find(wanted)
    return folded.span(start, start + len(wanted)) if start >= 0 else NOWHERE

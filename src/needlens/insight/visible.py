"""Text a reader can trust to look as it is."""

from __future__ import annotations

import re

# Characters that reorder, hide or break text: shown as a mark, so nothing looks other
# than it is. Line breaks become blanks.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_BREAK = re.compile("[\t\n\v\f\r\u2028\u2029]+")


def visible(text: str) -> str:
    r"""Return text without characters that hide or reorder it.

    >>> visible("好\u202e评\nabc")
    '好\ufffd评 abc'
    """
    return _BREAK.sub(" ", _UNSEEN.sub("\ufffd", text))

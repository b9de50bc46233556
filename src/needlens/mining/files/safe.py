"""Texts that every reader can take, of the same length as the original."""

from __future__ import annotations

import re

_HALVES = re.compile("[\ud800-\udfff]")


def readable(text: str) -> str:
    r"""Replace halves of characters, which no encoding can hold; offsets stay the same.

    >>> readable("不错\ud83d!") == "不错\ufffd!"
    True
    """
    return text if text.isascii() else _HALVES.sub("\ufffd", text)


def encoded(line: str) -> bytes:
    r"""Return a line of JSON in UTF-8; halves of characters stay what they were, escaped.

    >>> encoded('"\ud83d"')
    b'"\\ud83d"'
    """
    return line.encode("utf-8", "backslashreplace")

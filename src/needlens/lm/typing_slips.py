"""Slips of the finger on an English keyboard: a neighbouring key, a swap, one too many."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import numpy as np

from needlens.lm.augmentation import Edit, Edits

_ROWS = (("qwertyuiop", 0.0), ("asdfghjkl", 0.25), ("zxcvbnm", 0.75))
"""The rows of keys, with how far each is indented (in keys)."""
_WORD = re.compile(r"[A-Za-z]{3,}")


def typing_slips(share: float = 0.1) -> Edits:
    """Propose one slip in about ``share`` of the English words of three letters or more.

    As likely as not each: a neighbouring key, two letters swapped, a letter left out, a
    letter twice. The first letter stays, as people notice it.

    >>> from needlens.lm.augmentation import Labelled, augment
    >>> augment([Labelled("电池 battery life", ((3, 10),))], typing_slips(1), seed=4)
    [Labelled(text='电池 batter lifr', spans=((3, 9),))]
    """

    def propose(text: str, chance: np.random.Generator) -> Iterable[Edit]:
        for match in _WORD.finditer(text):
            if chance.random() < share:
                at = int(chance.integers(match.start() + 1, match.end()))
                yield _slip(text, at, match.end(), chance)

    return propose


def _slip(text: str, at: int, end: int, chance: np.random.Generator) -> Edit:
    kind = chance.integers(4)
    letter = text[at]
    if kind == 0:
        near = neighbours(letter.lower())
        new = near[chance.integers(len(near))]
        return Edit(at, at + 1, new.upper() if letter.isupper() else new)
    if kind == 1 and at + 1 < end:
        return Edit(at, at + 2, text[at + 1] + letter)
    return Edit(at, at + 1, "" if kind == 2 else letter * 2)


@cache
def neighbours(letter: str) -> str:
    """Return the letters whose keys touch that of a lower-case letter.

    >>> neighbours("g")
    'tyfhvb'
    """
    places = {key: (i + dent, row) for row, (keys, dent) in enumerate(_ROWS)
              for i, key in enumerate(keys)}  # fmt: skip
    across, down = places[letter]
    return "".join(
        key
        for key, (x, y) in places.items()
        if key != letter and abs(y - down) <= 1 and abs(x - across) <= 1.0
    )

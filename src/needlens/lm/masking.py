"""Whole-word masking: which tokens are hidden, so that no word gives itself away.

Chinese words are those of jieba: of 手机电池 either 手机 is hidden, or 电池, or both, but
never 电 alone. English words are hidden with all their pieces. Cui et al. 2021,
"Pre-training with whole word masking for Chinese BERT".
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from needlens.lm.tokens import Tokens
from needlens.text.segment import words

Ids = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]


class Masked(NamedTuple):
    """A batch to be read: ``ids`` and ``real`` (rows, tokens), and what is hidden.

    ``hidden`` are positions in the flattened ``ids``, ``answers`` the tokens there.
    """

    ids: npt.NDArray[np.int64]
    real: npt.NDArray[np.int64]
    hidden: npt.NDArray[np.int64]
    answers: npt.NDArray[np.int64]


class Marks(NamedTuple):
    """Special tokens by id, and the size of the vocabulary."""

    mask: int
    pad: int
    size: int


def word_starts(text: str, tokens: Tokens) -> Flags:
    """Return for each token whether it begins a word; the others belong to the one before.

    Two tokens belong together when a word runs through the border between them.
    """
    number = _word_numbers(text)
    starts, ends = tokens.starts, tokens.ends
    begins = np.ones(len(tokens.ids), dtype=np.bool_)
    inner = (starts[1:] >= 0) & (ends[:-1] > 0) & (starts[1:] < ends[1:])
    inner &= starts[1:] <= ends[:-1]  # less: the mark of a word's beginning, on its own
    at = np.flatnonzero(inner) + 1
    before, after = number[ends[at - 1] - 1], number[starts[at]]
    begins[at] = (before != after) | (after < 0)
    return begins


def _word_numbers(text: str) -> Ids:
    """Return for each character the number of its word, -1 for spaces."""
    number = np.full(len(text) + 1, -1, dtype=np.int32)
    at = 0
    for i, word in enumerate(words(text)):
        at = text.index(word, at)
        number[at : at + len(word)] = i
        at += len(word)
    return number


def hide(
    rows: list[tuple[Ids, Flags]], share: float, marks: Marks, chance: np.random.Generator
) -> Masked:
    """Hide about ``share`` of the words of some tokenised texts, at least one word.

    Of the hidden words 80 % become the mask, 10 % other tokens, 10 % stay as they are
    (Devlin et al. 2019). The outer tokens of each text are never hidden.
    """
    length = max(len(ids) for ids, _ in rows)
    ids = np.full((len(rows), length), marks.pad, dtype=np.int64)
    begins = np.ones((len(rows), length), dtype=np.bool_)
    inner = np.zeros((len(rows), length), dtype=np.bool_)
    for i, (one, starts) in enumerate(rows):
        ids[i, : len(one)] = one
        begins[i, : len(one)] = starts
        inner[i, 1 : len(one) - 1] = True
    word = np.cumsum(begins.ravel()) - 1
    draw = chance.random(word[-1] + 1)
    inside = np.flatnonzero(inner.ravel())
    if len(inside) and not (draw[word[inside]] < share).any():
        draw[word[chance.choice(inside)]] = 0.0
    hidden = inside[draw[word[inside]] < share]
    flat = ids.ravel()
    answers = flat[hidden].copy()
    fate = chance.random(word[-1] + 1)[word[hidden]]
    flat[hidden[fate < 0.8]] = marks.mask
    other = hidden[(fate >= 0.8) & (fate < 0.9)]
    flat[other] = chance.integers(0, marks.size, len(other))
    real = np.zeros_like(ids)
    for i, (one, _) in enumerate(rows):
        real[i, : len(one)] = 1
    return Masked(ids, real, hidden, answers)

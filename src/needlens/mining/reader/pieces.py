"""Texts as pieces the reader can take: folded, in tokens, long ones cut at sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from needlens.lm.tokens import Ids, Tokeniser
from needlens.text.folding import Folded, fold
from needlens.text.splitting import sentences

LIMIT = 128
"""The most tokens of a piece, ``<s>`` and ``</s>`` included."""
SHORT = 32
"""The same for opinions of domains that were not trained: few sentences are read best."""


class Piece(NamedTuple):
    """Some sentences of a text: token ids, and where they stand in the folded text."""

    text: int
    """Which of the given texts it is from."""
    ids: Ids
    starts: Ids
    ends: Ids
    chinese: bool
    """The text has Chinese characters."""


_HAN = re.compile("[\u3400-\u9fff]")


def cut(
    texts: Sequence[str], tokeniser: Tokeniser, limit: int = LIMIT
) -> tuple[list[Folded], list[Piece]]:
    """Return the folded texts and their pieces; a blank text has none."""
    folded = [fold(text) for text in texts]
    pieces: list[Piece] = []
    for i, tokens in enumerate(tokeniser.encode([one.text for one in folded])):
        if len(tokens.ids) <= 2:
            continue
        chinese = _HAN.search(folded[i].text) is not None
        if len(tokens.ids) <= limit:
            pieces.append(Piece(i, *tokens, chinese))
            continue
        first, last = tokens.ids[0], tokens.ids[-1]
        for begin, end in _parts(folded[i].text, tokens.starts, limit):
            pieces.append(
                Piece(
                    i,
                    np.concatenate([[first], tokens.ids[begin:end], [last]]).astype(np.int32),
                    np.concatenate([[-1], tokens.starts[begin:end], [-1]]).astype(np.int32),
                    np.concatenate([[-1], tokens.ends[begin:end], [-1]]).astype(np.int32),
                    chinese,
                )
            )
    return folded, pieces


def _parts(text: str, starts: Ids, limit: int) -> Iterator[tuple[int, int]]:
    """Yield runs of tokens that are whole sentences, as many as fit; a long one is cut."""
    inside = starts[1:-1]
    firsts = np.searchsorted(inside, [start for start, _ in sentences(text)]) + 1
    borders = [*sorted({1, *firsts.tolist()}), len(starts) - 1]
    begin, most = 1, limit - 2
    for before, border in pairwise(borders):
        if border - begin > most and before > begin:
            yield begin, before
            begin = before
        while border - begin > most:
            yield begin, begin + most
            begin += most
    if begin < len(starts) - 1:
        yield begin, len(starts) - 1

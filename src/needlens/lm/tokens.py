"""Tokens of a folded text, with the characters each of them stands for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

Ids = npt.NDArray[np.int32]


class Tokens(NamedTuple):
    """One text as tokens, between ``<s>`` and ``</s>``.

    ``ids`` has shape (n,); ``starts`` and ``ends`` are character offsets in the folded
    text, without the white space in front of a token; -1 for the two outer tokens.
    """

    ids: Ids
    starts: Ids
    ends: Ids


class Tokeniser:
    """The model's own vocabulary: a file ``tokenizer.json``, or the content of one.

    Texts are expected folded (``needlens.text.folding.fold``); of a longer text only
    the first ``limit`` tokens are seen.
    """

    def __init__(self, given: Path | Mapping[str, Any], limit: int = 256) -> None:
        if isinstance(given, Path):
            self.tokenizer = Tokenizer.from_file(str(given))
        else:
            self.tokenizer = Tokenizer.from_str(json.dumps(given, ensure_ascii=False))
        self.tokenizer.enable_truncation(limit)
        self.tokenizer.no_padding()

    @property
    def size(self) -> int:
        """How many tokens there are."""
        return int(self.tokenizer.get_vocab_size())

    def encode(self, texts: list[str]) -> list[Tokens]:
        """Return the tokens of each text; the work is done in one call for all of them."""
        return [
            _tokens(text, encoding.ids, encoding.offsets)
            for text, encoding in zip(texts, self.tokenizer.encode_batch(texts), strict=True)
        ]


def _tokens(text: str, ids: list[int], offsets: list[tuple[int, int]]) -> Tokens:
    spans = np.asarray(offsets, dtype=np.int32)
    starts, ends = spans[:, 0].copy(), spans[:, 1].copy()
    for i in range(1, len(ids) - 1):
        while starts[i] < ends[i] and text[starts[i]] == " ":
            starts[i] += 1
    starts[[0, -1]] = ends[[0, -1]] = -1
    return Tokens(np.asarray(ids, dtype=np.int32), starts, ends)

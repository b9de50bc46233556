"""Vocabulary pruning: keep the pieces a shop's text needs, drop the rest.

Of multilingual-e5's 250,000 pieces a zh-en shop uses about a tenth; the rest is most of
the model's weight. Pieces that glue the end of one term to the next word (好吃的) are
dropped as well, so that the borders of terms fall between tokens.
"""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from tokenizers import Tokenizer

SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")


class Pruned(NamedTuple):
    """A smaller tokenizer, and which row of the old embedding each new token has."""

    tokenizer: dict[str, Any]
    kept: list[int]


def count(tokenizer: Tokenizer, texts: Iterable[str], batch: int = 5_000) -> Counter[int]:
    """Return how often each token occurs in some folded texts."""
    seen: Counter[int] = Counter()
    for some in _batches(texts, batch):
        for encoding in tokenizer.encode_batch(some):
            seen.update(encoding.ids)
    return seen


def straddling(
    tokenizer: Tokenizer,
    texts: Sequence[str],
    borders: Sequence[Iterable[int]],
    share: float = 0.04,
) -> set[int]:
    """Return the tokens that a border of a labelled term often runs through.

    ``borders[i]`` are character positions in ``texts[i]``. A token counts when a border
    is strictly inside it in at least ``share`` of its occurrences, and at least twice.
    """
    uses: Counter[int] = Counter()
    cut: Counter[int] = Counter()
    encodings = tokenizer.encode_batch(list(texts))
    for text, encoding, inside in zip(texts, encodings, borders, strict=True):
        marks = set(inside)
        for token, (start, end) in zip(encoding.ids, encoding.offsets, strict=True):
            uses[token] += 1
            first = start + (text[start:end].startswith(" "))
            if any(first < mark < end for mark in marks):
                cut[token] += 1
    return {token for token, times in cut.items() if times >= max(2, share * uses[token])}


def prune(
    tokenizer: dict[str, Any], seen: Counter[int], size: int, without: Iterable[int] = ()
) -> Pruned:
    """Keep ``size`` pieces of a Unigram tokenizer: the special ones and the most seen.

    ``seen`` counts tokens by their old id; single characters come before longer pieces,
    so that no text of the corpus becomes ``<unk>``; pieces ``without`` are dropped.
    """
    vocabulary = tokenizer["model"]["vocab"]
    banned = set(without)
    special = [i for i, (piece, _) in enumerate(vocabulary) if piece in SPECIAL]
    chosen = set(special)
    ranked = [
        token for token, _ in sorted(seen.items(), key=lambda item: (-item[1], item[0]))
        if token < len(vocabulary)
    ]  # fmt: skip
    single = [i for i in ranked if len(vocabulary[i][0].lstrip("▁")) <= 1]
    for token in (*single, *ranked):
        if len(chosen) >= size:
            break
        if token not in banned:
            chosen.add(token)
    kept = [*special, *sorted(chosen - set(special))]
    smaller = copy.deepcopy(tokenizer)
    smaller["model"]["vocab"] = [vocabulary[i] for i in kept]
    smaller["model"]["unk_id"] = [vocabulary[i][0] for i in kept].index("<unk>")
    ids = {piece: i for i, (piece, _) in enumerate(smaller["model"]["vocab"])}
    smaller["added_tokens"] = []
    for mark in smaller["post_processor"]["special_tokens"].values():
        mark["ids"] = [ids[piece] for piece in mark["tokens"]]
    return Pruned(smaller, kept)


def save(pruned: Pruned) -> str:
    """Return the text of the smaller ``tokenizer.json``."""
    return json.dumps(pruned.tokenizer, ensure_ascii=False, separators=(",", ":"))


def _batches(texts: Iterable[str], size: int) -> Iterable[list[str]]:
    some: list[str] = []
    for text in texts:
        some.append(text)
        if len(some) == size:
            yield some
            some = []
    if some:
        yield some

"""Labelled texts as tensors: spans in tokens, batches of like length, pairs to judge."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from needlens.lm.corpora.samples import NOWHERE, Sample
from needlens.lm.reader_model import ENTITY_KINDS, PairIndex, pair_index
from needlens.lm.tokens import Tokeniser, Tokens

NULL = (0, 0)
"""The tokens of a term that is only implied: ``<s>``."""


@dataclass(frozen=True, slots=True)
class TokenQuad:
    """An opinion in tokens: first and last token of each term, category, strength."""

    aspect: tuple[int, int]
    opinion: tuple[int, int]
    category: int
    valence: float
    arousal: float


@dataclass(frozen=True, slots=True)
class Row:
    """A sample in tokens, for one task."""

    sample: Sample
    ids: list[int]
    domain: int
    inventory: int
    quads: tuple[TokenQuad, ...]
    complete: bool
    """All opinions are labelled; if not, only what is given may be learned."""


class Batch:
    """Rows of one task, padded: ``ids``, ``mask`` (rows, tokens), ``domain`` (rows,)."""

    def __init__(self, task: str, rows: Sequence[Row]) -> None:
        self.task = task
        self.rows = list(rows)
        longest = max(len(row.ids) for row in rows)
        ids = np.ones((len(rows), longest), dtype=np.int64)
        mask = np.zeros((len(rows), longest), dtype=np.int64)
        for i, row in enumerate(rows):
            ids[i, : len(row.ids)] = row.ids
            mask[i, : len(row.ids)] = 1
        self.ids = torch.from_numpy(ids)
        self.mask = torch.from_numpy(mask)
        self.domain = torch.tensor([row.domain for row in rows])


def token_span(tokens: Tokens, span: tuple[int, int], width: int) -> tuple[int, int] | None:
    """Return first and last token of a span of characters; None when tokens straddle it."""
    if span == NOWHERE:
        return NULL
    first = np.flatnonzero(tokens.starts == span[0])
    last = np.flatnonzero(tokens.ends == span[1])
    if not len(first) or not len(last) or not 0 <= last[-1] - first[0] < width:
        return None
    return int(first[0]), int(last[-1])


def rows_of(
    samples: Sequence[Sample],
    tokeniser: Tokeniser,
    domain: int,
    inventory: int,
    categories: dict[str, int],
    width: int,
    *,
    complete: bool = True,
) -> list[Row]:
    """Return samples in tokens; an opinion that tokens cannot show is left out."""
    rows = []
    for sample, tokens in zip(
        samples, tokeniser.encode([sample.text for sample in samples]), strict=True
    ):
        quads = []
        for quad in sample.quads or ():
            aspect = token_span(tokens, quad.aspect, width)
            opinion = token_span(tokens, quad.opinion, width)
            if aspect and opinion:
                quads.append(
                    TokenQuad(
                        aspect, opinion, categories.get(quad.category, -1),
                        np.nan if quad.valence is None else quad.valence,
                        np.nan if quad.arousal is None else quad.arousal,
                    )
                )  # fmt: skip
        rows.append(Row(sample, tokens.ids.tolist(), domain, inventory, tuple(quads), complete))
    return rows


def batches(task: str, rows: Sequence[Row], tokens: int, seed: int) -> list[Batch]:
    """Shuffle rows into batches of like length with about ``tokens`` tokens each."""
    shuffler = random.Random(seed)
    order = list(range(len(rows)))
    shuffler.shuffle(order)
    order.sort(key=lambda i: len(rows[i].ids) + shuffler.uniform(-2, 2))
    made: list[Batch] = []
    some: list[Row] = []
    longest = 0
    for i in order:
        longest = max(longest, len(rows[i].ids))
        if some and longest * (len(some) + 1) > tokens:
            made.append(Batch(task, some))
            some, longest = [], len(rows[i].ids)
        some.append(rows[i])
    if some:
        made.append(Batch(task, some))
    shuffler.shuffle(made)
    return made


def span_truth(batch: Batch, width: int) -> tuple[Tensor, Tensor]:
    """Return which spans are terms, (2, rows, tokens, width), and which may be."""
    rows, tokens = batch.ids.shape
    truth = torch.zeros(2, rows, tokens, width, dtype=torch.bool)
    for i, row in enumerate(batch.rows):
        for quad in row.quads:
            for kind, (first, last) in enumerate((quad.aspect, quad.opinion)):
                if (first, last) != NULL:
                    truth[kind, i, first, last - first] = True
    return truth, allowed_spans(batch.mask, width)


def allowed_spans(mask: Tensor, width: int) -> Tensor:
    """Return which spans lie inside the texts, (rows, tokens, width); ``<s>`` is none."""
    lengths = mask.sum(1, keepdim=True) - 1
    start = torch.arange(mask.shape[1])
    end = start[:, None] + torch.arange(width)
    return ((end[None] < lengths[:, :, None]) & (start[None, :, None] > 0)).contiguous()


@dataclass(frozen=True, slots=True)
class PairTruth:
    """Pairs of a batch with what is known of them; see ``reader_losses.pair_loss``."""

    index: PairIndex
    valid: Tensor
    category: Tensor
    strength: Tensor
    inventory: Tensor


def pair_truth(batch: Batch, scores: Tensor, allowed: Tensor, most: int = 4) -> PairTruth:
    """Return the true pairs of a batch and wrong ones among plausible terms.

    Plausible terms are the true ones, ``<s>``, and up to ``most`` others that the span
    heads score highest now. Pairs (aspect, ``<s>``) that carry only the mean strength of
    an aspect teach the reader to judge an aspect whose opinion term is not given.
    """
    columns: list[tuple[int, int, int, int, int]] = []
    facts: list[tuple[int, int, float, float, int]] = []
    for i, row in enumerate(batch.rows):
        true = {(q.aspect, q.opinion): q for q in row.quads}
        for (aspect, opinion), quad in true.items():
            columns.append((i, *aspect, *opinion))
            facts.append(
                (
                    1 if row.complete else -1,
                    quad.category,
                    quad.valence,
                    quad.arousal,
                    row.inventory,
                )
            )
        if row.complete:
            terms = _plausible(row, scores[:, i], allowed[i], most)
            for aspect in terms[0]:
                for opinion in terms[1]:
                    if (aspect, opinion) not in true:
                        columns.append((i, *aspect, *opinion))
                        facts.append((0, -1, np.nan, np.nan, row.inventory))
        for aspect, valence, arousal in _aspects_alone(row, true):
            columns.append((i, *aspect, *NULL))
            facts.append((-1, -1, valence, arousal, row.inventory))
    index = torch.tensor(columns, dtype=torch.long).reshape(-1, 5)
    known = torch.tensor(facts, dtype=torch.float32).reshape(-1, 5)
    return PairTruth(
        pair_index(index, len(batch.rows)), known[:, 0].long(), known[:, 1].long(), known[:, 2:4] - 5.0,
        known[:, 4].long(),
    )  # fmt: skip


def _plausible(row: Row, scores: Tensor, allowed: Tensor, most: int) -> list[list[tuple[int, int]]]:
    found = []
    for kind in range(2):
        terms = {NULL} | {(q.aspect, q.opinion)[kind] for q in row.quads}
        flat = scores[kind].masked_fill(~allowed, -1e4).flatten()
        top = flat.topk(min(most, flat.numel()))
        width = scores.shape[-1]
        terms |= {
            (place // width, place // width + place % width)
            for place, score in zip(top.indices.tolist(), top.values.tolist(), strict=True)
            if score > -3.0
        }
        found.append(sorted(terms))
    return found


def _aspects_alone(
    row: Row, true: dict[tuple[tuple[int, int], tuple[int, int]], TokenQuad]
) -> Iterator[tuple[tuple[int, int], float, float]]:
    for aspect in {a for a, _ in true if a != NULL}:
        if (aspect, NULL) in true:
            continue
        mine = [q for q in row.quads if q.aspect == aspect]
        yield (
            aspect,
            float(np.mean([q.valence for q in mine])),
            float(np.mean([q.arousal for q in mine])),
        )


def tag_truth(batch: Batch, tokeniser: Tokeniser) -> Tensor:
    """Return entity tags, (rows, tokens, kinds): 0 outside, 1 begins, 2 inside, -100 unknown."""
    rows, width = batch.ids.shape
    truth = torch.full((rows, width, len(ENTITY_KINDS)), -100)
    encoded = tokeniser.encode([row.sample.text for row in batch.rows])
    for i, (row, tokens) in enumerate(zip(batch.rows, encoded, strict=True)):
        for k, kind in enumerate(ENTITY_KINDS):
            if kind not in row.sample.entity_kinds:
                continue
            truth[i, 1 : len(tokens.ids) - 1, k] = 0
            for start, end, what in row.sample.entities or ():
                inside = np.flatnonzero((tokens.ends > start) & (tokens.starts < end))
                if what == kind and len(inside):
                    truth[i, inside, k] = 2
                    truth[i, inside[0], k] = 1
    return truth

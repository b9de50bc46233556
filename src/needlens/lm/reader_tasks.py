"""The reader's tasks: what each one's batches are and what their loss is."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor
from torch.nn import functional as F

from needlens.lm.reader_batches import Batch, Row, batches, pair_truth, span_truth, tag_truth
from needlens.lm.reader_losses import pair_loss, span_loss
from needlens.lm.reader_model import ReaderModel
from needlens.lm.tokens import Tokeniser

GENERAL = 0.25
"""The share of rows read without their domain, so that a new domain can be read."""
MISTYPED = 0.3
"""The share of rows with slips of typing, where a task has them."""
NOISY = 0.3
"""The share of rows with disturbed tokens …"""
NOISE = 0.08
"""… and the share of their tokens that is replaced, outside the labelled terms."""


@dataclass(frozen=True, slots=True)
class Task:
    """Rows of one kind, and how many of them an epoch sees (0: all)."""

    name: str
    rows: Sequence[Row]
    per_epoch: int = 0
    mistyped: Callable[[list[Row], int], list[Row]] | None = None
    """Returns rows with slips of typing, for a seed; None: they are taken as they are."""


class Schedule:
    """All tasks' batches of an epoch in random order; the same for the same epoch."""

    def __init__(self, tasks: Sequence[Task], tokens: int, vocabulary: int, seed: int) -> None:
        self.tasks, self.tokens, self.vocabulary, self.seed = tasks, tokens, vocabulary, seed

    def __call__(self, epoch: int) -> list[Batch]:
        """Return the batches of an epoch."""
        chance = random.Random(f"{self.seed}:{epoch}")
        made: list[Batch] = []
        for task in self.tasks:
            rows = _mistyped(task, _part(task, epoch, self.seed), chance)
            if task.name != "entities":
                rows = [self._varied(row, chance) for row in rows]
            made += batches(task.name, rows, self.tokens, chance.randrange(2**31))
        chance.shuffle(made)
        return made

    def steps(self) -> int:
        """Return how many batches the shortest of the first epochs has."""
        return min(len(self(epoch)) for epoch in range(2)) - 4

    def _varied(self, row: Row, chance: random.Random) -> Row:
        """Return a row with some tokens disturbed, or without its domain.

        What is not labelled completely keeps its domain: its conventions are others.
        """
        domain = 0 if row.complete and chance.random() < GENERAL else row.domain
        ids = row.ids
        if chance.random() < NOISY:
            terms = [t for q in row.quads for t in (q.aspect, q.opinion)]
            safe = {i for first, last in terms for i in range(first, last + 1)}
            ids = [
                chance.randrange(5, self.vocabulary)
                if 0 < i < len(ids) - 1 and i not in safe and chance.random() < NOISE
                else token
                for i, token in enumerate(ids)
            ]
        return replace(row, domain=domain, ids=ids)


def _part(task: Task, epoch: int, seed: int) -> list[Row]:
    """Return the next ``per_epoch`` rows of a shuffled task, going round and round."""
    if not task.per_epoch or task.per_epoch >= len(task.rows):
        return list(task.rows)
    order = list(range(len(task.rows)))
    random.Random(f"{seed}:{task.name}").shuffle(order)
    first = epoch * task.per_epoch
    return [task.rows[order[i % len(order)]] for i in range(first, first + task.per_epoch)]


def _mistyped(task: Task, rows: list[Row], chance: random.Random) -> list[Row]:
    if task.mistyped is None:
        return rows
    places = [i for i in range(len(rows)) if chance.random() < MISTYPED]
    made = task.mistyped([rows[i] for i in places], chance.randrange(2**31))
    for i, row in zip(places, made, strict=True):
        rows[i] = row
    return rows


def loss_of(
    tokeniser: Tokeniser, inventories: Tensor, strength: float = 2.0
) -> Callable[[ReaderModel, Batch], Tensor]:
    """Return the loss of a batch; ``inventories`` (inventories, categories) is boolean.

    ``strength`` is the weight of the loss of valence and arousal.
    """

    def loss(model: ReaderModel, batch: Batch) -> Tensor:
        states = model.states(batch.ids, batch.mask, batch.domain)
        if batch.task == "entities":
            tags = model.tags(states).flatten(0, 2)
            return F.cross_entropy(tags, tag_truth(batch, tokeniser).flatten(), ignore_index=-100)
        if batch.task == "sentiment":
            return sentiment_loss(model, states, batch)
        return opinion_loss(model, states, batch, inventories, strength)

    return loss


def sentiment_loss(model: ReaderModel, states: Tensor, batch: Batch) -> Tensor:
    """Return the cross-entropy of the sentiment of the whole."""
    positive = torch.tensor([float(row.sample.positive or 0) for row in batch.rows])
    total = model.sentiment(states, batch.mask).float().sum(1)
    return F.binary_cross_entropy_with_logits(total, positive)


def opinion_loss(
    model: ReaderModel, states: Tensor, batch: Batch, inventories: Tensor, strength: float
) -> Tensor:
    """Return the loss of spans, pairs, categories and strength."""
    scores = model.span_scores(states)
    truth, allowed = span_truth(batch, model.shape.width)
    rows = len(batch.rows)
    total = scores.sum() * 0
    for kind in range(2):
        true = truth[kind].reshape(rows, -1)
        # Of what is not labelled completely, no span is known to be none.
        judged_spans = allowed.reshape(rows, -1) if batch.rows[0].complete else true
        total = total + span_loss(scores[kind].reshape(rows, -1).float(), true, judged_spans)
    known = pair_truth(batch, scores.detach().float(), allowed)
    if not len(known.valid):
        return total
    judged = model.pairs(states, batch.mask, known.index)
    parts = pair_loss(
        type(judged)(*[part.float() for part in judged]), model.labels().float(), known.valid,
        known.category, inventories[known.inventory], known.strength,
    )  # fmt: skip
    return total + 2 * parts["valid"] + parts["category"] + strength * parts["strength"]

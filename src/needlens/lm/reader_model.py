"""The reader as a torch module: one encoder, heads for spans, pairs, sentiment, entities.

Spans of aspect and opinion terms are scored from their first and last token; every
pair of a plausible aspect and a plausible opinion is then judged: does it belong
together, which category, how strong. ``<s>`` stands for a term that is only implied.
After Span-ASTE (Xu et al. 2021) with an additive scorer, and the multi-label loss of
Su et al. 2022 (ZLPR) for spans; valence and arousal have a tower of their own.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

TERMS = ("aspect", "opinion")
ENTITY_KINDS = ("brand", "product", "function", "attribute")
BUCKETS = 16


@dataclass(frozen=True, slots=True)
class ReaderShape:
    """The sizes of a reader; stored with its weights."""

    domains: tuple[str, ...]
    """Names with a vector of their own; the first is the general one."""
    hidden: int = 384
    span: int = 96
    pair: int = 256
    label: int = 128
    width: int = 12
    """The longest span, in tokens."""

    def to_json(self) -> dict[str, Any]:
        """Return the sizes as plain values."""
        return asdict(self) | {"domains": list(self.domains)}


class PairIndex(NamedTuple):
    """Which spans make a pair: row of the batch, then first and last token of each term.

    Pairs stand in the order of their rows; ``seat`` counts the pairs of a row from 0, and
    ``seats`` (rows, most pairs of a row) says which pair sits there (0 where none does).
    """

    row: Tensor
    seat: Tensor
    seats: Tensor
    aspect_start: Tensor
    aspect_end: Tensor
    opinion_start: Tensor
    opinion_end: Tensor


def pair_index(columns: Tensor, rows: int) -> PairIndex:
    """Seat pairs, given as (pairs, 5) in the order of their rows; see ``PairIndex``."""
    row, rest = columns[:, 0], columns[:, 1:].unbind(1)
    count = torch.bincount(row, minlength=rows)
    seat = torch.arange(len(row)) - (count.cumsum(0) - count)[row]
    seats = torch.zeros(rows, max(1, int(count.max())), dtype=torch.long)
    seats[row, seat] = torch.arange(len(row))
    return PairIndex(row, seat, seats, *rest)


class PairScores(NamedTuple):
    """What is said of pairs: shapes (pairs,), (pairs, label), (pairs, 2)."""

    valid: Tensor
    meaning: Tensor
    strength: Tensor


class SpanHead(nn.Module):
    """Scores every span of up to ``width`` tokens as a term of one kind."""

    def __init__(self, hidden: int, size: int, width: int) -> None:
        super().__init__()
        self.first = nn.Linear(hidden, size)
        self.last = nn.Linear(hidden, size)
        self.length = nn.Parameter(torch.zeros(width, size))
        self.score = nn.Linear(size, 1)
        self.width = width

    def forward(self, states: Tensor) -> Tensor:
        """Return logits, shape (batch, tokens, width); [b, i, w] is the span i … i+w."""
        first, last = self.first(states), self.last(states)
        padded = nn.functional.pad(last, (0, 0, 0, self.width - 1))
        tokens = states.shape[1]
        scores = [
            self.score(torch.relu(first + padded[:, w : w + tokens] + self.length[w]))
            for w in range(self.width)
        ]
        return torch.cat(scores, dim=-1)


class PairHead(nn.Module):
    """Judges pairs of spans: valid or not, what category they mean, how strong."""

    def __init__(self, shape: ReaderShape) -> None:
        super().__init__()
        hidden, size = shape.hidden, shape.pair
        self.aspect = nn.Linear(3 * hidden, size)
        self.opinion = nn.Linear(3 * hidden, size)
        self.distance = nn.Embedding(BUCKETS, size)
        self.query = nn.Linear(size, 96)
        self.key = nn.Linear(hidden, 96)
        self.value = nn.Linear(hidden, size)
        self.valid = nn.Sequential(nn.Linear(2 * size, 128), nn.ReLU(), nn.Linear(128, 1))
        self.meaning = nn.Sequential(
            nn.Linear(2 * size, size), nn.ReLU(), nn.Linear(size, shape.label)
        )
        self.strength_in = nn.Linear(6 * hidden, 128)
        self.strength = nn.Sequential(nn.Linear(128 + 2 * size, 128), nn.ReLU(), nn.Linear(128, 2))
        self.dropout = nn.Dropout(0.1)

    def forward(self, states: Tensor, mask: Tensor, pairs: PairIndex) -> PairScores:
        """Judge pairs; ``strength`` is valence and arousal, centred at 0 for 5."""
        sums = torch.nn.functional.pad(torch.cumsum(states, dim=1), (0, 0, 1, 0))
        aspect = _span(states, sums, pairs.row, pairs.aspect_start, pairs.aspect_end)
        opinion = _span(states, sums, pairs.row, pairs.opinion_start, pairs.opinion_end)
        both = self.dropout(torch.cat([aspect, opinion], dim=-1))
        gap = torch.clamp(pairs.opinion_start - pairs.aspect_start + BUCKETS // 2, 0, BUCKETS - 1)
        half = 3 * states.shape[-1]
        joint = torch.relu(
            self.aspect(both[:, :half]) + self.opinion(both[:, half:]) + self.distance(gap)
        )
        context = self._context(states, mask, joint, pairs)
        seen = torch.cat([joint, context], dim=-1)
        feeling = torch.cat([torch.relu(self.strength_in(both)), seen], dim=-1)
        return PairScores(self.valid(seen).squeeze(-1), self.meaning(seen), self.strength(feeling))

    def _context(self, states: Tensor, mask: Tensor, joint: Tensor, pairs: PairIndex) -> Tensor:
        """Return what each pair attends to in its text, shape (pairs, size)."""
        queries = self.query(joint).index_select(0, pairs.seats.flatten())
        queries = queries.view(*pairs.seats.shape, -1)
        weights = queries @ self.key(states).transpose(1, 2) / 96**0.5
        weights = weights.masked_fill(mask.unsqueeze(1) == 0, -1e4).softmax(-1)
        context = (weights @ self.value(states)).flatten(0, 1)
        places = pairs.row * pairs.seats.shape[1] + pairs.seat
        return torch.index_select(context, 0, places)


def _span(states: Tensor, sums: Tensor, row: Tensor, start: Tensor, end: Tensor) -> Tensor:
    """Return first token, last token and mean of spans, shape (pairs, 3 × hidden)."""
    tokens, hidden = states.shape[1], states.shape[2]
    flat, totals = states.reshape(-1, hidden), sums.reshape(-1, hidden)
    first, before = row * tokens, row * (tokens + 1)
    length = (end - start + 1).unsqueeze(-1)
    total = totals.index_select(0, before + end + 1) - totals.index_select(0, before + start)
    parts = [flat.index_select(0, first + start), flat.index_select(0, first + end)]
    return torch.cat([*parts, total / length], dim=-1)


class ReaderModel(nn.Module):
    """An encoder that reads embeddings, and the heads above it.

    ``encoder`` is a BERT-type model that takes ``inputs_embeds``; its table of word
    embeddings is kept outside, frozen, so that several models can share it. ``labels``
    (categories, hidden) are embeddings of what the categories are called.
    """

    def __init__(
        self, encoder: nn.Module, words: Tensor, labels: Tensor, shape: ReaderShape
    ) -> None:
        super().__init__()
        self.shape = shape
        self.encoder = encoder
        self.register_buffer("words", words, persistent=False)
        self.register_buffer("texts", labels, persistent=False)
        self.known = nn.Parameter(torch.zeros(len(labels), shape.label))
        self.domain = nn.Embedding(len(shape.domains), shape.hidden)
        nn.init.zeros_(self.domain.weight)
        self.spans = nn.ModuleList(SpanHead(shape.hidden, shape.span, shape.width) for _ in TERMS)
        self.pairs = PairHead(shape)
        self.label = nn.Linear(shape.hidden, shape.label)
        self.weigh = nn.Linear(shape.hidden, 1)
        self.feel = nn.Linear(shape.hidden, 1)
        self.entities = nn.Linear(shape.hidden, 3 * len(ENTITY_KINDS))
        self.dropout = nn.Dropout(0.1)

    def states(self, ids: Tensor, mask: Tensor, domain: Tensor) -> Tensor:
        """Return the encoder's states, shape (batch, tokens, hidden)."""
        words: Tensor = self.get_buffer("words")
        embedded = torch.nn.functional.embedding(ids, words)
        first = self.domain(domain).unsqueeze(1)
        embedded = torch.cat([embedded[:, :1] + first, embedded[:, 1:]], dim=1)
        out = self.encoder(inputs_embeds=embedded, attention_mask=mask)
        states: Tensor = out.last_hidden_state
        dropped: Tensor = self.dropout(states.float())
        return dropped

    def labels(self) -> Tensor:
        """Return the vectors of the categories, (categories, label): by name, and learned.

        In training what is learned of a category is left out half of the time, so that a
        category which only has a name is understood by it.
        """
        texts: Tensor = self.get_buffer("texts")
        known: Tensor = self.known
        if self.training:
            known = known * (torch.rand(len(known), 1) < 0.5)
        vectors: Tensor = self.label(texts) + known
        return vectors

    def span_scores(self, states: Tensor) -> Tensor:
        """Return logits of spans, shape (2, batch, tokens, width): aspects, opinions."""
        return torch.stack([head(states) for head in self.spans])

    def sentiment(self, states: Tensor, mask: Tensor) -> Tensor:
        """Return what each token adds to the sentiment of the whole, shape (batch, tokens)."""
        weights = self.weigh(states).squeeze(-1).masked_fill(mask == 0, -1e4).softmax(-1)
        contributions: Tensor = weights * self.feel(states).squeeze(-1)
        return contributions

    def tags(self, states: Tensor) -> Tensor:
        """Return entity logits, shape (batch, tokens, kinds, 3): outside, begins, inside."""
        tags: Tensor = self.entities(states).unflatten(-1, (len(ENTITY_KINDS), 3))
        return tags

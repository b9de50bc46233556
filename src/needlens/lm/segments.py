"""The best way to part a title into entities and the rest, by the tags of its tokens.

Tags are scored token by token; taking the best tag of each gives fragments. Here whole
segments compete (semi-Markov, Sarawagi and Cohen 2004), of all kinds, without overlap.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from needlens.lm.decoding import Floats, Ints

OUTSIDE, BEGINS, INSIDE = 0, 1, 2
LONGEST = 10
"""The most tokens of an entity."""


class SegmentRule(NamedTuple):
    """What is added to the log-probability of the tags; fitted on a dev set."""

    each: float = -0.3
    """For each entity."""
    single: float = -0.3
    """For one of a single token."""
    stop: float = 0.5
    """How much it counts that the token after it is not inside."""


class Segment(NamedTuple):
    """Tokens ``first`` to ``last`` of a row are an entity of a kind; ``sure`` is 0 to 1."""

    row: int
    first: int
    last: int
    kind: int
    sure: float


def segments(tags: Floats, lengths: Ints, rule: SegmentRule) -> list[Segment]:
    """Return the entities of titles, row by row, in order.

    ``tags`` are logits, (rows, tokens, kinds, 3: outside, begins, inside); ``lengths``
    (rows,) counts tokens with the first and the last, which are outside of everything.
    """
    logs = tags - np.logaddexp.reduce(tags, axis=-1, keepdims=True)
    rows, tokens, kinds, _ = logs.shape
    outside = logs[..., OUTSIDE].sum(-1)
    alone = outside[..., None] - logs[..., OUTSIDE]  # the other kinds are outside
    begins = logs[..., BEGINS] + alone + rule.each
    inside = np.zeros((rows, tokens + 1, kinds))
    np.cumsum(logs[..., INSIDE] + alone, axis=1, out=inside[:, 1:])
    stops = rule.stop * np.log1p(-np.exp(np.minimum(logs[..., INSIDE], -1e-6)))
    stops[np.arange(tokens) >= (lengths - 1)[:, None]] = 0
    best = np.zeros((rows, tokens))
    back = np.zeros((rows, tokens, 2), dtype=np.int64)  # tokens of the segment, its kind
    for end in range(2, tokens):  # the next token after a segment, or after one outside
        best[:, end] = best[:, end - 1] + outside[:, end - 1]
        for size in range(1, min(LONGEST, end - 1) + 1):
            start = end - size
            score = begins[:, start] + inside[:, end] - inside[:, start + 1] + stops[:, end]
            score += best[:, start, None] + (rule.single if size == 1 else 0.0)
            kind = score.argmax(-1)
            top = score[np.arange(rows), kind]
            better = top > best[:, end]
            best[better, end] = top[better]
            back[better, end] = np.stack([np.full(rows, size), kind], 1)[better]
    return [one for row in range(rows) for one in _traced(row, int(lengths[row]), back, logs)]


def _traced(row: int, length: int, back: Ints, logs: Floats) -> list[Segment]:
    found: list[Segment] = []
    end = length - 1
    while end > 1:
        size, kind = back[row, end].tolist()
        if size:
            first = end - size
            parts = [logs[row, first, kind, BEGINS], *logs[row, first + 1 : end, kind, INSIDE]]
            found.append(Segment(row, first, end - 1, kind, float(np.exp(min(parts)))))
        end -= max(size, 1)
    return found[::-1]

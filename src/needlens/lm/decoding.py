"""From scores to opinions: which spans, which pairs, in numpy."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

PLAUSIBLE = -1.0
"""A span with a lower logit is not looked at again."""
MOST = 8
"""At most so many terms of a kind are paired in one text; the best ones."""


class Pairs(NamedTuple):
    """Pairs of spans to judge, column by column; (0, 0) is a term that is only implied.

    ``aspect_score`` and ``opinion_score`` are the logits of the spans, 0 for implied.
    """

    row: Ints
    aspect_start: Ints
    aspect_end: Ints
    opinion_start: Ints
    opinion_end: Ints
    aspect_score: Floats
    opinion_score: Floats


def plausible(scores: Floats, lengths: Ints, least: float = PLAUSIBLE) -> Pairs:
    """Return every pair of a plausible aspect and a plausible opinion of one text.

    ``scores`` has shape (2, rows, tokens, width), aspects first; ``lengths`` (rows,)
    counts tokens with ``<s>`` and ``</s>``.
    """
    found = [terms(scores[kind], lengths, least) for kind in range(2)]
    return crossed(found[0], found[1], len(lengths))


Terms = tuple[Ints, Ints, Ints, Floats]
"""Row, first token, last token and logit of spans, row by row."""


def terms(scores: Floats, lengths: Ints, least: float = PLAUSIBLE) -> Terms:
    """Return the plausible spans of one kind, scored (rows, tokens, width); first ``<s>``."""
    row, start, width = np.nonzero(scores > least)
    inside = (start > 0) & (start + width < lengths[row] - 1)
    row, start, width = row[inside], start[inside], width[inside]
    score = scores[row, start, width]
    order = np.lexsort((-score, row))
    row, start, width, score = row[order], start[order], width[order], score[order]
    rank = np.arange(len(row)) - np.searchsorted(row, row)
    few = rank < MOST
    rows = len(lengths)
    row = np.concatenate([np.arange(rows), row[few]])
    start = np.concatenate([np.zeros(rows, np.int64), start[few]])
    end = np.concatenate([np.zeros(rows, np.int64), start[rows:] + width[few]])
    score = np.concatenate([np.zeros(rows, np.float32), score[few]])
    order = np.argsort(row, kind="stable")
    return row[order], start[order], end[order], score[order]


def crossed(aspects: Terms, opinions: Terms, rows: int) -> Pairs:
    """Pair every aspect with every opinion of its row, aspect by aspect."""
    count = np.bincount(opinions[0], minlength=rows)
    first = np.concatenate([[0], np.cumsum(count)])[:-1]
    times = count[aspects[0]]
    left = np.repeat(np.arange(len(aspects[0])), times)
    step = np.arange(len(left)) - np.repeat(np.cumsum(times) - times, times)
    right = first[aspects[0][left]] + step
    return Pairs(
        aspects[0][left], aspects[1][left], aspects[2][left],
        opinions[1][right], opinions[2][right], aspects[3][left], opinions[3][right],
    )  # fmt: skip


def features(pairs: Pairs, valid: Floats) -> Floats:
    """Return what the confidence of a pair is computed from, shape (pairs, 6)."""
    no_aspect = pairs.aspect_end == 0
    no_opinion = pairs.opinion_end == 0
    return np.stack(
        [
            np.clip(valid, -12, 12), np.clip(pairs.aspect_score, -8, 8), np.clip(pairs.opinion_score, -8, 8),
            no_aspect, no_opinion, no_aspect & no_opinion,
        ], axis=1,
    ).astype(np.float32)  # fmt: skip


def logistic(values: Floats) -> Floats:
    """Return log-odds as probabilities."""
    return np.asarray(1 / (1 + np.exp(-values)), dtype=np.float32)


def confidence(given: Floats, weights: Floats) -> Floats:
    """Return the probability of pairs, (pairs,), from their features.

    ``weights`` (features + 1,), bias last, are one set for all or (pairs, features + 1).
    """
    return logistic((given * weights[..., :-1]).sum(-1) + weights[..., -1])


IMPLIED = 0.15
"""How sure an aspect's implied opinion counts as, beside those in words."""


def strength_of_aspects(
    aspects: Terms, pairs: Pairs, strength: Floats, confidence: Floats
) -> Floats:
    """Return the strength of given aspects, (aspects, 2): the mean over their opinions.

    ``pairs`` are the aspects ``crossed`` with the plausible opinions; each opinion in words
    counts by its confidence, ``<s>`` by ``IMPLIED``.
    """
    weights = np.where(pairs.opinion_end == 0, IMPLIED, confidence)
    per_row = np.bincount(pairs.row)
    own = np.bincount(aspects[0], minlength=len(per_row))
    times = (per_row // np.maximum(own, 1))[aspects[0]]
    which = np.repeat(np.arange(len(times)), times)
    total = np.bincount(which, weights, minlength=len(times))
    sums = [np.bincount(which, weights * strength[:, k], minlength=len(times)) for k in range(2)]
    return np.asarray(np.stack(sums, 1) / total[:, None], dtype=np.float32)


def chosen(pairs: Pairs, confidence: Floats, threshold: float | Floats) -> Ints:
    """Return the pairs to keep, best first removed of rivals: by row, then place.

    ``threshold`` is one for all or one a pair. A rival is a weaker pair whose two terms both overlap those of a stronger one.
    """
    order = np.lexsort((-confidence, pairs.row))
    order = order[(confidence >= threshold)[order]]
    kept: list[int] = []
    mine: list[int] = []
    current = -1
    columns: Any = [column.tolist() for column in pairs[:5]]
    for i in order.tolist():
        if columns[0][i] != current:
            current, mine = columns[0][i], []
        if not any(_rivals(columns, i, j) for j in mine):
            mine.append(i)
            kept.append(i)
    places = sorted(kept, key=lambda i: (columns[0][i], columns[3][i], columns[1][i]))
    return np.asarray(places, dtype=np.int64)


def _rivals(columns: Any, i: int, j: int) -> bool:
    _, a_start, a_end, o_start, o_end = columns
    return bool(
        a_start[i] <= a_end[j] and a_start[j] <= a_end[i]
        and o_start[i] <= o_end[j] and o_start[j] <= o_end[i]
    )  # fmt: skip

"""The sentiment of whole texts, and what each word adds to it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from needlens.lm.decoding import Floats
from needlens.mining.reader.network import Network
from needlens.mining.reader.pieces import Piece
from needlens.records.opinion import Polarity
from needlens.records.sentiment import Sentiment
from needlens.text.folding import Folded

NEED = ("contributions",)
NEUTRAL = 0.65
"""A probability between 1 - this and this is neither positive nor negative."""


def contributions(
    pieces: Sequence[Piece], network: Network, domain: int, texts: int
) -> list[Floats]:
    """Return what each token of each piece adds to its text's log-odds of being positive.

    A text of several pieces has the mean of their sentiment, weighted by their length.
    """
    total = np.bincount(
        [piece.text for piece in pieces], [len(piece.ids) for piece in pieces], minlength=texts
    )
    scale = float(network.settings["sentiment"]["scale"])
    added: list[Floats] = [np.zeros(0, dtype=np.float32)] * len(pieces)
    for scores in network.read([piece.ids for piece in pieces], domain, NEED):
        for i, values in zip(scores.pieces, scores.contributions, strict=True):
            piece = pieces[i]
            share = len(piece.ids) / total[piece.text]
            added[i] = values[: len(piece.ids)] * (scale * share)
    return added


def strengths(pieces: Sequence[Piece], added: Sequence[Floats], texts: int) -> Floats:
    """Return the log-odds of each text being positive; 0 for one without pieces."""
    sums = [float(values.sum()) for values in added]
    totals = np.bincount([piece.text for piece in pieces], sums, minlength=texts)
    return totals.astype(np.float32)


def sentiments(
    folded: Sequence[Folded], pieces: Sequence[Piece], added: Sequence[Floats]
) -> list[Sentiment]:
    """Return the sentiment of each text; what ``<s>`` and ``</s>`` add goes to all words."""
    words: list[list[tuple[int, int, float]]] = [[] for _ in folded]
    for piece, values in zip(pieces, added, strict=True):
        spread = float(values[0] + values[-1]) / max(1, len(values) - 2)
        for start, end, value in zip(
            piece.starts[1:-1].tolist(), piece.ends[1:-1].tolist(), values[1:-1].tolist(), strict=True
        ):  # fmt: skip
            place = folded[piece.text].span(start, end)
            words[piece.text].append((*place, value + spread))
    return [_sentiment(mine) for mine in words]


def _sentiment(words: list[tuple[int, int, float]]) -> Sentiment:
    strength = float(sum(value for _, _, value in words))
    probability = float(1 / (1 + np.exp(-strength)))
    return Sentiment(polarity(probability), probability, strength, tuple(words))


def polarity(probability: float) -> Polarity:
    """Return the polarity at a probability of being positive."""
    if probability >= NEUTRAL:
        return "positive"
    return "negative" if probability <= 1 - NEUTRAL else "neutral"

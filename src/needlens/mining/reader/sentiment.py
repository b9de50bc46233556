"""The sentiment of whole texts, and what each word adds to it.

The network has learned praise and blame only: a text is the likelier of the two, and
neutral when it has no words. How likely says its probability.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from needlens.lm.decoding import Floats
from needlens.mining.reader.network import Network
from needlens.mining.reader.pieces import Piece
from needlens.records.sentiment import Sentiment
from needlens.text.folding import Folded

NEED = ("contributions",)


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
    folded: Sequence[Folded],
    pieces: Sequence[Piece],
    added: Sequence[Floats],
    characters: Sequence[Floats],
    shift: float,
) -> list[Sentiment]:
    """Return the sentiment of each text.

    ``characters`` is what each character of each text adds beside the network's tokens;
    what ``<s>`` and ``</s>``, the characters outside of tokens and ``shift`` add goes to all
    words.
    """
    words: list[list[tuple[int, int, float]]] = [[] for _ in folded]
    over = [float(values.sum()) + shift for values in characters]
    for piece, values in zip(pieces, added, strict=True):
        sums = np.concatenate([[0.0], np.cumsum(characters[piece.text])])
        spread = float(values[0] + values[-1]) / max(1, len(values) - 2)
        for start, end, value in zip(
            piece.starts[1:-1].tolist(), piece.ends[1:-1].tolist(), values[1:-1].tolist(), strict=True
        ):  # fmt: skip
            first, last = folded[piece.text].span(start, end)
            here = float(sums[last] - sums[first])
            over[piece.text] -= here
            words[piece.text].append((first, last, value + spread + here))
    return [_sentiment(mine, rest) for mine, rest in zip(words, over, strict=True)]


def _sentiment(words: list[tuple[int, int, float]], rest: float) -> Sentiment:
    if not words:
        return Sentiment("neutral", 0.5, 0.0, ())
    each = rest / len(words)
    shared = tuple((start, end, value + each) for start, end, value in words)
    strength = float(sum(value for _, _, value in shared))
    probability = float(1 / (1 + np.exp(-strength)))
    return Sentiment("positive" if strength > 0 else "negative", probability, strength, shared)

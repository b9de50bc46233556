"""The strength of aspects that are given, by their places in the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from needlens.lm.decoding import (
    Terms,
    confidence,
    crossed,
    features,
    strength_of_aspects,
    terms,
)
from needlens.mining.reader.network import Network
from needlens.mining.reader.opinions import NEED, Rules, felt
from needlens.mining.reader.pieces import Piece
from needlens.text.folding import Folded


def of_aspects(
    folded: Sequence[Folded],
    pieces: Sequence[Piece],
    aspects: Sequence[Sequence[tuple[int, int]]],
    network: Network,
    domain: int,
    rules: Rules,
) -> list[list[tuple[float, float]]]:
    """Return valence and arousal of the spans (start, end) in each original text.

    The mean over the opinions of the aspect, each by its confidence. An aspect outside the
    text, or in no token of it, has the strength of the whole.
    """
    result = [[(5.0, 5.0)] * len(some) for some in aspects]
    for scores in network.read([piece.ids for piece in pieces], domain, NEED):
        rows, places, spans = [], [], []
        for row, i in enumerate(scores.pieces):
            piece = pieces[i]
            for k, (start, end) in enumerate(aspects[piece.text]):
                inside = _tokens(folded[piece.text], piece.starts, piece.ends, start, end)
                if inside or piece.starts[1] == 0:
                    rows.append(row)
                    places.append((piece.text, k))
                    spans.append(inside or (0, 0))
        if not rows:
            continue
        first, last = np.array(spans, dtype=np.int64).T
        given: Terms = (np.array(rows), first, last, np.zeros(len(rows), dtype=np.float32))
        pairs = crossed(given, terms(scores.spans[1], scores.lengths), len(scores.lengths))
        judged = network.judge(scores, pairs)
        language = np.array([int(pieces[i].chinese) for i in scores.pieces])
        sure = confidence(features(pairs, judged.valid), rules.weights[language[pairs.row]])
        strength = strength_of_aspects(given, pairs, judged.strength, sure)
        values = felt(strength, rules.of_aspects[language[given[0]]])
        for (text, k), (valence, arousal) in zip(places, values.tolist(), strict=True):
            result[text][k] = (valence, arousal)
    return result


def _tokens(folded: Folded, starts: Any, ends: Any, start: int, end: int) -> tuple[int, int] | None:
    """Return first and last token of a span of the original text, if the piece has it."""
    if folded.offsets is not None:
        start = int(np.searchsorted(folded.offsets[:-1], start))
        end = int(np.searchsorted(folded.offsets[:-1], end))
    inside = np.flatnonzero((ends[1:-1] > start) & (starts[1:-1] < end)) + 1
    return (int(inside[0]), int(inside[-1])) if len(inside) and end > start else None

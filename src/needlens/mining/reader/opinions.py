"""Opinions from scores: spans, pairs, category, strength, confidence; as columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from needlens.lm.decoding import Floats, Ints, Pairs, chosen, confidence, features, plausible
from needlens.mining.reader.inventory import Inventory
from needlens.mining.reader.network import Judged, Network, Scores
from needlens.mining.reader.pieces import Piece

NEED = ("states", "spans")
"""The scores that opinions are made from."""


UNCHANGED = [[1.0, 0.0], [1.0, 0.0]]
"""The lines of strength where none were fitted."""


class Found(NamedTuple):
    """Opinions as columns, one row each; offsets count folded characters, -1 is implied."""

    text: Ints
    aspect_start: Ints
    aspect_end: Ints
    opinion_start: Ints
    opinion_end: Ints
    category: Ints
    """Which of the inventory's categories."""
    valence: Floats
    arousal: Floats
    confidence: Floats


class Rules(NamedTuple):
    """When a pair is an opinion, in English (0) and Chinese (1).

    ``weights`` (2, features + 1) are those of ``lm.decoding.features``, bias last;
    ``thresholds`` (2,) are probabilities; ``strength`` (2, 2, 2) has slope and shift of
    valence and arousal, ``of_aspects`` the same where only the aspect is given.
    """

    weights: Floats
    thresholds: Floats
    strength: Floats
    of_aspects: Floats


def rules(settings: dict[str, Any], domain: str) -> Rules:
    """Return the rules of a domain; the general ones where it has none."""
    known = settings["opinions"]
    mine = [
        known.get(f"{domain}/{language}", known[f"general/{language}"])
        for language in ("eng", "zho")
    ]
    return Rules(
        np.asarray([one["weights"] for one in mine], dtype=np.float32),
        np.asarray([one["threshold"] for one in mine], dtype=np.float32),
        *(
            np.asarray([one.get(name, UNCHANGED) for one in mine], dtype=np.float32)
            for name in ("strength", "of_aspects")
        ),
    )


def find(
    pieces: Sequence[Piece], network: Network, domain: int, inventory: Inventory, rules: Rules
) -> Found:
    """Return the opinions of some pieces in the order of the text."""
    parts = [
        _of_batch(scores, pieces, network, inventory, rules)
        for scores in network.read([piece.ids for piece in pieces], domain, NEED)
    ]
    if not parts:
        kinds = (np.int64,) * 6 + (np.float32,) * 3
        return Found(*(np.zeros(0, dtype=kind) for kind in kinds))  # type: ignore[arg-type]
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    place = np.where(columns[3] >= 0, columns[3], columns[1])
    order = np.lexsort((columns[1], place, columns[0]))
    return Found(*(column[order] for column in columns))


def _of_batch(
    scores: Scores, pieces: Sequence[Piece], network: Network, inventory: Inventory, rules: Rules
) -> Found:
    pairs = plausible(scores.spans, scores.lengths)
    judged = network.judge(scores, pairs)
    language = np.array([int(pieces[i].chinese) for i in scores.pieces])[pairs.row]
    sure = confidence(features(pairs, judged.valid), rules.weights[language])
    kept = chosen(pairs, sure, rules.thresholds[language])
    some = Pairs(*(column[kept] for column in pairs))  # type: ignore[arg-type]
    said = Judged(*(part[kept] for part in judged))
    said = said._replace(strength=felt(said.strength, rules.strength[language[kept]]))
    return _found(scores, pieces, some, said, sure[kept], inventory)


def felt(strength: Floats, lines: Floats) -> Floats:
    """Return calibrated valence and arousal, 1 to 9, from what the network says (centred)."""
    return np.asarray(np.clip((strength + 5) * lines[:, :, 0] + lines[:, :, 1], 1, 9))


def _found(
    scores: Scores, pieces: Sequence[Piece], pairs: Pairs, judged: Judged, sure: Floats, inventory: Inventory
) -> Found:  # fmt: skip
    mine = [pieces[i] for i in scores.pieces]
    longest = int(scores.lengths.max())
    starts = np.full((len(mine), longest), -1, dtype=np.int64)
    ends = starts.copy()
    for i, piece in enumerate(mine):
        starts[i, : len(piece.starts)] = piece.starts
        ends[i, : len(piece.ends)] = piece.ends
    logits = judged.meaning @ inventory.vectors.T
    logits -= logits.max(axis=1, keepdims=True, initial=0)
    share = np.exp(logits)
    share /= share.sum(axis=1, keepdims=True)
    category = share.argmax(axis=1)
    return Found(
        np.array([piece.text for piece in mine], dtype=np.int64)[pairs.row],
        starts[pairs.row, pairs.aspect_start], ends[pairs.row, pairs.aspect_end],
        starts[pairs.row, pairs.opinion_start], ends[pairs.row, pairs.opinion_end],
        category, judged.strength[:, 0], judged.strength[:, 1],
        sure * share[np.arange(len(category)), category],
    )  # fmt: skip

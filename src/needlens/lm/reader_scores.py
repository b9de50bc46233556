"""How good a reader is while it is made: cF1, RMSE of the strength, accuracy, span F1."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch

from needlens.lm.decoding import (
    Floats,
    Pairs,
    Terms,
    chosen,
    confidence,
    crossed,
    features,
    plausible,
    strength_of_aspects,
    terms,
)
from needlens.lm.reader_batches import Batch, Row, batches
from needlens.lm.reader_model import ENTITY_KINDS, PairIndex, ReaderModel, pair_index
from needlens.lm.segments import SegmentRule, segments
from needlens.lm.tokens import Tokeniser

FARTHEST = math.sqrt(128)
"""The greatest distance of two points of valence and arousal (DimABSA's cF1)."""
THRESHOLDS = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45)
_TOKENS = 3_000

Term = tuple[int, int]


class Read(NamedTuple):
    """What a model says of a batch: pairs, their validity, category, its share, strength."""

    batch: Batch
    pairs: Pairs
    valid: Floats
    category: Floats
    strength: Floats


def read(model: ReaderModel, rows: Sequence[Row], inventory: torch.Tensor) -> list[Read]:
    """Return what the model says of rows; ``inventory`` (categories,) is boolean."""
    model.eval()
    found = []
    with torch.no_grad():
        labels = model.labels()
        for batch in batches("opinions", rows, _TOKENS, 0):
            states = model.states(batch.ids, batch.mask, batch.domain)
            spans = model.span_scores(states).float().numpy()
            pairs = plausible(spans, batch.mask.sum(1).numpy())
            index = pair_index(torch.from_numpy(np.stack(pairs[:5], 1)), len(batch.rows))
            judged = model.pairs(states, batch.mask, index)
            logits = (judged.meaning @ labels.T).masked_fill(~inventory, -1e4)
            found.append(
                Read(
                    batch, pairs, judged.valid.numpy(), logits.argmax(-1).numpy(),
                    judged.strength.numpy() + 5,
                )
            )  # fmt: skip
    return found


def confidence_rule(reads: Sequence[Read]) -> Floats:
    """Fit the probability that a pair is one, on held-out rows (Platt 1999).

    Returns the weights of ``lm.decoding.features`` with the bias last.
    """
    from sklearn.linear_model import LogisticRegression

    inputs = np.concatenate([features(one.pairs, one.valid) for one in reads])
    truth = np.concatenate([_true_pairs(one) for one in reads])
    model = LogisticRegression(C=1.0, max_iter=1000).fit(inputs, truth)
    return np.append(model.coef_[0], model.intercept_[0]).astype(np.float32)


def _true_pairs(one: Read) -> Floats:
    truth = [{(q.aspect, q.opinion) for q in row.quads} for row in one.batch.rows]
    columns = [column.tolist() for column in one.pairs[:5]]
    return np.array(
        [((a, b), (c, d)) in truth[row] for row, a, b, c, d in zip(*columns, strict=True)],
        dtype=np.float32,
    )


def quad_counts(reads: Sequence[Read], weights: Floats, threshold: float) -> Floats:
    """Return per row: what is hit (weighed by strength), pairs hit, said, and true.

    An opinion that tokens cannot show counts as missed.
    """
    counts: list[tuple[float, float, float, float]] = []
    for one in reads:
        sure = confidence(features(one.pairs, one.valid), weights)
        said: list[dict[tuple[Term, Term], tuple[int, Floats]]] = [{} for _ in one.batch.rows]
        for i in chosen(one.pairs, sure, threshold).tolist():
            place, a, b, c, d = (int(column[i]) for column in one.pairs[:5])
            said[place][(a, b), (c, d)] = (int(one.category[i]), one.strength[i])
        for row, mine in zip(one.batch.rows, said, strict=True):
            hit, pairs_hit, given = 0.0, 0, len(mine)
            for quad in row.quads:
                category, strength = mine.pop((quad.aspect, quad.opinion), (-1, np.zeros(2)))
                pairs_hit += category >= 0
                if category == quad.category >= 0:
                    arousal = 5.0 if math.isnan(quad.arousal) else quad.arousal
                    hit += 1 - math.dist(strength, (quad.valence, arousal)) / FARTHEST
            counts.append((hit, pairs_hit, given, len(row.sample.quads or ())))
    return np.array(counts, dtype=np.float32)


def best_threshold(reads: Sequence[Read], weights: Floats) -> float:
    """Return the confidence from which on a pair is an opinion with the best cF1."""
    return max(THRESHOLDS, key=lambda t: (quad_scores(quad_counts(reads, weights, t))["cF1"], t))


def quad_scores(counts: Floats) -> dict[str, float]:
    """Return cF1 of quadruples and F1 of (aspect, opinion) pairs, by tokens."""
    hit, pairs_hit, given, true = counts.sum(0).tolist()
    return {"cF1": 2 * hit / max(1, given + true), "pair_F1": 2 * pairs_hit / max(1, given + true)}


def strengths(model: ReaderModel, rows: Sequence[Row]) -> tuple[Floats, Floats]:
    """Return said and true valence and arousal of given pairs of terms, (pairs, 2) each."""
    model.eval()
    said: list[Floats] = []
    true: list[tuple[float, float]] = []
    with torch.no_grad():
        for batch in batches("opinions", rows, _TOKENS, 0):
            pairs = [
                (i, *q.aspect, *q.opinion) for i, row in enumerate(batch.rows) for q in row.quads
            ]
            if not pairs:
                continue
            true += [(q.valence, q.arousal) for row in batch.rows for q in row.quads]
            states = model.states(batch.ids, batch.mask, batch.domain)
            index: PairIndex = pair_index(torch.tensor(pairs), len(batch.rows))
            said.append(model.pairs(states, batch.mask, index).strength.numpy() + 5)
    return np.concatenate(said), np.array(true, dtype=np.float32)


def aspect_strengths(
    model: ReaderModel, rows: Sequence[Row], weights: Floats
) -> tuple[Floats, Floats]:
    """Return said and true strength of given aspects without their opinions, (aspects, 2) each.

    ``weights`` are those of ``confidence_rule``. An aspect with several opinions has the
    strength of the first.
    """
    model.eval()
    said: list[Floats] = []
    true: list[tuple[float, float]] = []
    with torch.no_grad():
        for batch in batches("opinions", rows, _TOKENS, 0):
            firsts: list[dict[Term, tuple[float, float]]] = [{} for _ in batch.rows]
            for row, mine in zip(batch.rows, firsts, strict=True):
                for quad in row.quads:
                    mine.setdefault(quad.aspect, (quad.valence, quad.arousal))
            spans = np.array([(i, *a) for i, mine in enumerate(firsts) for a in mine])
            if not len(spans):
                continue
            true += [strength for mine in firsts for strength in mine.values()]
            states = model.states(batch.ids, batch.mask, batch.domain)
            scores = model.span_scores(states)[1].float().numpy()
            given: Terms = (*spans.T, np.zeros(len(spans), np.float32))
            pairs = crossed(given, terms(scores, batch.mask.sum(1).numpy()), len(batch.rows))
            index = pair_index(torch.from_numpy(np.stack(pairs[:5], 1)), len(batch.rows))
            judged = model.pairs(states, batch.mask, index)
            sure = confidence(features(pairs, judged.valid.numpy()), weights)
            said.append(strength_of_aspects(given, pairs, judged.strength.numpy() + 5, sure))
    return np.concatenate(said), np.array(true, dtype=np.float32)


def strength_error(said: Floats, true: Floats) -> float:
    """Return RMSE_VA: sqrt of the mean of ΔV² + ΔA²."""
    return math.sqrt(float(((said - true) ** 2).sum(1).mean()))


def strength_lines(said: Floats, true: Floats) -> list[list[float]]:
    """Return (slope, shift) for valence and arousal that bring said nearest to true."""
    lines = []
    for k in range(2):
        known = ~np.isnan(true[:, k])
        slope, shift = (
            (1.0, 0.0) if known.sum() < 30 else np.polyfit(said[known, k], true[known, k], 1)
        )
        lines.append([round(float(slope), 4), round(float(shift), 4)])
    return lines


def log_odds(model: ReaderModel, rows: Sequence[Row]) -> tuple[Floats, Floats]:
    """Return the log-odds of rows being positive, and whether they are, row by row."""
    model.eval()
    place = {id(row): i for i, row in enumerate(rows)}
    said = np.zeros(len(rows), dtype=np.float32)
    with torch.no_grad():
        for batch in batches("sentiment", rows, _TOKENS, 0):
            states = model.states(batch.ids, batch.mask, batch.domain)
            summed = model.sentiment(states, batch.mask).sum(1).numpy()
            said[[place[id(row)] for row in batch.rows]] = summed
    true = np.array([float(row.sample.positive or 0) for row in rows], dtype=np.float32)
    return said, true


def title_tags(model: ReaderModel, rows: Sequence[Row]) -> list[tuple[Batch, Floats]]:
    """Return the logits of the tags of labelled kinds, (rows, tokens, kinds, 3), by batch."""
    model.eval()
    found = []
    with torch.no_grad():
        for batch in batches("entities", rows, _TOKENS, 0):
            states = model.states(batch.ids, batch.mask, batch.domain)
            kinds = batch.rows[0].sample.entity_kinds
            known = [k for k, kind in enumerate(ENTITY_KINDS) if kind in kinds]
            found.append((batch, model.tags(states).numpy()[:, :, known]))
    return found


def entity_counts(
    tagged: Sequence[tuple[Batch, Floats]], tokeniser: Tokeniser, rule: SegmentRule
) -> Floats:
    """Return per row how many entities of the labelled kinds are hit, said and true."""
    counts = []
    for batch, tags in tagged:
        encoded = tokeniser.encode([row.sample.text for row in batch.rows])
        kinds = [kind for kind in ENTITY_KINDS if kind in batch.rows[0].sample.entity_kinds]
        said: list[set[tuple[int, int, str]]] = [set() for _ in encoded]
        for one in segments(tags, batch.mask.sum(1).numpy(), rule):
            tokens = encoded[one.row]
            place = (int(tokens.starts[one.first]), int(tokens.ends[one.last]))
            said[one.row].add((*place, kinds[one.kind]))
        for row, mine in zip(batch.rows, said, strict=True):
            truth = set(row.sample.entities or ())
            counts.append((len(mine & truth), len(mine), len(truth)))
    return np.array(counts, dtype=np.float32)


def entity_score(counts: Floats) -> float:
    """Return the F1 of entities, exact spans."""
    hit, given, true = counts.sum(0).tolist()
    return float(2 * hit / max(1, given + true))


def segment_rule(tagged: Sequence[tuple[Batch, Floats]], tokeniser: Tokeniser) -> SegmentRule:
    """Return the rule that parts these titles best."""
    rules = [
        SegmentRule(each / 10, single / 10) for each in range(-6, 3) for single in range(-6, 1, 2)
    ]
    return max(rules, key=lambda rule: entity_score(entity_counts(tagged, tokeniser, rule)))

"""Segments of a title from the tags of its tokens."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest

from needlens.lm.segments import BEGINS, INSIDE, OUTSIDE, Segment, SegmentRule, segments

PLAIN = SegmentRule(0.0, 0.0, 0.0)


def tags(*words: str, sure: float = 4.0) -> np.ndarray:
    """One row of logits, one string a kind: O, B or I for each token, a border on both sides."""
    logits = np.zeros((1, len(words[0]) + 2, len(words), 3), dtype=np.float32)
    logits[:, [0, -1], :, OUTSIDE] = sure
    for kind, word in enumerate(words):
        for i, sign in enumerate(word, start=1):
            logits[0, i, kind, "OBI".index(sign)] = sure
    return logits


def found(logits, rule=PLAIN, lengths=None):
    lengths = np.array([logits.shape[1]]) if lengths is None else lengths
    return [tuple(one[:4]) for one in segments(logits, lengths, rule)]


def test_clear_tags_are_taken_as_they_are():
    assert found(tags("OBIIO", "BOOOO")) == [(0, 1, 1, 1), (0, 2, 4, 0)]
    assert found(tags("BBI", "OOO")) == [(0, 1, 1, 0), (0, 2, 3, 0)]
    assert found(tags("OOO")) == [] and found(tags("")) == []


def test_an_inside_without_a_beginning_is_joined_or_dropped():
    logits = tags("OII", "OOO", sure=3.0)
    logits[0, 2, 0, BEGINS] = 2.5
    assert found(logits) == [(0, 2, 3, 0)]


def test_kinds_do_not_overlap():
    logits = tags("BII", "BIO", sure=3.0)
    kinds = {one[3] for one in found(logits)}
    assert kinds in ({0}, {1})


def test_the_rule_makes_entities_rarer():
    logits = np.zeros((1, 5, 1, 3), dtype=np.float32)
    logits[0, [0, 1, 3, 4], 0, OUTSIDE] = 5
    logits[0, 2, 0] = [1.0, 1.2, -3.0]
    assert found(logits) == [(0, 2, 2, 0)]
    assert (
        found(logits, SegmentRule(-0.5, 0.0, 0.0)) == found(logits, SegmentRule(0, -0.5, 0)) == []
    )


def test_rows_of_other_lengths_do_not_mix():
    logits = np.concatenate([tags("BIOOO"), tags("OOBII")])
    together = segments(logits, np.array([4, 7]), SegmentRule())
    alone = segments(logits[:1, :4], np.array([4]), SegmentRule())
    assert [one for one in together if one.row == 0] == alone
    assert [tuple(one[:4]) for one in together] == [(0, 1, 2, 0), (1, 3, 5, 0)]


@pytest.mark.parametrize("seed", range(12))
def test_no_other_parting_scores_higher(seed):
    dice = np.random.default_rng(seed)
    logits = dice.normal(0, 1.5, (1, 6, 2, 3)).astype(np.float32)
    rule = SegmentRule(-0.2, -0.4, 0.5)
    logs = logits - np.logaddexp.reduce(logits, axis=-1, keepdims=True)

    def score(parting: list[Segment]) -> float:
        total, covered = 0.0, set()
        for _, first, last, kind, _ in parting:
            other = 1 - kind
            total += (
                rule.each + logs[0, first, kind, BEGINS] + (rule.single if first == last else 0)
            )
            total += sum(logs[0, i, kind, INSIDE] for i in range(first + 1, last + 1))
            total += sum(logs[0, i, other, OUTSIDE] for i in range(first, last + 1))
            if last < 4:
                total += rule.stop * np.log1p(-np.exp(logs[0, last + 1, kind, INSIDE]))
            covered |= set(range(first, last + 1))
        return total + sum(logs[0, i, :, OUTSIDE].sum() for i in {1, 2, 3, 4} - covered)

    best = segments(logits, np.array([6]), rule)
    spans = [(a, b) for a in range(1, 5) for b in range(a, 5)]
    partings = [
        [Segment(0, a, b, k, 1.0) for (a, b), k in zip(some, kinds, strict=True)]
        for n in range(5)
        for some in combinations(spans, n)
        if all(x[1] < y[0] for x, y in combinations(some, 2))
        for kinds in product(range(2), repeat=n)
    ]
    assert score(best) == pytest.approx(max(map(score, partings)), abs=1e-4)
    assert all(0 <= one.sure <= 1 for one in best)

"""Brands and products that a title names, by the network; the rest by word lists.

The network has learned brands and products from Chinese titles alone. Functions and
attributes, and the products of titles without Chinese, are found by our own word lists:
the longest word wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from needlens.lm.corpora.title_words import goods
from needlens.lm.corpora.weak_titles import label
from needlens.lm.segments import SegmentRule, segments
from needlens.mining.reader.network import Network
from needlens.mining.reader.pieces import Piece
from needlens.records.entity import Entity, EntityKind
from needlens.text.folding import Folded

NEED = ("tags",)
KINDS: tuple[EntityKind, ...] = ("brand", "product", "function", "attribute")
LEARNED = 2
"""How many of the kinds the network has learned: the first ones."""
LISTED = 0.9
"""The confidence of what the word lists find; of 478 attributes read by hand 95 % were right."""


def entities(
    folded: Sequence[Folded], pieces: Sequence[Piece], network: Network, domain: int
) -> list[list[Entity]]:
    """Return the entities of each title, in order."""
    found: list[list[Entity]] = [[] for _ in folded]
    rule = SegmentRule(**network.settings.get("entities", {}))
    for scores in network.read([piece.ids for piece in pieces], domain, NEED):
        for one in segments(scores.tags[:, :, :LEARNED], scores.lengths, rule):
            piece = pieces[scores.pieces[one.row]]
            if piece.chinese:
                start, end = int(piece.starts[one.first]), int(piece.ends[one.last])
                title = folded[piece.text]
                first, last = title.span(start, end)
                entity = Entity(KINDS[one.kind], title.quote(start, end), first, last, one.sure)
                found[piece.text].append(entity)
    chinese = {piece.text for piece in pieces if piece.chinese}
    for i, (title, known) in enumerate(zip(folded, found, strict=True)):
        known += _listed(title, i in chinese, known)
    return [sorted(some, key=lambda e: (e.start, e.end)) for some in found]


def _listed(folded: Folded, chinese: bool, known: Sequence[Entity]) -> list[Entity]:
    """Return what the word lists find beside the entities that are known."""
    text = folded.text
    taken = [(e.start, e.end, e.kind) for e in known] if folded.offsets is None else []
    spans: list[tuple[int, int, EntityKind]] = []
    if not chinese:
        spans = [(a, b, "product") for a, b in _goods().find(text)]
        taken = list(spans)
    kinds: dict[str, EntityKind] = {kind: kind for kind in KINDS}
    spans += [(a, b, kinds[kind]) for a, b, kind in label(text, taken)]
    return [Entity(kind, folded.quote(a, b), *folded.span(a, b), LISTED) for a, b, kind in spans]


class _Goods:
    """English product nouns, singular and plural."""

    def __init__(self) -> None:
        nouns = sorted({noun for sort in goods() for noun in sort.nouns["en"]})
        words = [*nouns, *(f"{noun}s" for noun in nouns)]
        self.automaton = AhoCorasick(words, matchkind=MatchKind.LeftmostLongest)

    def find(self, text: str) -> list[tuple[int, int]]:
        """Return the spans of whole words."""
        return [
            (start, end)
            for _, start, end in self.automaton.find_matches_as_indexes(text)
            if not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum()
        ]


@cache
def _goods() -> _Goods:
    return _Goods()

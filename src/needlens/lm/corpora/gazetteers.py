"""Lists of brands and products, to put other names into titles; noisy, so filtered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from ahocorasick_rs import AhoCorasick, MatchKind

from needlens.lm.corpora.samples import Sample, folded

KINDS = ("brand", "product")


def read(folder: Path) -> dict[str, list[str]]:
    """Return the folded names of each kind in files like ``brand1.dic``, one a line.

    A name of one character, or of both kinds, is left out.
    """
    found = {
        kind: {
            folded(line.strip())
            for file in sorted(folder.glob(f"{kind}*.dic"))
            for line in file.read_text(encoding="utf-8").splitlines()
            if len(line.strip()) > 1
        }
        for kind in KINDS
    }
    both = found["brand"] & found["product"]
    return {kind: sorted(names - both) for kind, names in found.items()}


def trusted(names: Mapping[str, Sequence[str]], titles: Sequence[Sample]) -> dict[str, list[str]]:
    """Return the names without those that labelled titles mostly use as something else.

    A name that no title holds stays.

    >>> title = Sample("1", "防晒衣防晒", "title", entities=((0, 3, "product"),))
    >>> trusted({"brand": ["防晒", "某某"], "product": ["防晒衣"]}, [title])
    {'brand': ['某某'], 'product': ['防晒衣']}
    """
    return {kind: _trusted(list(some), kind, titles) for kind, some in names.items()}


def _trusted(names: list[str], kind: str, titles: Sequence[Sample]) -> list[str]:
    finder = AhoCorasick(names, matchkind=MatchKind.LeftmostLongest)
    as_kind: Counter[int] = Counter()
    as_other: Counter[int] = Counter()
    for title in titles:
        labelled = {(start, end) for start, end, what in title.entities or () if what == kind}
        for name, start, end in finder.find_matches_as_indexes(title.text):
            (as_kind if (start, end) in labelled else as_other)[name] += 1
    return [name for i, name in enumerate(names) if as_kind[i] >= as_other[i]]

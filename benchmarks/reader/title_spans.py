"""Products and brands in Taobao titles, beside the longest match in a list of known ones."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from ahocorasick_rs import AhoCorasick, MatchKind

from needlens.lm.corpora import titles
from needlens.lm.corpora.samples import Sample
from reader.answering import TierName, predict
from reader.intervals import f1, interval, shown
from timing import table

Spans = set[tuple[int, int, str]]
KINDS = ("product", "brand")


def tables(data: Path, tiers: list[TierName]) -> None:
    """Print span F1 on dev, by kind and together."""
    folder = data / "taobao_title_ner"
    train, dev = (titles.read(folder / f"{part}.txt.bieos") for part in ("train", "dev"))
    found: dict[str, list[Spans]] = {}
    if "reader" in tiers:
        answers = predict("entities", "reader")([sample.text for sample in dev])
        found["reader"] = [
            {(e["start"], e["end"], e["kind"]) for e in answer.get("entities", [])} for answer in answers
        ]  # fmt: skip
    gazetteer = Gazetteer(train)
    found["peer: longest match, names of train"] = [gazetteer.spans(s.text) for s in dev]
    rows: list[list[object]] = [["who", "F1", *KINDS]]
    for who, mine in found.items():
        rows.append([who, *(_f1(mine, dev, kinds) for kinds in (KINDS, *((k,) for k in KINDS)))])
    rows.append(["published, with gazetteers", ".76-.80", "", ""])
    table("Titles: exact spans of products and brands, taobao_title_ner dev, F1 with 95 % interval", rows)  # fmt: skip
    n = Counter(kind for s in dev for *_, kind in s.entities or ())
    print(f"n={len(dev)} titles, {n['product']} products, {n['brand']} brands; "
          f"names from {len(train):,} titles; no seed")  # fmt: skip


class Gazetteer:
    """Names seen in training titles; one counts when it was marked at least half the time."""

    def __init__(self, train: list[Sample]) -> None:
        kinds: dict[str, Counter[str]] = defaultdict(Counter)
        for sample in train:
            for start, end, kind in sample.entities or ():
                kinds[sample.text[start:end]][kind] += 1
        seen = _occurrences(list(kinds), [sample.text for sample in train])
        self._kinds = {
            words: counts.most_common(1)[0][0] for words, counts in kinds.items()
            if 2 * counts.total() >= seen[words]
        }  # fmt: skip
        self._names = list(self._kinds)
        self._match = AhoCorasick(self._names, matchkind=MatchKind.LeftmostLongest)

    def spans(self, text: str) -> Spans:
        """Return the names in a title, the longest first met."""
        return {
            (start, end, self._kinds[self._names[i]])
            for i, start, end in self._match.find_matches_as_indexes(text)
        }


def _occurrences(names: list[str], texts: list[str]) -> Counter[str]:
    match = AhoCorasick(names, matchkind=MatchKind.LeftmostLongest)
    return Counter(names[i] for text in texts for i, *_ in match.find_matches_as_indexes(text))


def _f1(found: list[Spans], dev: list[Sample], kinds: tuple[str, ...]) -> str:
    rows = []
    for mine, sample in zip(found, dev, strict=True):
        said = {span for span in mine if span[2] in kinds}
        truth = {span for span in sample.entities or () if span[2] in kinds}
        rows.append((len(said & truth), len(said), len(truth)))
    return shown(interval(f1, np.array(rows, dtype=np.float64)))

"""How right the facets of texts are: audience, occasion, place … with free English values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

import polars as pl
from benchmarks.needs.metrics import Score, score

FACETS = ("function", "audience", "occasion", "place", "time", "problem", "attribute", "service")

Facets = Mapping[str, Sequence[str]]


def normal(value: str) -> str:
    """Return a value in lower case, one blank between words, the last one in the singular.

    >>> normal(" Elderly-Parents "), normal("glass"), normal("老人"), normal("batteries")
    ('elderly parent', 'glass', '老人', 'battery')
    """
    words = re.sub(r"[\W_]+", " ", value.lower()).strip()
    words = re.sub(r"ies$", "y", words)
    return re.sub(r"(?<=[a-z]{2})(?<![su])s$", "", words)


def named(facet: str, value: str) -> str:
    """Return the id our lexicon has for a value of a facet, else the value, normalised."""
    return lexicon().get((facet, normal(value)), f"{facet}:{normal(value)}")


def triples(rows: Mapping[str, Facets]) -> set[tuple[str, str, str]]:
    """Return (item, facet, value) of each facet of each item."""
    return {
        (item, facet, named(facet, value))
        for item, facets in rows.items()
        for facet, values in facets.items()
        for value in values
    }


def scored(
    gold: Mapping[str, Facets], found: Mapping[str, Facets], *, values: bool = True
) -> dict[str, Score]:
    """Return precision, recall and F1 over the items of ``gold``: of all facets, and of each.

    Without ``values`` it is enough that a facet is there, whatever its value: people write
    values freely, so that two ways of saying one thing may count as a miss.

    >>> table = scored({"1": {"audience": ["Parents"]}}, {"1": {"audience": ["parent"]}})
    >>> table["all"].f1, table["audience"].f1
    (1.0, 1.0)
    """
    truth, said = triples(gold), triples({k: v for k, v in found.items() if k in gold})
    if not values:
        truth, said = ({(item, facet, "") for item, facet, _ in side} for side in (truth, said))
    table = {"all": _score(truth, said)}
    for facet in FACETS:
        of = [{t for t in side if t[1] == facet} for side in (truth, said)]
        if any(of):
            table[facet] = _score(*of)
    return table


def read(texts: Mapping[str, str]) -> dict[str, Facets] | None:
    """Return the facets needlens finds in texts, or None while it cannot."""
    try:
        from needlens.mining.facets import facets_of  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        return None
    found = facets_of(pl.Series(list(texts.values()), dtype=pl.String))
    rows: dict[str, Facets] = {}
    for item, values in zip(texts, found.to_list(), strict=True):
        facets: dict[str, list[str]] = {}
        for facet, _, value in (v.partition(":") for v in values or ()):
            facets.setdefault(facet, []).append(value)
        rows[item] = facets
    return rows


@cache
def lexicon() -> dict[tuple[str, str], str]:
    """Return (facet, normalised word) → id of the facet lexicon; empty without one."""
    try:
        from needlens.mining.facets import FACETS as known  # type: ignore[import-not-found,unused-ignore]  # fmt: skip
    except ImportError:
        return {}
    words: dict[tuple[str, str], str] = {}
    for entry in known.values():
        own = (entry.id.partition(":")[2], entry.name_zh, entry.name_en)
        for word in (*own, *entry.zh, *entry.en):
            words.setdefault((entry.facet, normal(word)), entry.id)
    return words


def _score(truth: set[tuple[str, str, str]], said: set[tuple[str, str, str]]) -> Score:
    hits = len(truth & said)
    return score(hits / len(said) if said else 0.0, hits / len(truth) if truth else 0.0)

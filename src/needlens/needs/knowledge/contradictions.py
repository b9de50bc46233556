"""Reasons that cannot be true of a pair: for men what is for women, for winter what is for summer."""

from __future__ import annotations

from itertools import product
from typing import Final

import polars as pl

from needlens.mining.facets import facets_of

_OPPOSED: Final = (
    ({"audience:men", "audience:boys", "audience:husband", "audience:boyfriend", "audience:father", "audience:groom"},
     {"audience:women", "audience:girls", "audience:wife", "audience:girlfriend", "audience:mother", "audience:bride",
      "audience:pregnant", "audience:new-mothers"}),
    ({"audience:baby", "audience:toddler"},
     {"audience:elderly", "audience:grandparents", "audience:pupil", "audience:student", "audience:teenager"}),
    ({"audience:cat"}, {"audience:dog"}),
    ({"time:summer", "time:hot-days", "place:beach"}, {"time:winter", "time:cold-days", "occasion:skiing"}),
    ({"occasion:wedding", "occasion:birthday", "occasion:party"}, {"occasion:funeral"}),
)  # fmt: skip
_FITS: Final = {
    "used_by": {"audience"},
    "used_in_place": {"place", "occasion"},
    "used_at_time": {"time", "occasion"},
}
"""The facets an object may have when it has one at all."""
_SITUATIONS: Final = {"audience", "place", "time", "occasion"}


def contradicts(relation: str, zh: str, en: str, pair: str) -> bool:
    """Say whether a reason is against the pair, against its own relation, or against itself.

    >>> contradicts("used_by", "男生", "boys", "女士 连衣裙")
    True
    >>> contradicts("used_by", "周末", "weekend", "鱼竿"), contradicts("used_by", "爸妈", "parents", "鱼竿")
    (True, False)
    """
    in_zh, in_en, known = (set(found) for found in facets_of(pl.Series([zh, en, pair])).to_list())
    if any(_opposed(one, other) for one, other in product(in_zh | in_en, known)):
        return True
    kinds = {_kind(id) for id in in_zh | in_en} & _SITUATIONS
    fits = _FITS.get(relation)
    if fits and kinds and not kinds & fits:
        return True
    return _disagree(in_zh, in_en)


def _opposed(one: str, other: str) -> bool:
    return any((one in a and other in b) or (one in b and other in a) for a, b in _OPPOSED)


def _disagree(zh: set[str], en: set[str]) -> bool:
    """Say whether the languages name other people or places, or opposite times."""
    if any(_opposed(one, other) for one, other in product(zh, en)):
        return True
    for kind in ("audience", "place"):
        ours, theirs = ({id for id in ids if _kind(id) == kind} for ids in (zh, en))
        if ours and theirs and not ours & theirs:
            return True
    return False


def _kind(id: str) -> str:
    return id.partition(":")[0]

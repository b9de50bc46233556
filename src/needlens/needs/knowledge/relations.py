"""How a product and a reason for wanting it hang together: the types of an edge.

The types are those of COSMO (Yu et al., SIGMOD 2024) and FolkScope (Yu et al., ACL 2023)
that a shop can act on.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Relation(NamedTuple):
    """A type of edge: what is asked for, and how it is said (``{}`` is the object)."""

    asks: str
    zh: str
    en: str


RELATIONS: Final[dict[str, Relation]] = {
    "used_for": Relation("an activity", "用来{}", "used for {}"),
    "used_by": Relation("people or animals", "给{}用", "used by {}"),
    "used_in_place": Relation("a place", "在{}用", "used in: {}"),
    "used_at_time": Relation("a season, time or occasion", "{}时用", "used at: {}"),
    "capable_of": Relation("what it can do", "能{}", "capable of {}"),
    "wanted_because": Relation("a wish or a worry behind it", "因为{}", "wanted because: {}"),
    "goes_with": Relation("another kind of thing", "搭配{}", "goes with {}"),
}


def said(relation: str, zh: str, en: str) -> tuple[str, str]:
    """Return an edge in words, Chinese and English.

    >>> said("used_by", "爸妈", "parents")
    ('给爸妈用', 'used by parents')
    """
    known = RELATIONS[relation]
    return known.zh.format(zh), known.en.format(en)

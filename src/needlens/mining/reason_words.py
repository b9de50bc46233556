"""Say a reason for use in one way: 给父母用, 送女朋友的生日礼物, for camping."""

from __future__ import annotations

import re
from collections.abc import Sequence

from needlens.mining.facets import FACETS

_GIFT = "occasion:gift"
_FESTIVE = frozenset(
    f"occasion:{value}"
    for value in (
        "birthday", "wedding", "anniversary", "spring-festival", "mid-autumn", "dragon-boat",
        "new-year", "christmas", "valentines", "mothers-day", "fathers-day", "childrens-day",
        "teachers-day", "womens-day", "graduation", "housewarming", "baby-shower", "easter",
    )
)  # fmt: skip
_VERB = re.compile("[穿戴吃喝盖骑]")
_MOST = 2


def statement(ids: Sequence[str], gift: bool, words: str, english: bool) -> str:
    """Return what is bought or used for whom, where, when, on what occasion.

    ``ids`` are facets in the order of the text, ``words`` the customer's own words of it
    (穿, 吃 … is taken from there).

    >>> statement(["audience:girlfriend", "occasion:birthday"], True, "", english=False)
    '送女朋友的生日礼物'
    >>> statement(["audience:children", "occasion:school-day"], False, "孩子上学用", english=False)
    '给孩子上学用'
    >>> statement(["audience:mother", "place:kitchen"], False, "", english=True)
    'for mother in the kitchen'
    """
    people = [id for id in ids if FACETS[id].facet == "audience"][:_MOST]
    gift = gift or _GIFT in ids
    feasts = [id for id in ids if id in _FESTIVE][:1] if gift else []
    around = [
        id for id in ids
        if FACETS[id].facet != "audience" and id not in feasts and id != _GIFT
    ][:_MOST]  # fmt: skip
    if english:
        return _english(people, feasts, around, gift)
    return _chinese(people, feasts, around, gift, words)


def _chinese(
    people: list[str], feasts: list[str], around: list[str], gift: bool, words: str
) -> str:
    who = "和".join(FACETS[id].name_zh for id in people)
    where = "".join(FACETS[id].name_zh for id in around)
    if gift:
        feast = f"{FACETS[feasts[0]].name_zh}礼物" if feasts else ""
        if who:
            return f"{where}送{who}的{feast}" if feast else f"{where}送{who}"
        return f"{where}送{feast}" if feast else f"{where}送礼"
    found = _VERB.search(words)
    verb = found[0] if found else "用"
    return f"给{who}{where}{verb}" if who else f"{where}{verb}"


def _english(people: list[str], feasts: list[str], around: list[str], gift: bool) -> str:
    parts: list[str] = []
    if gift:
        parts.append(f"as a {FACETS[feasts[0]].name_en} gift" if feasts else "as a gift")
    if people:
        parts.append("for " + " and ".join(FACETS[id].name_en for id in people))
    for id in around:
        facet = FACETS[id]
        parts.append(facet.name_en if facet.facet in ("place", "time") else f"for {facet.name_en}")
    return " ".join(parts)

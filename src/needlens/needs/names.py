"""What a need is called, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from needlens.needs.poles import POLES

LONGEST_ASK = 80
"""Characters of a customer's wording that a statement repeats."""


@dataclass(frozen=True, slots=True)
class CategoryName:
    """A category's name, and what better means in it: 更快的物流, faster delivery."""

    name_zh: str
    name_en: str
    need_zh: str
    need_en: str


def statement(
    category: str, part: str, ask: str, names: Mapping[str, CategoryName]
) -> tuple[str, str]:
    """Return the statement of a need in Chinese and English.

    ``part`` is the group within the category (see grouping), ``ask`` the wording most
    voices used. A category without a name is called by its code.

    >>> names = {"SIZE#FIT": CategoryName("尺码", "size", "更合适的尺码", "a better fit")}
    >>> statement("SIZE#FIT", "", "", names)
    ('更合适的尺码', 'a better fit')
    >>> statement("SIZE#FIT", "pole small", "", names)
    ('尺码：不要太小', 'size: not too small')
    >>> statement("SIZE#FIT", "ask 加大码", "有加大码", names)
    ('尺码：“有加大码”', 'size: “有加大码”')
    """
    name = names.get(category) or CategoryName(category, category, category, category)
    if part.startswith("pole "):
        pole = POLES[part.removeprefix("pole ")]
        return f"{name.name_zh}：不要{pole.zh}", f"{name.name_en}: not {pole.en}"
    if part:
        words = ask if len(ask) <= LONGEST_ASK else ask[: LONGEST_ASK - 1] + "…"
        return f"{name.name_zh}：“{words}”", f"{name.name_en}: “{words}”"
    return name.need_zh, name.need_en

"""What a need is called, in Chinese and English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from needlens.needs.poles import POLES

_HAN_SPACE = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])")
KNOWN = "known "
"""How the part of a need of the library begins; its id follows."""
LONGEST_ASK = 80
"""Characters of a customer's wording that a statement repeats."""


@dataclass(frozen=True, slots=True)
class CategoryName:
    """A category's name, and what better means in it: 更快的物流, faster delivery."""

    name_zh: str
    name_en: str
    need_zh: str
    need_en: str

    def words(self) -> tuple[str, ...]:
        """Return phrases by which the category goes, Chinese and English."""
        return self.need_zh, self.need_en, f"{self.name_zh}不好", f"bad {self.name_en}"


DEMAND = {
    "DEMAND#SEARCH": CategoryName("想找", "looked for", "找得到", "to be found"),
    "DEMAND#USE": CategoryName("用途", "bought for", "合用", "fit for its use"),
    "DEMAND#BEHAVIOUR": CategoryName("行为", "behaviour", "行为", "behaviour"),
}
"""Names of what is not about an aspect of a product: searches, reasons for use, acts."""


def statement(
    category: str,
    part: str,
    names: Mapping[str, CategoryName],
    typical_zh: str = "",
    typical_en: str = "",
) -> tuple[str, str]:
    """Return the statement of a need in Chinese and English.

    ``part`` is the group within the category (see grouping); the typical expressions are
    the words most voices used in each language. A statement has no other words than these
    and the names: where nobody said it in a language, it quotes the other. A category
    without a name is called by its code.

    >>> names = {"SIZE#FIT": CategoryName("尺码", "size", "更合适的尺码", "a better fit")}
    >>> statement("SIZE#FIT", "", names)
    ('更合适的尺码', 'a better fit')
    >>> statement("SIZE#FIT", "pole small", names)
    ('尺码：不要太小', 'size: not too small')
    >>> statement("SIZE#FIT", "about 加大码", names, "有加大码")
    ('尺码：“有加大码”', 'size: “有加大码”')
    >>> statement("DEMAND#USE", "about 给爸妈用", {}, "给爸妈用", "for my parents")
    ('用途：“给爸妈用”', 'bought for: “for my parents”')
    """
    name = names.get(category) or DEMAND.get(category)
    name = name or CategoryName(category, category, category, category)
    if part.startswith("pole "):
        pole = POLES[part.removeprefix("pole ")]
        return f"{name.name_zh}：不要{pole.zh}", f"{name.name_en}: not {pole.en}"
    if part.startswith(KNOWN):
        known, one = names.get(part), part.removeprefix(KNOWN)
        return (known.name_zh, known.name_en) if known else (one, one.replace("-", " "))
    if part:
        zh, en = _short(typical_zh or typical_en), _short(typical_en or typical_zh)
        if not category:
            return f"“{zh}”", f"“{en}”"
        return f"{name.name_zh}：“{zh}”", f"{name.name_en}: “{en}”"
    return name.need_zh, name.need_en


def known_names(models: Path | None = None) -> dict[str, CategoryName]:
    """Return what the needs of the library are called, by the part of each.

    ``models`` is where the shop keeps a library of its own.
    """
    from needlens.mining.library.names import names

    return {
        f"{KNOWN}{one}": CategoryName(need.name_zh, need.name_en, need.name_zh, need.name_en)
        for one, need in names(models).items()
    }


def _short(words: str) -> str:
    """Return words as they are shown: not too long, Chinese without spaces."""
    joined = _HAN_SPACE.sub("", words.strip())
    return joined if len(joined) <= LONGEST_ASK else joined[: LONGEST_ASK - 1] + "…"

"""The words of product titles: what a thing does or is like, units, names of goods."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from needlens.lm.corpora.samples import folded

_COMMA = re.compile(r"\s*[,，\n]\s*")
KINDS = frozenset({"brand", "product", "function", "attribute"})
DECOY = ""
"""The kind of a word that only looks like one of ours."""


@dataclass(frozen=True, slots=True)
class TitleWords:
    """All words by kind and group, as ``title_words.toml`` has them."""

    groups: dict[tuple[str, str], dict[str, tuple[str, ...]]]
    """(kind, group) → language (``zh``, ``en``) → words."""
    decoys: tuple[str, ...]
    units: dict[str, tuple[str, ...]]

    def kinds(self) -> dict[str, str]:
        """Return every word with its kind; English ones with a blank and with a hyphen.

        >>> kinds = title_words().kinds()
        >>> kinds["防水"], kinds["纯棉"], kinds["quick-dry"], kinds["中性笔"]
        ('function', 'attribute', 'function', '')
        """
        known = {
            form: kind
            for (kind, _), languages in self.groups.items()
            for words in languages.values()
            for word in words
            for form in (word, word.replace(" ", "-"))
        }
        return known | dict.fromkeys(self.decoys, DECOY)


@dataclass(frozen=True, slots=True)
class Goods:
    """Goods of one sort, with the groups of words that may stand beside them."""

    nouns: dict[str, tuple[str, ...]]
    functions: tuple[str, ...]
    attributes: tuple[str, ...]
    measure: str


@cache
def title_words() -> TitleWords:
    """Return the words of the package, read once."""
    file = _file("title_words.toml")
    groups = {
        (kind, group): {language: words(table[language]) for language in ("zh", "en")}
        for kind in ("function", "attribute")
        for group, table in file[kind].items()
    }
    for table in file["joined"]:
        languages = groups[table["kind"], table["group"]]
        languages["zh"] += _joined(table["first"], table["last"])
    decoys = words(file["decoys"]["zh"]) + words(file["decoys"]["en"])
    units = {language: words(file["units"][language]) for language in ("zh", "en")}
    return TitleWords(groups, decoys, units)


@cache
def goods() -> tuple[Goods, ...]:
    """Return the sorts of goods that titles are invented of."""
    return tuple(
        Goods(
            {language: words(table[language]) for language in ("zh", "en")},
            words(table["function"]),
            words(table["attribute"]),
            table["measure"],
        )
        for name, table in _goods_file().items()
        if name != "measures"
    )


def measure_forms(sort: str, language: str) -> tuple[str, ...]:
    """Return how measures of a sort of goods are written, as ``{2-6} pack``."""
    return words(_goods_file()["measures"][sort][language])


def words(text: str) -> tuple[str, ...]:
    r"""Return the words of a list as our files write it, folded, each once.

    >>> words("防水，靜音,\n quick dry")
    ('防水', '静音', 'quick dry')
    """
    found = (folded(word) for word in _COMMA.split(text.strip()))
    return tuple(dict.fromkeys(word for word in found if word))


def _joined(first: str, last: str) -> tuple[str, ...]:
    heads = words(first) + (("",) if not first or first[0] in ",，" else ())
    return tuple(head + tail for head in heads for tail in words(last))


@cache
def _goods_file() -> dict[str, Any]:
    return _file("title_goods.toml")


def _file(name: str) -> dict[str, Any]:
    raw = resources.files("needlens.lm.corpora").joinpath(name).read_text(encoding="utf-8")
    return tomllib.loads(raw)

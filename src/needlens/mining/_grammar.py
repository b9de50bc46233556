"""The words of grammar: degrees, negation, contrast and the like, read from one file."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from needlens.text.folding import fold

_KINDS = (
    "ignore", "overall", "guess", "unreal", "comparing", "joining", "contrast", "additive", "lone"
)  # fmt: skip
_COMMA = re.compile(r"\s*[,，\n]\s*")


def split_words(text: str) -> list[str]:
    r"""Return the words of a list as it is written in our files, folded, each once.

    >>> split_words("便宜，實惠,\n so cheap ")
    ['便宜', '实惠', 'so cheap']
    """
    words = (fold(word).text.strip() for word in _COMMA.split(text))
    return list(dict.fromkeys(word for word in words if word))


@dataclass(frozen=True, slots=True)
class Role:
    """What a word does in a clause; several of these can hold of one word."""

    degree: float = 0.0
    """Above 0: the factor by which it strengthens what follows."""
    arousal: float = 0.0
    negation: int = 0
    """1 turns the meaning round, 2 only weakens it (不太, not very)."""
    reach: int = 0
    """How far a negation reaches: characters (Chinese) or words (English)."""
    kind: frozenset[str] = field(default_factory=frozenset)
    """Of: after, additive, lone, excess, contrast, joining, comparing, unreal, guess, overall."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """Every word of grammar with its role, and what the end of a clause can mean."""

    roles: dict[str, Role]
    unreal_ends: tuple[str, ...]
    never_names: frozenset[str]
    digest: bytes


@cache
def grammar() -> Grammar:
    """Return the grammar of the package, read once."""
    raw = resources.files("needlens.mining").joinpath("grammar.toml").read_bytes()
    file = tomllib.loads(raw.decode("utf-8"))
    roles: dict[str, Role] = {}
    for section in _KINDS:
        kind = frozenset() if section == "ignore" else frozenset({section})
        _add(roles, file[section], ("zh", "en"), Role(kind=kind))
    _add(roles, file["excess"], ("zh", "en"), Role(degree=1.5, kind=frozenset({"excess"})))
    for group in file["degrees"]:
        _add(roles, group, ("zh", "en"), Role(degree=group["factor"], arousal=group["arousal"]))
    after = frozenset({"after"})
    _add(roles, file["after"], ("strong", "strong_en"), Role(1.75, 0.8, kind=after))
    _add(roles, file["after"], ("weak", "weak_en"), Role(0.8, -0.2, kind=after))
    negation = file["negation"]
    for language in ("zh", "en"):
        reach = negation[f"reach_{language}"]
        for number, strength in ((1, "plain"), (2, "weak")):
            role = Role(negation=number, reach=reach)
            _add(roles, negation, (f"{strength}_{language}",), role)
    ends = split_words(file["unreal"]["ends_zh"])
    never = (word for key in ("zh", "en") for word in split_words(file["naming"][key]))
    return Grammar(roles, tuple(ends), frozenset(never), raw)


def _add(roles: dict[str, Role], table: dict[str, Any], keys: tuple[str, ...], role: Role) -> None:
    for key in keys:
        for word in split_words(table.get(key, "")):
            old = roles.get(word, Role())
            roles[word] = Role(
                role.degree or old.degree,
                role.arousal or old.arousal,
                role.negation or old.negation,
                role.reach or old.reach,
                role.kind | old.kind,
            )

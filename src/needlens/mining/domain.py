"""Domain 领域: what customers of a shop talk about, and the words they use for it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib import resources
from pathlib import Path

from needlens.errors import DomainError
from needlens.mining._borrowed import borrowed
from needlens.mining._domain_file import DomainFile, Group
from needlens.mining._grammar import grammar

RULES = "3"
"""Raised whenever the rules read a text differently, so that texts are mined again."""


def parts(category: str) -> tuple[str, str]:
    """Return the entity and the attribute of a category.

    >>> parts("LOGISTICS#SPEED"), parts("气味")
    (('LOGISTICS', 'SPEED'), ('气味', 'GENERAL'))
    """
    entity, _, attribute = category.partition("#")
    return entity, attribute or "GENERAL"


@dataclass(frozen=True, slots=True)
class Category:
    """Something to have an opinion on, and what better would mean.

    The id is ``ENTITY#ATTRIBUTE``, or an entity alone (气味), which means it in general.
    """

    id: str
    name_zh: str
    name_en: str
    better_zh: str
    better_en: str

    @property
    def entity(self) -> str:
        """The part before the ``#``."""
        return parts(self.id)[0]

    @property
    def attribute(self) -> str:
        """The part after the ``#``; GENERAL without one."""
        return parts(self.id)[1]


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning of an opinion word."""

    valence: float
    arousal: float
    category: str = ""
    """What is meant when no aspect says more; empty: it fits any aspect."""
    always: bool = False
    """The category holds whatever aspect is named."""


@dataclass(slots=True)
class OpinionWord:
    """An opinion word: its meaning alone, and beside certain aspects."""

    alone: Reading | None = None
    beside: dict[str, Reading] = field(default_factory=dict)
    takes_object: bool = False

    def beside_aspect(self, category: str) -> Reading | None:
        """Return the reading beside an aspect of ``category`` (None: it says nothing)."""
        if self.beside:
            entity, attribute = parts(category)
            for key in (category, attribute, entity):
                if key in self.beside:
                    return self.beside[key]
        return self.alone


@dataclass(frozen=True, eq=False)
class Domain:
    """A taxonomy with its words, read from a TOML file that a user may copy and edit.

    >>> domain = Domain.load("ecommerce")
    >>> domain.categories["LOGISTICS#SPEED"].better_zh
    '更快的物流'
    >>> domain.name("PRODUCT#QUALITY", "en")
    'quality'
    """

    id: str
    name_zh: str
    name_en: str
    general: str
    """The category of what is said of the product as a whole."""
    categories: dict[str, Category]
    entities: dict[str, tuple[str, str]]
    """Entity → its Chinese and English name."""
    attributes: dict[str, tuple[str, str]]
    generic: frozenset[str]
    """Attributes that add nothing beside a more specific word."""
    aliases: dict[str, str]
    aspect_words: dict[str, str]
    """Folded word → category."""
    opinion_words: dict[str, OpinionWord]
    version: str
    """Changes with the file and with the rules: what is mined again when it does."""

    @classmethod
    def load(cls, name_or_path: str | Path = "ecommerce") -> Domain:
        """Read a domain: a name that comes with needlens, or the path of a ``.toml`` file.

        Raises DomainError with the line and the key when the file is not valid.

        >>> Domain.load("ecomerce")
        Traceback (most recent call last):
        ...
        needlens.errors.DomainError: there is no domain 'ecomerce'; known: cosmetics, ecommerce, laptop, restaurant, or give the path of a .toml file
        """
        text = str(name_or_path)
        folder = resources.files("needlens.domains")
        built_in = folder.joinpath(f"{text}.toml")
        if text.endswith(".toml") or "/" in text or "\\" in text:
            return _read(Path(text))
        if not text.isidentifier() or not built_in.is_file():
            known = sorted(f.name[:-5] for f in folder.iterdir() if f.name.endswith(".toml"))
            raise DomainError(
                f"there is no domain {text!r}; known: {', '.join(known)}, "
                "or give the path of a .toml file"
            )
        return _built_in(text)

    def known(self, category: str) -> str:
        """Return the category, or the one it stands for, or an empty text.

        >>> Domain.load().known("SERVICE#SPEED"), Domain.load().known("SERVICE#PAGES")
        ('SERVICE#RESPONSE', '')
        """
        category = self.aliases.get(category, category)
        return category if category in self.categories else ""

    def is_whole(self, entity: str) -> bool:
        """Say whether an entity, named alone, means the product as a whole.

        >>> Domain.load().is_whole("SHOP"), Domain.load().is_whole("SERVICE")
        (True, False)
        """
        alone = f"{entity}#GENERAL"
        return entity == parts(self.general)[0] or self.aliases.get(alone) == self.general

    def name(self, category: str, language: str = "zh") -> str:
        """Return the name of a category in ``zh`` or ``en``; an unknown id is its own name."""
        known = self.categories.get(category)
        if known is None:
            return category
        return known.name_en if language == "en" else known.name_zh


@lru_cache(maxsize=8)
def _built_in(name: str) -> Domain:
    raw = resources.files("needlens.domains").joinpath(f"{name}.toml").read_bytes()
    return parse(raw, name, f"{name}.toml")


def _read(path: Path) -> Domain:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DomainError(f"cannot read the domain file {path}: {error.strerror}") from None
    return parse(raw, path.stem, str(path))


def parse(raw: bytes, id: str, source: str) -> Domain:
    """Make a domain of the bytes of a file; ``source`` is what errors call it."""
    file = DomainFile(raw, source)
    file.check()
    lender = _lender(file)
    lent = lender.raw if lender else b""
    digest = hashlib.sha256(raw + lent + grammar().digest + RULES.encode()).hexdigest()
    return Domain(
        id=id,
        name_zh=file.data["name_zh"],
        name_en=file.data["name_en"],
        general=file.data["general"],
        categories={c: Category(c, *names) for c, names in file.categories()},
        entities=file.names("entities"),
        attributes=file.names("attributes"),
        generic=frozenset(k for k, v in file.attributes().items() if v.get("generic")),
        aliases=file.aliases(),
        aspect_words=file.aspect_words(),
        opinion_words=_opinion_words(borrowed(lender, file) if lender else (), file.opinions()),
        version=digest[:12],
    )


def _lender(file: DomainFile) -> DomainFile | None:
    """Return the built-in domain whose opinion words a file takes over."""
    name = file.data.get("opinions_from", "")
    if not name:
        return None
    folder = resources.files("needlens.domains")
    return DomainFile(folder.joinpath(f"{name}.toml").read_bytes(), f"{name}.toml")


def _opinion_words(lent: Iterable[Group], groups: Iterable[Group]) -> dict[str, OpinionWord]:
    """Return the words of a file; one with a meaning of its own there keeps no lent one."""
    words: dict[str, OpinionWord] = {}
    own = list(groups)
    meant = {text for group in own if not group.beside for text in group.words}
    lent = [replace(group, words=group.words - meant) for group in lent]
    for group in (*lent, *own):
        reading = Reading(group.valence, group.arousal, group.category, group.always)
        for text in group.words:
            word = words.setdefault(text, OpinionWord())
            word.takes_object |= group.takes_object
            if group.beside:
                word.beside.update(dict.fromkeys(group.beside, reading))
            else:
                word.alone = reading
    return words

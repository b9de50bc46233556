"""Check a domain file, and say in which line and key a fault is."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from needlens.errors import DomainError
from needlens.mining._english import adjective_forms, noun_forms, verb_forms
from needlens.mining._grammar import split_words

LENDERS = ("ecommerce",)
"""The built-in domains whose opinion words another file may take over."""
_TOP = ("format", "name_zh", "name_en", "general", "opinions_from", "entities", "attributes",
        "aliases", "categories", "opinions")  # fmt: skip
_DEGREES_ZH = ("很", "太", "有点", "非常", "特别", "比较", "真的", "这么", "那么")
_DEGREES_EN = (
    "very", "really", "so", "too", "a bit", "a little", "slightly", "way", "way too", "quite", "pretty",
    "super", "extremely", "much", "a tad", "somewhat", "kind of", "rather", "a little too", "a bit too",
)  # fmt: skip
_NAMES = ("name_zh", "name_en", "better_zh", "better_en")
_CATEGORY = (*_NAMES, "zh", "en")
_WORDS = ("zh", "en", "en_verbs", "en_nouns", "en_adjectives")
_OPINION = ("valence", "arousal", "category", "always", "with", "object", *_WORDS)


@dataclass(frozen=True, slots=True)
class Group:
    """Opinion words of one strength."""

    valence: float
    arousal: float
    category: str
    always: bool
    beside: tuple[str, ...]
    takes_object: bool
    words: frozenset[str]


class DomainFile:
    r"""A parsed domain file that knows its lines.

    >>> DomainFile("format = 1\nnaem_zh = '书店'".encode(), "books.toml").check()
    Traceback (most recent call last):
    ...
    needlens.errors.DomainError: books.toml, line 2: unknown key naem_zh; did you mean name_zh?
    """

    def __init__(self, raw: bytes, source: str) -> None:
        self.source = source
        self.raw = raw
        try:
            self.text = raw.decode("utf-8-sig")
            self.data: dict[str, Any] = tomllib.loads(self.text.replace("\r\n", "\n"))
        except UnicodeDecodeError:
            raise DomainError(f"{source} is not UTF-8; save it as UTF-8 and try again") from None
        except tomllib.TOMLDecodeError as error:
            raise DomainError(f"{source} is not valid TOML: {error}") from None

    def check(self) -> None:
        """Raise DomainError for the first fault found."""
        self._known(self.data, _TOP, "")
        if self.data.get("format") != 1:
            self._fail("", "format", "format must be 1, the only one there is")
        for key in ("name_zh", "name_en", "general"):
            self._text(self.data, key, "")
        lender = self.data.get("opinions_from", LENDERS[0])
        if lender not in LENDERS:
            self._fail("", "opinions_from", f"opinions_from must be {LENDERS[0]}, not {lender!r}")
        for key in ("entities", "categories"):
            if not isinstance(self.data.get(key), dict) or not self.data[key]:
                self._fail("", key, f"[{key}] is missing or empty")
        for kind, extra in (("entities", ("zh", "en")), ("attributes", ("generic",))):
            for name, table in self._section(kind).items():
                place = self._table(table, f"{kind}.{name}", ("name_zh", "name_en", *extra))
                for key in ("name_zh", "name_en"):
                    self._text(table, key, place)
        for category, table in self.data["categories"].items():
            self._check_category(category, table)
        self._category(self.data["general"], "", "general")
        self._check_aliases()
        for number, table in enumerate(self.data.get("opinions", []), start=1):
            self._check_opinion(f"opinions {number}", table)

    def names(self, kind: str) -> dict[str, tuple[str, str]]:
        """Return the Chinese and English names of the entities or attributes."""
        return {k: (v["name_zh"], v["name_en"]) for k, v in self._section(kind).items()}

    def attributes(self) -> dict[str, Any]:
        """Return the attributes; there are none where every category is an entity alone."""
        return self._section("attributes")

    def categories(self) -> Iterator[tuple[str, tuple[str, str, str, str]]]:
        """Yield each category with its names and what better means."""
        for category, table in self.data["categories"].items():
            zh, en, better_zh, better_en = (table[key] for key in _NAMES)
            yield category, (zh, en, better_zh, better_en)

    def aspect_words(self) -> dict[str, str]:
        """Return folded aspect word → category; a category's word beats an entity's."""
        words: dict[str, str] = {}
        for entity, table in self.data["entities"].items():
            alone = entity in self.data["categories"]
            words |= _aspects(table, entity if alone else f"{entity}#GENERAL")
        for category, table in self.data["categories"].items():
            words |= _aspects(table, category)
        return words

    def opinions(self) -> Iterator[Group]:
        """Yield the groups of opinion words, English ones in all their forms."""
        for table in self.data.get("opinions", []):
            yield Group(
                float(table["valence"]),
                float(table["arousal"]),
                table.get("category", ""),
                table.get("always", False),
                tuple(table.get("with", ())),
                table.get("object", False),
                frozenset(_opinion_words(table)),
            )

    def _check_aliases(self) -> None:
        aliases = self._section("aliases")
        for alias, category in aliases.items():
            key = f'"{alias}"'
            if not isinstance(category, str):
                self._fail("aliases", key, f"{key} must name a category, not {category!r}")
            self._category(aliases.get(category, category), "aliases", key)

    def _check_category(self, category: str, table: Any) -> None:
        place = self._table(table, f'categories."{category}"', _CATEGORY)
        entity, mark, attribute = category.partition("#")
        if not mark and entity not in self.data["entities"]:
            message = f"a category is ENTITY#ATTRIBUTE or one of [entities], not {category!r}"
            self._fail(place, "", message)
        for kind, name in (("entities", entity), ("attributes", attribute))[: 1 + bool(mark)]:
            known = self._section(kind)
            if name not in known:
                self._fail(place, "", f"{name!r} is not in [{kind}]" + _near(name, known))
        for key in _NAMES:
            self._text(table, key, place)

    def _check_opinion(self, place: str, table: dict[str, Any]) -> None:
        self._known(table, _OPINION, place)
        for key in ("valence", "arousal"):
            value = table.get(key)
            if not isinstance(value, int | float) or isinstance(value, bool) or not 1 <= value <= 9:
                self._fail(place, key, f"{key} must be a number from 1 to 9, not {value!r}")
        for key in ("always", "object"):
            if not isinstance(table.get(key, False), bool):
                self._fail(place, key, f"{key} must be true or false, not {table[key]!r}")
        if "category" in table:
            self._category(table["category"], place, "category")
        known = self.nouns()
        beside = table.get("with", [])
        if not isinstance(beside, list):
            self._fail(place, "with", f"with must be a list of names, not {beside!r}")
        for name in beside:
            if name not in known:
                self._fail(place, "with", f"{name!r} is no category, entity or attribute"
                           + _near(name, known))  # fmt: skip
        for key in _WORDS:
            if not isinstance(table.get(key, ""), str):
                self._fail(place, key, f"{key} must be words separated by commas")
        if not any(table.get(key, "").strip() for key in _WORDS):
            self._fail(place, "", "this group has no words; add zh or en")

    def aliases(self) -> dict[str, str]:
        """Return what each alias stands for; one may stand for another one."""
        aliases = self._section("aliases")
        return {alias: aliases.get(name, name) for alias, name in aliases.items()}

    def nouns(self) -> set[str]:
        """Return what opinion words can stand beside: categories, entities and attributes."""
        return {*self.data["categories"], *self.data["entities"], *self.attributes()}

    def _section(self, kind: str) -> dict[str, Any]:
        section = self.data.get(kind, {})
        if not isinstance(section, dict):
            self._fail("", kind, f"[{kind}] must be a section")
        return dict(section)

    def _table(self, table: Any, place: str, keys: tuple[str, ...]) -> str:
        if not isinstance(table, dict):
            self._fail(place, "", f"{place} must be a table with {', '.join(keys)}")
        self._known(table, keys, place)
        for key in ("zh", "en"):
            if not isinstance(table.get(key, ""), str):
                self._fail(place, key, f"{key} must be words separated by commas")
        return place

    def _known(self, table: dict[str, Any], keys: tuple[str, ...], place: str) -> None:
        for key in table:
            if key not in keys:
                self._fail(place, key, f"unknown key {key}" + _near(key, keys))

    def _text(self, table: dict[str, Any], key: str, place: str) -> None:
        if not isinstance(table.get(key), str) or not table[key].strip():
            self._fail(place, key, f"{key} is missing; give it a text")

    def _category(self, category: Any, place: str, key: str) -> None:
        if category not in self.data["categories"]:
            known = self.data["categories"]
            self._fail(place, key, f"there is no category {category!r}" + _near(category, known))

    def _fail(self, place: str, key: str, message: str) -> None:
        where = f", line {line}" if (line := self._line(place, key)) else ""
        inside = f" [{place}]" if place else ""
        raise DomainError(f"{self.source}{where}:{inside} {message}")

    def _line(self, place: str, key: str) -> int:
        """Return the line of ``key`` in the section ``place``, or of its header, or 0."""
        lines = self.text.splitlines()
        first, name = 0, place
        group = re.fullmatch(r"opinions (\d+)", place)
        if group:
            headers = [i for i, line in enumerate(lines) if line.startswith("[[opinions]]")]
            first, name = headers[int(group[1]) - 1], ""
        elif place:
            starts = [i for i, line in enumerate(lines) if line.startswith(f"[{place}]")]
            parent = place.partition(".")[0]
            starts += [i for i, line in enumerate(lines) if line.startswith(f"[{parent}]")]
            first = starts[0] if starts else 0
            name = place.partition(".")[2] if starts and f"[{place}]" not in lines[first] else ""
        pattern = re.compile(rf"\s*\[?{re.escape(name or key)}\b") if name or key else None
        if pattern:
            for i in range(first, len(lines)):
                if pattern.match(lines[i]):
                    return i + 1
        return first + 1 if place else 0


def _aspects(table: dict[str, Any], category: str) -> dict[str, str]:
    words = split_words(table.get("zh", ""))
    for word in split_words(table.get("en", "")):
        words += sorted(noun_forms(word))
    return dict.fromkeys(words, category)


def _opinion_words(table: dict[str, Any]) -> Iterator[str]:
    forms = {"en_verbs": verb_forms, "en_nouns": noun_forms, "en_adjectives": adjective_forms}
    for key in _WORDS:
        for word in split_words(table.get(key, "")):
            for variant in _variants(word):
                yield from forms[key](variant) if key in forms else (variant,)


def _variants(word: str) -> Iterator[str]:
    """Yield a word with each degree in the place of its … (runs … large).

    >>> list(_variants("没有…好"))[:3]
    ['没有好', '没有很好', '没有太好']
    """
    before, mark, after = (
        (part.strip() for part in re.split("(…|\\.\\.\\.)", word, maxsplit=1))
        if ("…" in word or "..." in word)
        else (word, "", "")
    )
    if not mark:
        yield word
        if "n't" in word:
            yield word.replace("n't", "nt")
        return
    space = " " if word.isascii() or before.isascii() else ""
    for degree in ("", *(_DEGREES_EN if space else _DEGREES_ZH)):
        yield space.join(part for part in (before, degree, after) if part)


def _near(name: Any, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(str(name), list(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""

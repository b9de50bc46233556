"""A small bilingual lexicon: which words of Chinese and English say the same thing, or its opposite.

It is what lets a need be stated in a language none of its quotes is written in, without a
word that nobody said.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ahocorasick_rs import AhoCorasick

from needlens.mining.facets import FACETS
from needlens.text.folding import fold
from needlens.text.segment import Segmenter

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|[0-9]+(?:\.[0-9]+)?")
_ENDINGS = (("ies", "i", 5), ("iest", "i", 6), ("ier", "i", 5), ("ing", "", 6), ("est", "", 6),
            ("ed", "", 5), ("er", "", 5), ("es", "", 5), ("s", "", 4))  # fmt: skip
HAN = r"\u3400-\u4dbf\u4e00-\u9fff"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words, and the concepts they stand for; ``opposite`` is by concept."""

    plain: frozenset[str]
    """Words without content, the English ones as stems."""
    concepts: dict[str, frozenset[str]]
    """Chinese words, and stems of English words, with what they stand for."""
    opposite: dict[str, str]
    complaints: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """Return the lexicon shipped with needlens: its own concepts, and the facets."""
    given = tomllib.loads(files("needlens.needs").joinpath("concepts.toml").read_text("utf-8"))
    words: dict[str, set[str]] = defaultdict(set)
    opposite = {}
    for name, (zh, en, *other) in given["concepts"].items():
        for word in (*zh.split(), *map(stem, en.split())):
            words[word].add(name)
        if other:
            opposite[name] = other[0]
    plain = {*given["plain"]["zh"].split(), *map(stem, given["plain"]["en"].split())}
    for facet in FACETS.values():
        for word in (*facet.zh, *(stem(one) for one in facet.en if " " not in one)):
            words[word].add(facet.id)
    return Lexicon(
        frozenset(plain),
        {word: frozenset(names) for word, names in words.items() if word not in plain},
        opposite,
        frozenset(given["complaints"]["names"].split()),
    )


def stem(word: str) -> str:
    """Return an English word without its ending: rough, and the same for all its forms.

    >>> stem("charging") == stem("charger") == stem("charge"), stem("noisier") == stem("noisy")
    (True, True)
    """
    word = word.removesuffix("'s")
    for ending, instead, least in _ENDINGS:
        if len(word) >= least and word.endswith(ending) and not word.endswith("ss"):
            word = word.removesuffix(ending) + instead
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    if len(word) > 3 and word[-1] in "ey":
        word = word[:-1] + "i" * (word[-1] == "y")
    return word


def terms(text: str) -> frozenset[str]:
    """Return the words of a text, folded: Chinese words with their parts, English stems, numbers.

    >>> sorted(terms("充電器 charges slowly, 65W"))
    ['65', 'charg', 'slowli', 'w', '充电', '充电器', '电器']
    """
    plain = fold(text).text
    han = {
        form
        for run in re.findall(f"[{HAN}]+", plain)
        for term in (*_segmenter().index_terms(run), *_segmenter().words(run))
        for form in _forms(term)
    }
    return frozenset(han | {stem(word) for word in _WORD.findall(plain)})


def _forms(term: str) -> Iterator[str]:
    """Yield a Chinese term, and it without a word of degree or grammar at either end: 太慢, 慢."""
    yield term
    if len(term) > 1:
        plain = lexicon().plain
        if term[0] in plain:
            yield term[1:]
        if term[-1] in plain:
            yield term[:-1]


def concepts_in(text: str) -> frozenset[str]:
    """Return the concepts that words of a text stand for.

    >>> {"colour", "wrong"} <= concepts_in("颜色不准") & concepts_in("the wrong colour")
    True
    """
    longer = _finder().find_matches_as_strings(fold(text).text, overlapping=True)
    known = lexicon().concepts
    return frozenset(name for word in {*terms(text), *longer} for name in known.get(word, ()))


@cache
def _finder() -> AhoCorasick:
    """Return a finder of the Chinese words of more than one sign, wherever they stand."""
    return AhoCorasick(
        [word for word in lexicon().concepts if len(word) > 1 and not word.isascii()]
    )


@cache
def _segmenter() -> Segmenter:
    return Segmenter()

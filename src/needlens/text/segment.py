"""Cut text into words: for reading, for a search index, with parts of speech."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.text._codepoints import PLANES, Codepoints, chunks
from needlens.text._folding_tables import TRIGGERS, script_map
from needlens.text._marks import JOINED, PICTURES
from needlens.text.folding import unify

_WHOLE = re.compile(
    r"[A-Za-zÀ-ÖØ-öø-ɏ]+(?:['’][A-Za-zÀ-ÖØ-öø-ɏ]+)+"
    r"|(?:[A-Za-z]{0,30}[À-ÖØ-öø-ɏ])+[A-Za-z]*"
    rf"|(?:[{PICTURES}]{JOINED}*)+"
)
_HARD = re.compile(f"['’\u200d\ufe0fÀ-ÖØ-öø-ɏ{PICTURES}]")
"""Without one of these signs nothing of _WHOLE is in a text."""

_ODD, _BLANK, _CAPITAL = 1, 2, 4
_LOWER_CASE = ("t恤", "u盘", "k歌")
"""Words jieba knows in capitals only; customers type them either way."""


class Segmenter:
    """Cut text into words, with words of your own (brands, product names).

    Chinese by jieba's dictionary and model (rjieba); traditional and full-width text is
    read as its simplified form, and the words come back as they were written. English
    words keep their apostrophe and hyphen.

    >>> Segmenter(["骁龙八至尊版"]).words("用的骁龍八至尊版，it's fast")
    ['用', '的', '骁龍八至尊版', '，', "it's", 'fast']
    """

    def __init__(self, words: Iterable[str] = ()) -> None:
        from rjieba import Jieba

        self._jieba = Jieba()
        for form in {form for word in (*_LOWER_CASE, *words) for form in (word, unify(word))}:
            self._jieba.add_word(form, None, None)

    def words(self, text: str) -> list[str]:
        """Return the words and signs of a text in reading order, without spaces."""
        plain = unify(text)
        tokens = _cut(plain, self._jieba.cut)
        return tokens if plain == text else _as_written(text, tokens)

    def index_terms(self, text: str) -> list[str]:
        """Return the terms a search index needs: folded, long words also in parts.

        >>> Segmenter().index_terms("手機電池Wi-Fi!")
        ['手机', '机电', '电池', '手机电池', 'wi', 'fi', 'wi-fi']
        """
        terms = _terms(_cut(unify(text), self._jieba.cut_for_search))
        return [term.lower() for term in terms]

    def tags(self, text: str) -> list[tuple[str, str]]:
        """Return (word, part of speech) in jieba's tags (n noun, v verb, a adjective…).

        >>> Segmenter().tags("电池很好")
        [('电池', 'n'), ('很', 'zg'), ('好', 'a')]
        """
        plain = unify(text)
        tagged = [(word, tag) for word, tag in self._jieba.tag(plain) if not word.isspace()]
        if plain == text:
            return tagged
        written = _as_written(text, [word for word, _ in tagged])
        return [(word, tag) for word, (_, tag) in zip(written, tagged, strict=True)]

    def words_of(self, series: pl.Series) -> list[list[str]]:
        """Return :meth:`words` of each row of a String column; null gives no words."""
        cut = self._jieba.cut
        return [
            self.words(text)
            if kind & _ODD
            else _unspaced(cut(text))
            if kind & _BLANK
            else cut(text)
            for text, kind in _with_kinds(series)
        ]

    def index_terms_of(self, series: pl.Series) -> list[list[str]]:
        """Return :meth:`index_terms` of each row of a String column."""
        cut = self._jieba.cut_for_search
        return [
            self.index_terms(text) if kind & (_ODD | _CAPITAL) else _terms(cut(text))
            for text, kind in _with_kinds(series)
        ]


_Cut = Callable[[str], list[str]]


def _with_kinds(series: pl.Series) -> Iterator[tuple[str, int]]:
    """Yield each row with its kind: a plain one (0) needs nothing but jieba."""
    for chunk in chunks(series):
        texts = chunk.fill_null("").to_list()
        yield from zip(texts, _kinds(texts), strict=True)


def _cut(text: str, cut: _Cut) -> list[str]:
    """Cut a text, but leave whole what jieba would break: don't, café, joined emoji."""
    if not _HARD.search(text):
        return _unspaced(cut(text))
    tokens: list[str] = []
    done = 0
    for match in _WHOLE.finditer(text):
        tokens += cut(text[done : match.start()])
        tokens.append(match[0])
        done = match.end()
    tokens += cut(text[done:])
    return _unspaced(tokens)


def _unspaced(tokens: list[str]) -> list[str]:
    return [token for token in tokens if not token.isspace()]


def _kinds(texts: list[str]) -> list[int]:
    """Return the kinds of sign in each text, as a sum of _ODD, _BLANK and _CAPITAL."""
    points = Codepoints.of_texts(texts)
    marks = np.append(_marks()[points.values], np.uint8(0))
    kinds = np.bitwise_or.reduceat(marks, points.starts[:-1])
    kinds[np.diff(points.starts) == 0] = 0
    kept: list[int] = kinds.tolist()
    return kept


@cache
def _marks() -> npt.NDArray[np.uint8]:
    """Return the kind of each code point; odd is what jieba alone would misread."""
    table = np.zeros(PLANES, dtype=np.uint8)
    table[[code for code, to in script_map().items() if to.isalnum() or to in "+#&._%-"]] = _ODD
    table[[ord(c) for c in f"{TRIGGERS}'’\n\u200d\ufe0f"]] = _ODD
    table[0xC0:0x250] = _ODD
    table[ord("甚")] = 0  # 甚至 is common; 甚麼 is marked by its second character
    for first, end in ((0x231A, 0x2400), (0x2600, 0x27C0), (0x1F000, 0x1FB00)):
        table[first:end] = _ODD
    table[[code for code in range(0x20000) if chr(code).lower() != chr(code)]] |= _CAPITAL
    table[[code for code in range(0x3001) if chr(code).isspace()]] |= _BLANK
    return table


def _as_written(text: str, tokens: list[str]) -> list[str]:
    written: list[str] = []
    end = 0
    for token in tokens:
        while text[end].isspace():
            end += 1
        written.append(text[end : end + len(token)])
        end += len(token)
    return written


def _terms(tokens: list[str]) -> list[str]:
    return [token for token in tokens if token.isalnum() or token[0].isalnum()]


@cache
def _default() -> Segmenter:
    return Segmenter()


def words(text: str) -> list[str]:
    """Cut a text into words with the default dictionary; see :class:`Segmenter`.

    >>> words("手機電池不錯，it's ok")
    ['手機電池', '不錯', '，', "it's", 'ok']
    """
    return _default().words(text)


def index_terms(text: str) -> list[str]:
    """Return the terms for a search index; see :meth:`Segmenter.index_terms`."""
    return _default().index_terms(text)


def tags(text: str) -> list[tuple[str, str]]:
    """Return words with their parts of speech; see :meth:`Segmenter.tags`."""
    return _default().tags(text)


def keywords(text: str) -> list[str]:
    """Return the words that carry meaning, folded, each once, in reading order.

    >>> keywords("这个手机的电池，电池真的很耐用 and the screen is nice")
    ['手机', '电池', '耐用', 'screen', 'nice']
    """
    found = (word.lower() for word in _cut(unify(text), _default()._jieba.cut))
    return list(dict.fromkeys(w for w in found if w[0].isalnum() and w not in stop_words()))


@cache
def stop_words() -> frozenset[str]:
    """Return the Chinese (simplified) and English words that carry no meaning alone."""
    text = resources.files("needlens.text").joinpath("stop_words.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())

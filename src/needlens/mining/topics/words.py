"""The words of texts, as pairs of text and word: what topics are told apart and named by."""

from __future__ import annotations

from functools import cache
from importlib import resources

import polars as pl

from needlens.text.folding import fold_series
from needlens.text.segment import Segmenter, stop_words

WORDS = {"text": pl.UInt32, "place": pl.UInt32, "word": pl.String}

_LONGEST = 30
_BROKEN = ("ve", "ll", "re", "don", "doesn", "didn", "isn", "wasn", "couldn", "wouldn", "http")
"""What is left of don ' t and I ' ve in texts that were cut into words before."""


def words_of(texts: pl.Series) -> pl.DataFrame:
    """Return the words that carry meaning, folded: ``text`` (row), ``place`` in it, ``word``.

    Stop words, numbers and signs are left out, but their places are counted, so that words
    which follow each other directly have neighbouring places.

    >>> words_of(pl.Series(["電池很耐用，送快递", "the Battery lasts"])).rows()
    [(0, 0, '电池'), (0, 2, '耐用'), (0, 4, '送'), (0, 5, '快递'), (1, 1, 'battery'), (1, 2, 'lasts')]
    """
    cut = _segmenter().words_of(fold_series(texts.fill_null("")))
    rows = pl.DataFrame({"word": pl.Series(cut, dtype=pl.List(pl.String))}).with_row_index("text")
    words = rows.with_columns(place=pl.int_ranges(pl.col("word").list.len(), dtype=pl.UInt32))
    return (
        words.explode("word", "place")
        .filter(_means_something())
        .select(pl.col(name).cast(dtype) for name, dtype in WORDS.items())
    )


@cache
def plain_words() -> frozenset[str]:
    """Return the words that praise or point, whatever is spoken of.

    >>> "喜欢" in plain_words(), "great" in plain_words(), "快递" in plain_words()
    (True, True, False)
    """
    text = resources.files("needlens.mining.topics").joinpath("plain_words.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


def _means_something() -> pl.Expr:
    word = pl.col("word")
    letters = word.str.contains(r"^\p{Han}|^[a-z\u00df-\u024f]{2}")
    drawn_out = word.str.len_chars().gt(2) & word.str.split("").list.n_unique().eq(1)
    known = word.is_in([*stop_words(), *_BROKEN])
    return letters & ~drawn_out & ~known & (word.str.len_chars() <= _LONGEST)


@cache
def _segmenter() -> Segmenter:
    return Segmenter()

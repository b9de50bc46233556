"""Blanks 空值: how exports write "nothing here", and how cells are made plain."""

from __future__ import annotations

import polars as pl

NOTHING = frozenset(
    [
        "-",
        "--",
        "---",
        "—",
        "——",
        "–",
        "/",
        "\\n",
        "null",
        "none",
        "nil",
        "n/a",
        "na",
        "nan",
        "nat",
        "#n/a",
        "<na>",
        "undefined",
        "无",
        "暂无",
        "空",
        "(空)",
        "(null)",
    ]
)
"""Words (folded) that stand for an empty cell in exports of shops and databases."""

NO_DATE = ("0000-00-00", "0001-01-01", "0000/00/00", "0001/01/01", "0000-0-0")
"""How MySQL and Go write "no date"."""


def plain(texts: pl.Series) -> pl.Series:
    r"""Return cells with half-width signs and no blanks around them; empty ones are null.

    >>> plain(pl.Series(["　１，２９９．００", "\ufeff −3 ", "  "])).to_list()
    ['1,299.00', '-3', None]
    """
    tidy = (
        texts.cast(pl.String)
        .str.normalize("NFKC")
        .str.replace_all(r"[\u200b\u200e\u200f\ufeff]", "")
        .str.replace_all(r"[−‒–—]", "-")
        .str.strip_chars()
    )
    return tidy.set(tidy == "", None)


def without_nothing(texts: pl.Series, keep: frozenset[str] = frozenset()) -> pl.Series:
    """Return plain cells with the words for "nothing" turned to null, but for ``keep``.

    >>> without_nothing(pl.Series(["N/A", "暂无", "--", "红色"])).to_list()
    [None, None, None, '红色']
    """
    return texts.set(texts.str.to_lowercase().is_in(list(NOTHING - keep)).fill_null(False), None)

"""Ids 编号: wrappers taken off, and those a spreadsheet ruined found."""

from __future__ import annotations

import polars as pl

from needlens.sources.blanks import plain, without_nothing

ANONYMOUS = ("匿名", "匿名用户", "匿名买家", "游客", "anonymous", "guest", "(not set)")
"""What stands in a customer's place when nobody is named."""

_SCIENTIFIC = r"^[0-9](\.[0-9]+)?[eE]\+?[0-9]{1,2}$"
# A spreadsheet keeps 15 digits of a number and writes zeros for the others.
_ZEROS = r"^[0-9]{15}0+$"


def ids(texts: pl.Series) -> pl.Series:
    r"""Return ids as they were meant: no TAB, apostrophe, ``="…"`` nor ``.0``.

    >>> ids(pl.Series(['\t9001', '="0042"', "'17", "17850.0", "-", "1.5E+1"])).to_list()
    ['9001', '0042', '17', '17850', None, '15']
    """
    bare = (
        without_nothing(plain(texts))
        .str.replace(r'^="?(.*?)"?$', "$1")
        .str.strip_chars("'\"`‘’“” \t")
        .str.replace(r"^([0-9]+)\.0+$", "$1")
    )
    bare = bare.set((bare == "").fill_null(False), None)
    exact = _exact(bare)
    return bare.set(exact.is_not_null(), None).zip_with(exact.is_null(), exact)


def ruined(found: pl.Series) -> pl.Series:
    """Return which ids (as :func:`ids` gives them) lost digits in a spreadsheet.

    ``1.03531E+12`` always did. A long number that ends in zeros did when more of the
    column's ids end so than chance allows.

    >>> ruined(pl.Series(["1.03531E+12", "10353123", "1234567890123450000"])).to_list()
    [True, False, True]
    """
    scientific = found.str.contains(_SCIENTIFIC).fill_null(False)
    zeros = found.str.contains(_ZEROS).fill_null(False)
    if not zeros.any():
        return scientific
    length = found.str.len_chars()
    for longer, allowed in (((length >= 18), 0.02), ((length == 16) | (length == 17), 0.5)):
        long = longer.fill_null(False) & found.str.contains(r"^[0-9]+$").fill_null(False)
        if long.any() and int((zeros & long).sum()) > allowed * int(long.sum()):
            scientific |= zeros & long
    return scientific


def _exact(bare: pl.Series) -> pl.Series:
    """Return the id behind a scientific notation that kept all its digits, else null."""
    parts = bare.str.extract_groups(
        r"^(?<a>[0-9])\.(?<b>[0-9]+)[eE]\+?(?<e>[0-9]{1,2})$"
    ).struct.unnest()
    exponent = parts["e"].cast(pl.Int64, strict=False)
    whole = (parts["b"].str.len_chars() >= exponent) & (exponent <= 15)
    return (
        bare.set(~whole.fill_null(False), None)
        .cast(pl.Float64, strict=False)
        .cast(pl.Int64, strict=False)
        .cast(pl.String)
        .alias(bare.name)
    )

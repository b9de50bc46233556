"""Tell the language of a text by the share of its scripts."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.records import LANGUAGES
from needlens.text._codepoints import PLANES, Codepoints, chunks

_HAN, _LATIN, _ACCENTED, _KANA, _FOREIGN, _INSIDE = 1, 2, 3, 4, 5, 6
_RANGES = {
    _HAN: ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x323B0)),
    _LATIN: ((0x41, 0x5B), (0x61, 0x7B), (0xFF21, 0xFF3B), (0xFF41, 0xFF5B)),
    _ACCENTED: ((0xC0, 0xD7), (0xD8, 0xF7), (0xF8, 0x250), (0x1E00, 0x1F00)),
    _KANA: ((0x3041, 0x3097), (0x30A1, 0x30FB), (0x31F0, 0x3200), (0xFF66, 0xFF9E)),
    # Digits and apostrophes go on with a word (iPhone15, don't) but begin none.
    _INSIDE: ((0x30, 0x3A), (0x27, 0x28), (0x2019, 0x201A)),
    # Greek to Georgian, Hangul jamo, Ethiopic to Khmer, Hangul syllables, Arabic forms.
    _FOREIGN: ((0x370, 0x1200), (0x1200, 0x1E00), (0xA960, 0xD800), (0xFB1D, 0xFE00)),
}
_HAN_A_WORD = 1.6
_ZH_FROM, _EN_TO = 0.6, 0.1
_MIN_LETTERS = 3


def languages(series: pl.Series) -> pl.Series:
    """Return zh, en, mixed or other for each row of a String column, by script alone.

    An English word weighs as much as 1.6 Chinese characters, so a brand name in a
    Chinese sentence leaves it zh. Japanese (kana), Korean, Cyrillic and the like, Latin
    script full of accents, fewer than three letters, digits or emoji alone are other;
    one Chinese character is enough for zh. Unaccented Latin text counts as en, whatever
    the language. Null stays null.

    >>> rows = ["物流很快", "Fast delivery", "这个battery life真的amazing", "かわいい", "666👍"]
    >>> languages(pl.Series(rows)).to_list()
    ['zh', 'en', 'mixed', 'other', 'other']
    """
    kind = pl.Enum(LANGUAGES)
    parts = [_of_chunk(chunk) for chunk in chunks(series)]
    codes = pl.Series(series.name, np.concatenate(parts) if parts else [], dtype=pl.UInt8)
    named = codes.replace_strict(range(len(LANGUAGES)), LANGUAGES, return_dtype=kind)
    nothing = pl.Series([None], dtype=kind)
    return named.zip_with(series.is_not_null(), nothing).alias(series.name)


def language_of(text: str) -> str:
    """Return the language of one text; see :func:`languages`.

    >>> language_of("iPhone15很好用"), language_of("ok")
    ('zh', 'other')
    """
    found: str = languages(pl.Series([text], dtype=pl.String)).item()
    return found


def _of_chunk(series: pl.Series) -> npt.NDArray[np.uint8]:
    points = Codepoints.of(series)
    scripts = _scripts()[points.values]
    han, latin, accented, kana, foreign = (
        points.count(scripts == script) for script in (_HAN, _LATIN, _ACCENTED, _KANA, _FOREIGN)
    )
    zh = han / _HAN_A_WORD
    en = points.count(_word_starts(scripts, points.starts))
    share = zh / np.maximum(zh + en, 1e-9)
    other = (
        ((han == 0) & (latin + accented < _MIN_LETTERS))
        | (kana > 0.2 * (han + kana))
        | (foreign > 0.2 * (han + latin + accented + foreign))
        | (accented > 0.06 * (latin + accented)) & (accented > 1) & (han == 0)
    )
    rules = [other, share >= _ZH_FROM, share <= _EN_TO]
    codes = [LANGUAGES.index(name) for name in ("other", "zh", "en", "mixed")]
    return np.select(rules, codes[:3], codes[3]).astype(np.uint8)


def _word_starts(
    scripts: npt.NDArray[np.uint8], starts: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    letters = (scripts == _LATIN) | (scripts == _ACCENTED)
    goes_on = np.zeros(len(scripts) + 1, dtype=bool)
    goes_on[1:] = letters | (scripts == _INSIDE)
    goes_on[starts] = False
    begins: npt.NDArray[np.bool_] = letters & ~goes_on[:-1]
    begins[:-1] &= letters[1:]  # a single letter (Q弹) is no word
    return begins


@cache
def _scripts() -> npt.NDArray[np.uint8]:
    table = np.zeros(PLANES, dtype=np.uint8)
    for script, ranges in _RANGES.items():
        for first, end in ranges:
            table[first:end] = script
    return table

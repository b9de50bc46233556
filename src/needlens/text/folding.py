"""Fold the spellings of one word into one: script, width, case, typographic variants."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import polars as pl

from needlens.text._codepoints import Codepoints, chunks
from needlens.text._folding_tables import (
    TRIGGERS,
    char_array,
    char_map,
    expansions,
    script_map,
    trigger_array,
)

_WITH_OBJECT = "随隨跟沿拿带帶穿看有顺順接朝向抱戴背提用对對靠趁望听聽坐站躺想写寫读讀含按照踩"
_TRIGGERS = re.compile(f"[{TRIGGERS}]")
_CONTEXTS = {
    # 著 is 着 but in a few words of its own: 著名, 显著; 随著作业 is 随着.
    "著": (
        f"(?<![显顯卓昭原專专編编名土巨論论遺遗合譯译])"
        f"(?:(?<=[{_WITH_OBJECT}])著|著(?![名作稱称者書书述錄录]))",
        "着",
    ),
    "乾": ("乾(?![隆坤清])", "干"),
    "覆": ("(?<=[回反答重])覆", "复"),
    "瞭": ("瞭(?=解)|(?<=[明目])瞭", "了"),
    "藉": ("(?<![狼慰蘊蕴])藉", "借"),
    "彷": ("彷(?=[彿佛])", "仿"),
    "畫": ("(?<=[計规規筹籌策企计])畫", "划"),
    "甚": ("甚(?=[麼麽])", "什"),
}
_PATTERNS = {sign: (re.compile(pattern), to) for sign, (pattern, to) in _CONTEXTS.items()}


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text that knows where each of its characters stands in the original.

    ``offsets`` is None when the folding kept the length (the usual case): a span of
    ``text`` is then the same span of ``original``. Otherwise ``offsets[i]`` is where
    the character ``text[i]`` begins in the original, with the end as its last item.
    """

    original: str
    text: str
    offsets: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original that ``text[start:end]`` came from.

        >>> folded = fold("續航５㎞")
        >>> folded.text, folded.span(3, 5), folded.quote(3, 5)
        ('续航5km', (3, 4), '㎞')
        """
        if self.offsets is None:
            return start, end
        if end <= start:
            return self.offsets[start], self.offsets[start]
        first, last = self.offsets[start], self.offsets[end - 1]
        after = next((o for o in self.offsets[end:] if o > last), len(self.original))
        return first, after

    def quote(self, start: int, end: int) -> str:
        """Return the words of the original behind ``text[start:end]``."""
        first, last = self.span(start, end)
        return self.original[first:last]


def fold(text: str) -> Folded:
    """Fold a text for matching: simplified, half-width, lower case; offsets are kept.

    Traditional characters become simplified ones by OpenCC's character table and a few
    contexts (著/着, 乾/干, 回覆/回复), full-width signs half-width, letters lower case,
    typographic quotes, hyphens and spaces plain. All of this keeps the length. Only
    signs that stand for several letters (㎏, ﬁ, Ⅱ) make the text longer; the result
    then carries an offset map. Words that differ between regions (滑鼠/鼠标, 品質/质量)
    are left to the word lists of a domain. Accents stay.

    >>> fold("ＵＳＢ線壞了，乾淨俐落").text
    'usb线坏了,干净俐落'
    >>> fold("Don’t buy").text
    "don't buy"
    """
    plain = _by_context(text)
    if expansions().pattern.search(plain):
        return _fold_wide(text, plain)
    return Folded(text, plain.translate(char_map()))


def unify(text: str) -> str:
    """Fold script, width and typography but not case; the length never changes.

    >>> unify("純棉Ｔ恤")
    '纯棉T恤'
    """
    return _by_context(text).translate(script_map())


def _by_context(text: str) -> str:
    if _TRIGGERS.search(text):
        for sign, (pattern, to) in _PATTERNS.items():
            if sign in text:
                text = pattern.sub(to, text)
    return text


def _fold_wide(original: str, plain: str) -> Folded:
    signs = expansions().words
    parts = [signs.get(character, character) for character in plain]
    offsets = [i for i, part in enumerate(parts) for _ in part]
    text = "".join(parts).translate(char_map())
    return Folded(original, text, (*offsets, len(original)))


def fold_series(series: pl.Series) -> pl.Series:
    """Fold a String column as :func:`fold` does; null stays null.

    A row has the offsets of its original unless its length in characters changed;
    for such a row :func:`fold` gives the map.

    >>> fold_series(pl.Series(["電池續航不錯", None, "ＧＯＯＤ"])).to_list()
    ['电池续航不错', None, 'good']
    """
    folded = [_fold_chunk(chunk) for chunk in chunks(series)]
    return pl.concat(folded).alias(series.name) if folded else series.cast(pl.String)


def _fold_chunk(series: pl.Series) -> pl.Series:
    points = Codepoints.of(series)
    mapped = Codepoints(char_array()[points.values], points.starts)
    column = mapped.to_series(series.name, series.is_not_null().to_numpy())
    special = np.flatnonzero(points.count(trigger_array()[points.values]))
    if not len(special):
        return column
    texts = [fold(text).text for text in series.gather(special)]
    return column.scatter(special, texts)
